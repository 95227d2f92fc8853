use serde::Serialize;

use super::envelope::{SUCCESS, Success};
use super::stamp;
use crate::switch::ConfirmId;
use crate::world::{Completion, Payment};

/// What became of an authorization: capture and void answer alike.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ConfirmReply<'a> {
    #[serde(flatten)]
    id: Id<'a>,
    create_time: String,
    update_time: String,
    #[serde(rename = "trxID")]
    trx_id: &'a str,
    transaction_status: &'static str,
    #[serde(flatten)]
    success: Success,
}

#[derive(Serialize)]
enum Id<'a> {
    #[serde(rename = "paymentID")]
    Capital(&'a str),
    #[serde(rename = "paymentId")]
    Small(&'a str),
}

impl<'a> ConfirmReply<'a> {
    pub(crate) fn of(payment: &'a Payment, completion: &'a Completion, id: ConfirmId) -> Self {
        Self {
            id: match id {
                ConfirmId::Capital => Id::Capital(payment.id.as_str()),
                ConfirmId::Small => Id::Small(payment.id.as_str()),
            },
            create_time: stamp(payment.created_at),
            update_time: stamp(completion.updated_at),
            trx_id: completion.trx_id.as_str(),
            transaction_status: payment.status(),
            success: SUCCESS,
        }
    }
}
