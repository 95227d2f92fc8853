use serde::Serialize;

use crate::wire::stamp;
use crate::world::{Agreement, Named};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AgreementReplyV2<'a> {
    payment_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    agreement_id: Option<&'a str>,
    payer_reference: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    payer_account: Option<&'a str>,
    agreement_create_time: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    agreement_execute_time: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    agreement_void_time: Option<String>,
    agreement_status: &'static str,
}

impl<'a> AgreementReplyV2<'a> {
    pub(crate) fn of(named: Named<'a>) -> Self {
        match named {
            Named::Made(agreement) => Self {
                payment_id: agreement.payment_id.as_str(),
                agreement_id: Some(agreement.id.as_str()),
                payer_reference: &agreement.payer_reference,
                payer_account: Some(agreement.wallet.as_str()),
                agreement_create_time: stamp(agreement.created_at),
                agreement_execute_time: Some(stamp(agreement.executed_at)),
                agreement_void_time: agreement.cancelled.map(|(_, at)| stamp(at)),
                agreement_status: agreement.status(),
            },
            Named::Unfinished(payment) => Self {
                payment_id: payment.id.as_str(),
                agreement_id: payment.reserved.as_ref().map(|id| id.as_str()),
                payer_reference: &payment.order.payer_reference,
                payer_account: None,
                agreement_create_time: stamp(payment.created_at),
                agreement_execute_time: None,
                agreement_void_time: None,
                agreement_status: "Initiated",
            },
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CancelReplyV2<'a> {
    payment_id: &'a str,
    agreement_id: &'a str,
    payer_reference: &'a str,
    agreement_void_time: Option<String>,
    agreement_status: &'static str,
}

impl<'a> CancelReplyV2<'a> {
    pub(crate) fn of(agreement: &'a Agreement) -> Self {
        Self {
            payment_id: agreement.payment_id.as_str(),
            agreement_id: agreement.id.as_str(),
            payer_reference: &agreement.payer_reference,
            agreement_void_time: agreement.cancelled.map(|(_, at)| stamp(at)),
            agreement_status: agreement.status(),
        }
    }
}
