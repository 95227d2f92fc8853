use serde::Serialize;

use crate::wire::query::verification_status;
use crate::wire::stamp;
use crate::world::{Bill, Completion, Payment, Stage, State};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct QueryReplyV2<'a> {
    payment_id: &'a str,
    mode: &'static str,
    payment_create_time: String,
    #[serde(flatten)]
    executed: Option<Executed<'a>>,
    #[serde(flatten)]
    billed: Option<Billed<'a>>,
    verification_status: &'static str,
    payer_reference: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_refundable_amount: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    agreement_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    agreement_status: Option<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Billed<'a> {
    amount: String,
    currency: &'a str,
    intent: &'a str,
    merchant_invoice_number: &'a str,
    transaction_status: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Executed<'a> {
    payment_execute_time: String,
    trx_id: &'a str,
    payer_type: &'static str,
    payer_account: &'a str,
}

impl<'a> QueryReplyV2<'a> {
    pub(crate) fn of(state: &'a State, payment: &'a Payment) -> Self {
        let agreement = state.agreement_of(payment);
        let is_completed = matches!(payment.stage, Stage::Completed(_));
        Self {
            payment_id: payment.id.as_str(),
            mode: payment.order.mode(),
            payment_create_time: stamp(payment.created_at),
            executed: payment.completion().map(Executed::of),
            billed: payment.bill().map(|bill| Billed::of(payment, bill)),
            verification_status: verification_status(payment),
            payer_reference: &payment.order.payer_reference,
            max_refundable_amount: is_completed.then(|| payment.refundable().to_string()),
            agreement_id: agreement.map(|agreement| agreement.id.as_str()),
            agreement_status: match (agreement, payment.bill()) {
                (Some(agreement), _) => Some(agreement.status()),
                (None, None) => Some("Initiated"),
                (None, Some(_)) => None,
            },
        }
    }
}

impl<'a> Billed<'a> {
    fn of(payment: &'a Payment, bill: &'a Bill) -> Self {
        Self {
            amount: bill.amount.to_string(),
            currency: &bill.currency,
            intent: &bill.intent_text,
            merchant_invoice_number: &bill.merchant_invoice_number,
            transaction_status: payment.status(),
        }
    }
}

impl<'a> Executed<'a> {
    fn of(completion: &'a Completion) -> Self {
        Self {
            payment_execute_time: stamp(completion.at),
            trx_id: completion.trx_id.as_str(),
            payer_type: "Customer",
            payer_account: completion.wallet.as_str(),
        }
    }
}
