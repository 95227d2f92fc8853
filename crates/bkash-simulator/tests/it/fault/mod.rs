//! Failures on demand: what the caller meets, which calls are struck, and what may be asked for.

mod altered;
mod callback;
mod choice;
mod course;
mod input;
mod replay;
mod short_token;
mod wire;
