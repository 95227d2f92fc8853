//! The real transport against a server that misbehaves on purpose.

mod exchange;
mod giving_up;
mod reply;
mod rest;
mod server;
