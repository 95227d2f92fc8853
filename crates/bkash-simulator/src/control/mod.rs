//! What testers and their CI ask of the simulator itself, under `/_simulator`.

mod agreement;
mod books;
mod clock;
mod faults;
mod foreign;
mod journal;
mod notification_input;
mod notifications;
pub(crate) mod openapi;
mod parameters;
mod pay;
mod payments;
mod problem;
mod reset;
mod scenarios;
mod selection;
mod sent;
mod settle;
mod sns;
mod switches;
mod wallets;
mod worlds;

use std::sync::Arc;

use axum::Router;
use axum::routing::{delete, get, post, put};

use crate::gateway::Gateway;
use crate::input as fields;

pub(crate) fn routes() -> Router<Arc<Gateway>> {
    Router::new()
        .route("/_simulator/openapi.json", get(openapi::show))
        .route("/_simulator/worlds", get(worlds::list))
        .route(
            "/_simulator/journal",
            get(journal::show).delete(journal::clear),
        )
        .route("/_simulator/journal/stream", get(journal::stream))
        .route("/_simulator/books", get(books::show))
        .route("/_simulator/reset", post(reset::reset))
        .route("/_simulator/settle", post(settle::settle))
        .route("/_simulator/clock", get(clock::show).post(clock::set))
        .route("/_simulator/clock/advance", post(clock::advance))
        .route("/_simulator/wallets", get(wallets::list))
        .route("/_simulator/wallets/{wallet}", put(wallets::put))
        .route(
            "/_simulator/switches",
            get(switches::show).put(switches::set),
        )
        .route("/_simulator/payments", get(payments::list))
        .route("/_simulator/payments/{payment_id}", get(payments::show))
        .route("/_simulator/payments/{payment_id}/pay", post(pay::pay))
        .route(
            "/_simulator/agreements/{agreement_id}/cancel",
            post(agreement::cancel),
        )
        .route(
            "/_simulator/faults",
            get(faults::list).post(faults::add).delete(faults::clear),
        )
        .route("/_simulator/faults/catalogue", get(faults::catalogue))
        .route("/_simulator/faults/{id}", delete(faults::remove))
        .route(
            "/_simulator/scenarios",
            get(scenarios::list).post(scenarios::play),
        )
        .route("/_simulator/scenarios/{name}", get(scenarios::show))
        .route(
            "/_simulator/notifications",
            get(notifications::show)
                .put(notifications::subscribe)
                .delete(notifications::unsubscribe),
        )
        .route("/_simulator/notifications/send", post(notifications::send))
        .route("/_simulator/sns/", get(sns::act))
        .route("/_simulator/sns/{file}", get(sns::certificate))
        .method_not_allowed_fallback(problem::method_not_allowed)
        .route(
            "/_simulator/{*rest}",
            axum::routing::any(problem::no_such_resource),
        )
        .route_layer(axum::middleware::from_fn(foreign::refuse))
}
