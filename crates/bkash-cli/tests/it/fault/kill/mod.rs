//! SIGKILL at every point, then a second life on the same database.

mod audit;
mod case;
mod notification;
mod points;
mod shop;
mod stage;
mod story;
mod webhooks;
