//! The payer's pages: account number, code, PIN, outcome. Every step is a form that works without
//! script; the outcome leads to the merchant's callback address.

mod address;
mod asset;
mod close;
mod html;
mod landing;
mod open;
mod record;
mod show;
mod step;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};

use crate::gateway::Gateway;

pub(crate) fn routes() -> Router<Arc<Gateway>> {
    let mut forms = Router::new();
    for (path, step) in step::FORMS {
        let submit = move |gateway, payment_id, visit, form| {
            step::submit(step, gateway, payment_id, visit, form)
        };
        forms = forms.route(path, post(submit));
    }
    forms
        .route("/", get(open::open))
        // Of the older bkashURL.
        .route("/redirect/tokenized/", get(open::open))
        .route("/checkout/{payment_id}", get(show::show))
        .route("/checkout/{payment_id}/close", get(close::question))
        .route("/assets/page.css", get(asset::style))
        .route("/assets/page.js", get(asset::script))
}
