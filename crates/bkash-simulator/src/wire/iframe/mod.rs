//! The replies of the iframe checkout of old: no status code, `createTime` and `updateTime` (bKash's
//! OpenAPI of the checkout product).

mod create;
mod payment;

pub(crate) use create::IframeCreateReply;
pub(crate) use payment::{IframePaymentReply, IframeQueryReply};
