//! The inspector: a page for a person who wants to see what goes on in a world, and to change it. It is
//! plain HTML, CSS and ES modules in `assets/inspector`, and does everything by the control calls.

mod asset;
mod index;
mod page;

use std::sync::Arc;

use axum::Router;
use axum::routing::get;

use crate::gateway::Gateway;

pub(crate) fn routes() -> Router<Arc<Gateway>> {
    Router::new()
        .route("/_simulator", get(page::page_or_index))
        .route("/_simulator/assets/{name}", get(asset::asset))
}
