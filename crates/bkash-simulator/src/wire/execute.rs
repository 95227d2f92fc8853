use serde::Serialize;

use super::envelope::{SUCCESS, Success};
use super::stamp;
use crate::switch::ReplyAge;
use crate::world::{Agreement, Intent, Paid};

/// What execute did with the money, as a word of the wire.
pub(super) fn executed_status(intent: Intent) -> &'static str {
    match intent {
        Intent::Sale => "Completed",
        Intent::Authorization => "Authorized",
    }
}

/// In the newest age with payerType, payerAccount and maxRefundableAmount.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ExecuteReply<'a> {
    #[serde(rename = "paymentID")]
    payment_id: &'a str,
    #[serde(rename = "trxID")]
    trx_id: &'a str,
    transaction_status: &'static str,
    amount: &'a str,
    currency: &'a str,
    intent: &'a str,
    payment_execute_time: String,
    merchant_invoice_number: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    payer_type: Option<&'static str>,
    payer_reference: &'a str,
    customer_msisdn: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    payer_account: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_refundable_amount: Option<String>,
    #[serde(flatten)]
    success: Success,
    #[serde(rename = "agreementID", skip_serializing_if = "Option::is_none")]
    agreement_id: Option<&'a str>,
}

impl<'a> ExecuteReply<'a> {
    pub(crate) fn of(paid: &'a Paid, age: ReplyAge) -> Self {
        let (bill, completion) = (&paid.bill, &paid.completion);
        let is_new = age == ReplyAge::Newest;
        Self {
            payment_id: paid.payment_id.as_str(),
            trx_id: completion.trx_id.as_str(),
            transaction_status: executed_status(bill.intent),
            amount: &bill.amount_text,
            currency: &bill.currency,
            intent: &bill.intent_text,
            payment_execute_time: stamp(completion.at),
            merchant_invoice_number: &bill.merchant_invoice_number,
            payer_type: is_new.then_some("Customer"),
            payer_reference: &paid.order.payer_reference,
            customer_msisdn: completion.wallet.as_str(),
            payer_account: is_new.then_some(completion.wallet.as_str()),
            max_refundable_amount: paid
                .refundable
                .filter(|_| is_new)
                .map(|amount| amount.to_string()),
            success: SUCCESS,
            agreement_id: bill.agreement.as_ref().map(|agreement| agreement.as_str()),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ExecuteAgreementReply<'a> {
    #[serde(rename = "paymentID")]
    payment_id: &'a str,
    #[serde(rename = "agreementID")]
    agreement_id: &'a str,
    payer_reference: &'a str,
    customer_msisdn: &'a str,
    agreement_execute_time: String,
    agreement_status: &'static str,
    #[serde(flatten)]
    success: Success,
}

impl<'a> ExecuteAgreementReply<'a> {
    pub(crate) fn of(agreement: &'a Agreement) -> Self {
        Self {
            payment_id: agreement.payment_id.as_str(),
            agreement_id: agreement.id.as_str(),
            payer_reference: &agreement.payer_reference,
            customer_msisdn: agreement.wallet.as_str(),
            agreement_execute_time: stamp(agreement.executed_at),
            agreement_status: agreement.status(),
            success: SUCCESS,
        }
    }
}
