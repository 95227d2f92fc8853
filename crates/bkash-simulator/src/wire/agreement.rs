use serde::{Deserialize, Serialize};

use super::envelope::{SUCCESS, Success};
use super::{Given, stamp};
use crate::world::{Agreement, Named};

/// A body that names one agreement, in either family's spelling.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct AgreementRequest {
    #[serde(rename = "agreementID", alias = "agreementId")]
    pub(crate) agreement_id: Given,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AgreementReply<'a> {
    #[serde(rename = "paymentID")]
    payment_id: &'a str,
    #[serde(rename = "agreementID", skip_serializing_if = "Option::is_none")]
    agreement_id: Option<&'a str>,
    payer_reference: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    customer_msisdn: Option<&'a str>,
    agreement_create_time: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    agreement_execute_time: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    agreement_void_time: Option<String>,
    agreement_status: &'static str,
    #[serde(flatten)]
    success: Success,
}

impl<'a> AgreementReply<'a> {
    /// One that is not executed yet has neither wallet nor an id of its own.
    pub(crate) fn of(named: Named<'a>) -> Self {
        match named {
            Named::Made(agreement) => Self {
                payment_id: agreement.payment_id.as_str(),
                agreement_id: Some(agreement.id.as_str()),
                payer_reference: &agreement.payer_reference,
                customer_msisdn: Some(agreement.wallet.as_str()),
                agreement_create_time: stamp(agreement.created_at),
                agreement_execute_time: Some(stamp(agreement.executed_at)),
                agreement_void_time: agreement.cancelled.map(|(_, at)| stamp(at)),
                agreement_status: agreement.status(),
                success: SUCCESS,
            },
            Named::Unfinished(payment) => Self {
                payment_id: payment.id.as_str(),
                agreement_id: payment.reserved.as_ref().map(|id| id.as_str()),
                payer_reference: &payment.order.payer_reference,
                customer_msisdn: None,
                agreement_create_time: stamp(payment.created_at),
                agreement_execute_time: None,
                agreement_void_time: None,
                agreement_status: "Initiated",
                success: SUCCESS,
            },
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CancelReply<'a> {
    #[serde(rename = "paymentID")]
    payment_id: &'a str,
    #[serde(rename = "agreementID")]
    agreement_id: &'a str,
    payer_reference: &'a str,
    agreement_void_time: Option<String>,
    agreement_status: &'static str,
    #[serde(flatten)]
    success: Success,
}

impl<'a> CancelReply<'a> {
    pub(crate) fn of(agreement: &'a Agreement) -> Self {
        Self {
            payment_id: agreement.payment_id.as_str(),
            agreement_id: agreement.id.as_str(),
            payer_reference: &agreement.payer_reference,
            agreement_void_time: agreement.cancelled.map(|(_, at)| stamp(at)),
            agreement_status: agreement.status(),
            success: SUCCESS,
        }
    }
}
