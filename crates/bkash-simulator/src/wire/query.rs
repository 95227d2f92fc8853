use serde::Serialize;

use super::envelope::{SUCCESS, Success};
use super::stamp;
use crate::switch::{ReplyAge, VerificationField};
use crate::world::{Agreement, Bill, Payment, Stage, State};

/// Query spells the invoice `merchantInvoice`, alone among the calls.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct QueryReply<'a> {
    #[serde(rename = "paymentID")]
    payment_id: &'a str,
    mode: &'static str,
    payment_create_time: String,
    #[serde(flatten)]
    billed: Option<Billed<'a>>,
    #[serde(flatten)]
    verification: Verification,
    payer_reference: &'a str,
    #[serde(flatten)]
    success: Success,
    #[serde(flatten)]
    executed: Option<Executed<'a>>,
    #[serde(flatten)]
    agreed: Option<Agreed<'a>>,
}

/// Whether the payer has passed the pages.
#[derive(Serialize)]
enum Verification {
    #[serde(rename = "verificationStatus")]
    Short(&'static str),
    #[serde(rename = "userVerificationStatus")]
    Long(&'static str),
}

impl Verification {
    fn of(payment: &Payment, field: VerificationField) -> Self {
        let status = verification_status(payment);
        match field {
            VerificationField::Short => Self::Short(status),
            VerificationField::Long => Self::Long(status),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Billed<'a> {
    amount: &'a str,
    currency: &'a str,
    intent: &'a str,
    merchant_invoice: &'a str,
    transaction_status: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Executed<'a> {
    payment_execute_time: String,
    #[serde(rename = "trxID")]
    trx_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_refundable_amount: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    payer_type: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    payer_account: Option<&'a str>,
}

/// Of the agreement that is made, or paid by.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Agreed<'a> {
    #[serde(rename = "agreementID", skip_serializing_if = "Option::is_none")]
    agreement_id: Option<&'a str>,
    agreement_status: &'static str,
    agreement_create_time: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    agreement_execute_time: Option<String>,
    #[serde(flatten)]
    payer: Option<Payer<'a>>,
}

/// Newer replies name the payer; that of a payment stands with its execution.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Payer<'a> {
    payer_type: &'static str,
    payer_account: &'a str,
}

impl<'a> QueryReply<'a> {
    /// A payment that failed or was cancelled on the page still reads `Initiated`.
    pub(crate) fn of(state: &'a State, payment: &'a Payment) -> Self {
        Self {
            payment_id: payment.id.as_str(),
            mode: payment.order.mode(),
            payment_create_time: stamp(payment.created_at),
            billed: payment.bill().map(|bill| Billed::of(payment, bill)),
            verification: Verification::of(payment, state.switches.verification_field),
            payer_reference: &payment.order.payer_reference,
            success: SUCCESS,
            executed: Executed::of(payment, state.switches.reply_age),
            agreed: Agreed::of(state, payment),
        }
    }
}

/// Whether the payer has passed the pages.
pub(super) fn verification_status(payment: &Payment) -> &'static str {
    match payment.is_verified() {
        true => "Complete",
        false => "Incomplete",
    }
}

impl<'a> Billed<'a> {
    fn of(payment: &'a Payment, bill: &'a Bill) -> Self {
        Self {
            amount: &bill.amount_text,
            currency: &bill.currency,
            intent: &bill.intent_text,
            merchant_invoice: &bill.merchant_invoice_number,
            transaction_status: payment.status(),
        }
    }
}

impl<'a> Executed<'a> {
    fn of(payment: &'a Payment, age: ReplyAge) -> Option<Self> {
        let completion = payment.completion()?;
        let is_new = age == ReplyAge::Newest;
        let has_maximum = is_new && matches!(payment.stage, Stage::Completed(_));
        Some(Self {
            payment_execute_time: stamp(completion.at),
            trx_id: completion.trx_id.as_str(),
            max_refundable_amount: has_maximum.then(|| payment.refundable().to_string()),
            payer_type: is_new.then_some("Customer"),
            payer_account: is_new.then_some(completion.wallet.as_str()),
        })
    }
}

impl<'a> Agreed<'a> {
    fn of(state: &'a State, payment: &'a Payment) -> Option<Self> {
        if let Some(agreement) = state.agreement_of(payment) {
            let is_new = state.switches.reply_age == ReplyAge::Newest;
            let payer = (is_new && payment.bill().is_none()).then(|| Payer {
                payer_type: "Customer",
                payer_account: agreement.wallet.as_str(),
            });
            return Some(Self::made(agreement, payer));
        }
        payment.bill().is_none().then(|| Self {
            agreement_id: None,
            agreement_status: "Initiated",
            agreement_create_time: stamp(payment.created_at),
            agreement_execute_time: None,
            payer: None,
        })
    }

    fn made(agreement: &'a Agreement, payer: Option<Payer<'a>>) -> Self {
        Self {
            agreement_id: Some(agreement.id.as_str()),
            agreement_status: agreement.status(),
            agreement_create_time: stamp(agreement.created_at),
            agreement_execute_time: Some(stamp(agreement.executed_at)),
            payer,
        }
    }
}
