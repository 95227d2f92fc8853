//! The simulator from outside: its calls, pages, control interface, faults and clock.

mod flow;
mod harness;
