//! The wire: what is written, and how what comes back is read.
//!
//! Written exactly as documented; read leniently, since the gateway's replies have grown and
//! shifted over the years.

pub(crate) mod envelope;
pub(crate) mod fields;
mod json;
pub(crate) mod request;
mod timestamp;
