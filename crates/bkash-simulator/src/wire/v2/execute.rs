use serde::Serialize;

use crate::wire::execute::executed_status;
use crate::wire::stamp;
use crate::world::{Agreement, Paid};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ExecuteReplyV2<'a> {
    payment_id: &'a str,
    trx_id: &'a str,
    transaction_status: &'static str,
    amount: String,
    currency: &'a str,
    intent: &'a str,
    payment_execute_time: String,
    merchant_invoice_number: &'a str,
    payer_type: &'static str,
    payer_reference: &'a str,
    payer_account: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_refundable_amount: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    agreement_id: Option<&'a str>,
}

impl<'a> ExecuteReplyV2<'a> {
    pub(crate) fn of(paid: &'a Paid) -> Self {
        let (bill, completion) = (&paid.bill, &paid.completion);
        Self {
            payment_id: paid.payment_id.as_str(),
            trx_id: completion.trx_id.as_str(),
            transaction_status: executed_status(bill.intent),
            amount: bill.amount.to_string(),
            currency: &bill.currency,
            intent: &bill.intent_text,
            payment_execute_time: stamp(completion.at),
            merchant_invoice_number: &bill.merchant_invoice_number,
            payer_type: "Customer",
            payer_reference: &paid.order.payer_reference,
            payer_account: completion.wallet.as_str(),
            max_refundable_amount: paid.refundable.map(|amount| amount.to_string()),
            agreement_id: bill.agreement.as_ref().map(|agreement| agreement.as_str()),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ExecuteAgreementReplyV2<'a> {
    payment_id: &'a str,
    agreement_id: &'a str,
    payer_type: &'static str,
    payer_reference: &'a str,
    payer_account: &'a str,
    agreement_execute_time: String,
    agreement_status: &'static str,
}

impl<'a> ExecuteAgreementReplyV2<'a> {
    pub(crate) fn of(agreement: &'a Agreement) -> Self {
        Self {
            payment_id: agreement.payment_id.as_str(),
            agreement_id: agreement.id.as_str(),
            payer_type: "Customer",
            payer_reference: &agreement.payer_reference,
            payer_account: agreement.wallet.as_str(),
            agreement_execute_time: stamp(agreement.executed_at),
            agreement_status: agreement.status(),
        }
    }
}
