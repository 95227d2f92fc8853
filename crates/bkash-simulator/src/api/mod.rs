//! The merchant's calls. The order of checks: route, token, app key, body, mandatory fields, mode,
//! single fields, ids, owner, state.

mod agreement;
mod authorize;
mod call;
mod confirm;
mod create;
mod denied;
mod exchange;
mod execute;
mod facts;
mod paths;
mod query;
mod refund_v1;
mod refund_v2;
mod reply;
mod route;
mod search;
mod token;
mod wrong_route;

pub use paths::endpoint_of;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::routing::on;

use crate::gateway::Gateway;
use crate::{control, inspector, page};

/// Every route of one simulator: the API, the pages and the control interface.
pub(crate) fn router(gateway: Arc<Gateway>) -> Router {
    let mut calls = Router::new();
    for (path, route) in paths::all() {
        let serve = move |State(gateway): State<Arc<Gateway>>, request: Request| {
            exchange::serve(gateway, route, request)
        };
        calls = calls.route(&path, on(route.method(), serve));
    }
    calls
        .method_not_allowed_fallback(wrong_route::wrong_route)
        .merge(page::routes())
        .merge(control::routes())
        .merge(inspector::routes())
        .fallback(wrong_route::wrong_route)
        .with_state(gateway)
}
