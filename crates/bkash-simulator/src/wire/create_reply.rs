use serde::Serialize;

use super::envelope::{SUCCESS, Success};
use super::stamp;
use crate::switch::{AgreementUrl, PageAddress, Switches};
use crate::world::{Bill, Dialect, Outcome, Payment};

/// What family A answers to create, whatever the mode.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CreateReply<'a> {
    #[serde(rename = "paymentID")]
    payment_id: &'a str,
    #[serde(rename = "agreementID", skip_serializing_if = "Option::is_none")]
    agreement_id: Option<&'a str>,
    #[serde(flatten)]
    addresses: Addresses<'a>,
    #[serde(flatten)]
    made: Made<'a>,
    #[serde(flatten)]
    success: Success,
}

/// Where the payer goes, and comes back to. All are null where there is no callback.
#[derive(Serialize)]
pub(super) struct Addresses<'a> {
    #[serde(rename = "bkashURL", skip_serializing_if = "Option::is_none")]
    bkash_url: Option<String>,
    #[serde(rename = "callbackURL")]
    callback_url: Option<&'a str>,
    #[serde(rename = "successCallbackURL")]
    success_callback_url: Option<String>,
    #[serde(rename = "failureCallbackURL")]
    failure_callback_url: Option<String>,
    #[serde(rename = "cancelledCallbackURL")]
    cancelled_callback_url: Option<String>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Made<'a> {
    Agreement(NewAgreement<'a>),
    Payment(NewPayment<'a>),
}

/// An agreement's own part of a create reply, in both families.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct NewAgreement<'a> {
    payer_reference: &'a str,
    agreement_status: &'static str,
    agreement_create_time: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct NewPayment<'a> {
    amount: &'a str,
    intent: &'a str,
    currency: &'a str,
    payment_create_time: String,
    transaction_status: &'static str,
    merchant_invoice_number: &'a str,
}

impl<'a> CreateReply<'a> {
    /// The page's address is on `origin`, which has no slash at its end.
    pub(crate) fn of(payment: &'a Payment, origin: &str, switches: &Switches) -> Self {
        let bill = payment.bill();
        let agreement = bill.and_then(|bill| bill.agreement.as_ref());
        Self {
            payment_id: payment.id.as_str(),
            agreement_id: agreement.map(|agreement| agreement.as_str()),
            addresses: Addresses::of(payment, origin, switches),
            made: match bill {
                Some(bill) => Made::Payment(NewPayment::of(payment, bill)),
                None => Made::Agreement(NewAgreement::of(payment)),
            },
            success: SUCCESS,
        }
    }
}

impl<'a> Addresses<'a> {
    pub(super) fn of(payment: &'a Payment, origin: &str, switches: &Switches) -> Self {
        let by_agreement = payment.bill().is_some_and(|bill| bill.agreement.is_some());
        let is_absent = by_agreement && switches.agreement_url == AgreementUrl::Absent;
        Self {
            bkash_url: (!is_absent).then(|| page_address(payment, origin, switches.page_address)),
            callback_url: payment.order.callback_url.as_deref(),
            success_callback_url: payment.callback_url(Outcome::Success),
            failure_callback_url: payment.callback_url(Outcome::Failure),
            cancelled_callback_url: payment.callback_url(Outcome::Cancel),
        }
    }
}

fn page_address(payment: &Payment, origin: &str, age: PageAddress) -> String {
    let (id, hash, mode) = (&payment.id, &payment.hash, payment.order.mode());
    let version = match payment.order.dialect {
        Dialect::B => "v2",
        Dialect::A | Dialect::Iframe => "v1.2.0-beta",
    };
    match age {
        PageAddress::New => {
            format!("{origin}/?paymentId={id}&hash={hash}&mode={mode}&apiVersion={version}/")
        }
        PageAddress::Old => format!(
            "{origin}/redirect/tokenized/?paymentID={id}&hash={hash}&mode={mode}&apiVersion={version}"
        ),
    }
}

impl<'a> NewAgreement<'a> {
    pub(super) fn of(payment: &'a Payment) -> Self {
        Self {
            payer_reference: &payment.order.payer_reference,
            agreement_status: "Initiated",
            agreement_create_time: stamp(payment.created_at),
        }
    }
}

impl<'a> NewPayment<'a> {
    fn of(payment: &'a Payment, bill: &'a Bill) -> Self {
        Self {
            amount: &bill.amount_text,
            intent: &bill.intent_text,
            currency: &bill.currency,
            payment_create_time: stamp(payment.created_at),
            transaction_status: "Initiated",
            merchant_invoice_number: &bill.merchant_invoice_number,
        }
    }
}
