//! What can befall a merchant's call.

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
mod latency;
mod maintenance;
mod reset;
mod status;
mod substitute;
mod timeout;
mod token_revoked;
mod too_many_requests;
mod wait;
mod wallet_locked;

pub(crate) use course::{Course, Struck};

use super::kind::Kind;

/// Late, lost, another answer than the gateway's own, and what changes the world.
pub(super) const KINDS: &[&Kind] = &[
    &delay::KIND,
    &latency::KIND,
    &timeout::KIND,
    &answer_lost::KIND,
    &dropped::KIND,
    &reset::KIND,
    &half_body::KIND,
    &empty_body::KIND,
    &html_502::KIND,
    &gateway_timeout::KIND,
    &too_many_requests::KIND,
    &maintenance::KIND,
    &forbidden::KIND,
    &status::KIND,
    &code::KIND,
    &completed_but_9999::KIND,
    &invalid_json_9999::KIND,
    &token_revoked::KIND,
    &clock_skew::KIND,
    &wallet_locked::KIND,
];
