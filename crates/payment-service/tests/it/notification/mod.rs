//! What is posted to the notifications' address: what is believed, what opens no connection, and what it does.

mod believed;
mod confirmed;
mod fetcher;
mod forged;
mod post;
mod service;
