//! What is PostgreSQL's own: instances that share it, its connections, the schema's own guards.

mod cancellation;
mod connections;
mod fleet;
mod meeting;
mod outage;
mod refusals;
mod round_trips;
mod schema;
