//! Shops whose host is fixed: they call bKash's own names, by TLS.

mod careless;
mod played;
mod shop;
