//! `bkash serve` as its operator starts it: a process of its own.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::canned::credentials;
use crate::failure::Failure;
use secrecy::ExposeSecret;

const READY_WITHIN: Duration = Duration::from_secs(10);

/// A running service; killed when it is dropped.
#[derive(Debug)]
pub struct ServiceProcess {
    pub url: String,
    /// From the start of the process to its first answer to `/readyz`.
    pub ready_after: Duration,
    child: Child,
}
