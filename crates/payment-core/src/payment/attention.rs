use serde::{Deserialize, Serialize};

use super::judge::Mismatch;
use crate::{PaymentId, Timestamp, TrxId};

/// Why a person must look at a payment, and since when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attention {
    /// What was found.
    pub concern: Concern,
    /// When it was found.
    pub since: Timestamp,
}

/// What was found that the rules cannot settle alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "concern", rename_all = "snake_case")]
pub enum Concern {
    /// Money moved after the shop had been told that it did not.
    LateCompletion,
    /// Money moved for an order whose newer payment took its place: it may have been paid twice.
    SupersededCompletion {
        /// The payment that took the order over.
        by: PaymentId,
    },
    /// The gateway's answer claims success but does not fit our record.
    Mismatch {
        /// Every point that differs.
        points: Vec<Mismatch>,
    },
    /// The paymentID died, and the gateway had not said in time that nothing moved: money may have.
    NeverAnswered,
    /// The gateway contradicts what it said before, such as not knowing its own payment.
    Contradiction {
        /// The code or status that contradicts.
        said: String,
    },
    /// A completed payment was answered again with another transaction: it may have been taken twice.
    SecondTransaction {
        /// The transaction that came second.
        trx_id: TrxId,
    },
}
