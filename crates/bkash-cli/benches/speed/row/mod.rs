//! What is measured, one file each.

mod callback;
mod checkouts;
mod client;
mod commits;
mod process;
mod simulator;
mod token;

use crate::options::Row;

pub const ROWS: &[Row] = &[
    Row {
        name: "client",
        about: "the client's execute against a bare POST",
        measure: client::measure,
    },
    Row {
        name: "token",
        about: "a token in hand; ten thousand callers without one",
        measure: token::measure,
    },
    Row {
        name: "commits",
        about: "durable changes of the service's store, and what a checkout needs",
        measure: commits::measure,
    },
    Row {
        name: "process",
        about: "bkash serve as a process: ready, and resident",
        measure: process::measure,
    },
    Row {
        name: "simulator",
        about: "bkash simulate as a process: listening, and resident",
        measure: simulator::measure,
    },
    Row {
        name: "checkouts",
        about: "whole checkouts with 64 shoppers",
        measure: checkouts::measure,
    },
    Row {
        name: "callback",
        about: "from callback to durable receipt",
        measure: callback::measure,
    },
];
