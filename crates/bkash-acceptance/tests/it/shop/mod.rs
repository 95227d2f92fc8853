//! A shop's file, and its process.

mod app;
mod fill;
mod mistakes;
mod template;
