//! One order, and how it stands with its money.

use axum::extract::{Path, State};
use axum::response::Response;
use bkash_client::{Amount, GatewayPaymentId, TrxId};

use crate::trouble::Trouble;
use crate::{Shop, page};

/// As the book has it.
#[derive(Clone, Debug)]
pub struct Order {
    /// Unique, and hard to guess: it is also the address of the order's page.
    pub invoice: String,
    /// What was bought.
    pub product: String,
    /// What it costs.
    pub amount: Amount,
    /// Once bKash has created it.
    pub payment_id: Option<GatewayPaymentId>,
    /// The truth about the money, as far as it is known.
    pub standing: Standing,
}

/// How an order stands with its money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The payer is at bKash, or went away.
    Waiting,
    /// Execute was sent, or is about to be.
    Executing,
    /// Execute had no answer; bKash is asked.
    Checking,
    /// The money moved.
    Paid(TrxId),
    /// It did not; with what the payer is told, if anything.
    Failed(String),
    /// What bKash says does not fit; with the reason, for the person who looks at it.
    Held(String),
}

impl Standing {
    /// Its name in the book, and what stands beside it.
    pub fn columns(&self) -> (&'static str, Option<&str>) {
        match self {
            Self::Waiting => ("waiting", None),
            Self::Executing => ("executing", None),
            Self::Checking => ("checking", None),
            Self::Paid(trx_id) => ("paid", Some(trx_id.as_str())),
            Self::Failed(why) => ("failed", Some(why)),
            Self::Held(why) => ("held", Some(why)),
        }
    }

    /// Reads what [`Standing::columns`] wrote; whatever else stands there is for a person.
    pub fn read(name: &str, note: Option<String>) -> Self {
        let note = note.unwrap_or_default();
        match name {
            "waiting" => Self::Waiting,
            "executing" => Self::Executing,
            "checking" => Self::Checking,
            "paid" => Self::Paid(note.into()),
            "failed" => Self::Failed(note),
            _ => Self::Held(note),
        }
    }
}

/// `GET /orders/{invoice}`: what is true now, whatever brought the browser here.
pub async fn show(
    State(shop): State<Shop>,
    Path(invoice): Path<String>,
) -> Result<Response, Trouble> {
    Ok(match shop.book.order(&invoice)? {
        Some(order) => page::order(&order, &shop.book.refunds(&invoice)?),
        None => page::missing(),
    })
}
