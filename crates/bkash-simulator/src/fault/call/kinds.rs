use super::{
    altered, answer_lost, clock_skew, code, completed_but_9999, delay, dropped, empty_body,
    forbidden, gateway_timeout, half_body, html_502, invalid_json_9999, latency, maintenance,
    reset, short_token, status, timeout, token_revoked, too_many_requests, wallet_locked,
};
use crate::fault::kind::Kind;

/// Late, lost, another answer than the gateway's own, and what changes the world.
pub(in crate::fault) const KINDS: &[&Kind] = &[
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
    &short_token::KIND,
    &clock_skew::KIND,
    &altered::KIND,
    &wallet_locked::KIND,
];
