use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use http::StatusCode;

use super::address::PageAddress;
use super::html::{self, error_page};
use super::record::Visit;
use super::show::Summary;
use crate::gateway::{Gateway, World};
use crate::world::{View, Window};

#[derive(Template)]
#[template(path = "close.html")]
struct ClosePage<'a> {
    summary: Summary,
    window: &'a str,
}

/// Asks before it gives the payment up.
pub(super) async fn question(
    State(gateway): State<Arc<Gateway>>,
    PageAddress { payment_id, window }: PageAddress,
    visit: Visit,
) -> Response {
    let Some(world) = gateway.owner(&payment_id) else {
        return error_page();
    };
    let response = render(&world, &payment_id, &window);
    visit.recorded(&world, &[], response)
}

fn render(world: &World, payment_id: &str, window: &Window) -> Response {
    let state = world.state();
    match state.show_page(world.now(), payment_id, window) {
        Ok((_, View::Outcome { .. })) | Err(_) => error_page(),
        Ok((payment, _)) => {
            let summary = Summary::of(payment);
            html::page(
                StatusCode::OK,
                &ClosePage {
                    summary,
                    window: window.as_str(),
                },
            )
        }
    }
}
