//! The commands, one file each, in a folder where several share a noun.

pub mod accept;
pub mod attention;
pub mod check;
pub mod init;
pub mod key;
pub mod migrate;
pub mod payment;
pub mod refund;
pub mod serve;
pub mod simulate;
pub mod token;
pub mod transaction;
pub mod webhook;
