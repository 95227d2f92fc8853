//! Requests and replies as they stand on the wire: own structs, in the key order of the traces.

mod agreement;
mod answer;
mod confirm;
mod coupon;
mod create_reply;
mod create_request;
mod envelope;
mod execute;
mod given;
mod iframe;
mod query;
mod refund_v1;
mod refund_v2;
mod search;
mod timestamp;
mod token;
mod v2;

pub(crate) use agreement::{AgreementReply, AgreementRequest, CancelReply};
pub(crate) use answer::Answer;
pub(crate) use confirm::ConfirmReply;
pub(crate) use create_reply::CreateReply;
pub(crate) use create_request::{CreateCall, CreateRequest};
pub(crate) use envelope::GatewayMessage;
pub(crate) use execute::{ExecuteAgreementReply, ExecuteReply};
pub(crate) use given::{Given, PaymentRequest};
pub(crate) use iframe::{IframeCreateReply, IframePaymentReply, IframeQueryReply};
pub(crate) use query::QueryReply;
pub(crate) use refund_v1::{RefundV1Reply, RefundV1Request};
pub(crate) use refund_v2::{
    RefundV2Reply, RefundV2Request, RefundV2StatusReply, RefundV2StatusRequest,
};
pub(crate) use search::{SHORT_CODE, SearchReply, SearchRequest};
pub(crate) use timestamp::{stamp, stamp_of_second, stamp_without_offset};
pub(crate) use token::{TokenReply, TokenRequest};
pub(crate) use v2::{
    AgreementReplyV2, CancelReplyV2, ConfirmReplyV2, CreateReplyV2, ExecuteAgreementReplyV2,
    ExecuteReplyV2, QueryReplyV2, SearchReplyV2,
};

pub(crate) use crate::world::Dialect;
