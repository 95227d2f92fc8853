use serde::Serialize;

use super::envelope::{SUCCESS, Success};
use super::stamp;
use crate::world::{Completion, Payment};

/// What became of an authorization: capture and void answer alike.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ConfirmReply<'a> {
    #[serde(rename = "paymentID")]
    payment_id: &'a str,
    create_time: String,
    update_time: String,
    #[serde(rename = "trxID")]
    trx_id: &'a str,
    transaction_status: &'static str,
    #[serde(flatten)]
    success: Success,
}

impl<'a> ConfirmReply<'a> {
    pub(crate) fn of(payment: &'a Payment, completion: &'a Completion) -> Self {
        Self {
            payment_id: payment.id.as_str(),
            create_time: stamp(payment.created_at),
            update_time: stamp(completion.updated_at),
            trx_id: completion.trx_id.as_str(),
            transaction_status: payment.status(),
            success: SUCCESS,
        }
    }
}
