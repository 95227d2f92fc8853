//! The payer's browser comes back. It is a browser's word: it permits execute, it proves nothing.

use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse, Redirect, Response};
use bkash_client::Callback;

use crate::trouble::Trouble;
use crate::{PATIENCE, Shop, execute, page};

/// `GET /callback/{secret}`: whatever the address says, the order's page shows what is true.
pub async fn payer_returned(
    State(shop): State<Shop>,
    Path(secret): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Trouble> {
    let Some(order) = shop.book.order_of_secret(&secret)? else {
        return Ok(page::missing());
    };
    let callback = Callback::parse(&query.unwrap_or_default()).ok();
    // The secret belongs to one order, and only the payment that we created for it counts.
    let ours = callback.filter(|callback| Some(callback.payment_id()) == order.payment_id.as_ref());
    let order_page = Redirect::to(&format!("/orders/{}", order.invoice));
    match ours {
        Some(Callback::Approved(approved)) => {
            // A task of its own: it goes on when the browser leaves.
            let work = tokio::spawn(execute::execute(shop, order, approved));
            let _ = tokio::time::timeout(PATIENCE, work).await;
        }
        Some(Callback::Failed(_)) => shop.book.fail(&order.invoice, "")?,
        Some(Callback::Cancelled(_)) => shop.book.fail(&order.invoice, "You cancelled it.")?,
        None => {}
    }
    Ok(order_page.into_response())
}
