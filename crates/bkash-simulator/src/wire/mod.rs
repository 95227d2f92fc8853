//! Requests and replies as they stand on the wire: own structs, in the key order of the traces.

mod answer;
mod create;
mod envelope;
mod execute;
mod given;
mod query;
mod refund_v1;
mod refund_v2;
mod search;
mod timestamp;
mod token;

pub(crate) use answer::Answer;
pub(crate) use create::{CreateReply, CreateRequest};
pub(crate) use envelope::{Dialect, GatewayMessage};
pub(crate) use execute::ExecuteReply;
pub(crate) use given::{Given, PaymentRequest};
pub(crate) use query::QueryReply;
pub(crate) use refund_v1::{RefundV1Reply, RefundV1Request};
pub(crate) use refund_v2::{
    RefundV2Reply, RefundV2Request, RefundV2StatusReply, RefundV2StatusRequest,
};
pub(crate) use search::{SHORT_CODE, SearchReply, SearchRequest};
pub(crate) use timestamp::{stamp, stamp_of_second, stamp_without_offset};
pub(crate) use token::{TokenReply, TokenRequest};
