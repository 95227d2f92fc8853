//! What can befall a merchant's call.

mod altered;
mod answer_lost;
mod change;
mod clock_skew;
mod code;
mod completed_but_9999;
mod course;
mod delay;
mod distribution;
mod dropped;
mod empty_body;
mod forbidden;
mod gateway_timeout;
mod half_body;
mod html_502;
mod invalid_json_9999;
mod kinds;
mod latency;
mod maintenance;
mod reset;
mod short_token;
mod status;
mod substitute;
mod timeout;
mod token_revoked;
mod too_many_requests;
mod wait;
mod wallet_locked;

pub(crate) use course::{Course, Struck};
pub(super) use kinds::KINDS;
