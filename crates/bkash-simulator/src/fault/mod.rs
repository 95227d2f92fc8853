//! Failures on demand: one small file for each, which calls they choose, and the list of those that wait
//! to strike.

mod call;
mod callback;
mod endpoints;
mod facts;
mod kind;
mod notification;
mod parameter;
mod rule;
mod rules;
mod schedule;
mod selection;

pub(crate) use call::{Course, Struck};
pub(crate) use callback::{Callback, Detour};
pub(crate) use facts::Facts;
pub(crate) use kind::{Fault, Kind};
pub(crate) use notification::{EARLY, Mishap};
pub(crate) use rule::Rule;
pub(crate) use rules::{Placed, Rules, Strike, TooMany};
