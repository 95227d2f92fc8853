//! Traffic that a person makes.

mod checklist;
mod watched;
