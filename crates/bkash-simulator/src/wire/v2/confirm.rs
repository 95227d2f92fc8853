use serde::Serialize;

use crate::wire::stamp;
use crate::world::{Completion, Payment};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ConfirmReplyV2<'a> {
    payment_id: &'a str,
    create_time: String,
    update_time: String,
    trx_id: &'a str,
    transaction_status: &'static str,
}

impl<'a> ConfirmReplyV2<'a> {
    pub(crate) fn of(payment: &'a Payment, completion: &'a Completion) -> Self {
        Self {
            payment_id: payment.id.as_str(),
            create_time: stamp(payment.created_at),
            update_time: stamp(completion.updated_at),
            trx_id: completion.trx_id.as_str(),
            transaction_status: payment.status(),
        }
    }
}
