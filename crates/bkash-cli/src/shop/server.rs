//! The shop's own server.

use std::error::Error;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::serve::ListenerExt;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::order::{Order, OrderBook};
use super::page;
use super::service::PaymentService;
use super::webhook::{Inbox, WebhookSecret};

const BODY_LIMIT: usize = 64 * 1024;

/// No script, nothing from elsewhere. There is no `form-action`: browsers apply it to the redirect after a
/// form too, and ours leads to the gateway.
const CONTENT_SECURITY_POLICY: &str =
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'";

/// What the pages work with.
#[derive(Clone, Debug)]
pub struct Desk(Arc<DeskParts>);

#[derive(Debug)]
pub struct DeskParts {
    pub book: OrderBook,
    pub service: PaymentService,
    pub webhook_secret: WebhookSecret,
    /// Without a slash at its end.
    pub public_url: String,
    inbox: Mutex<Inbox>,
}

impl std::ops::Deref for Desk {
    type Target = DeskParts;

    fn deref(&self) -> &DeskParts {
        &self.0
    }
}

impl DeskParts {
    pub fn inbox(&self) -> MutexGuard<'_, Inbox> {
        self.inbox.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The order, after the service was asked for everything about it that is still open. Where the service
    /// does not answer, what was known stands.
    pub async fn up_to_date(&self, number: &str) -> Option<Order> {
        let number = number.parse().ok()?;
        let order = self.book.order(number)?;
        for payment in order.open_payments() {
            match self.service.payment(&payment.id).await {
                Ok(payment) => self.book.observe_payment(payment),
                Err(error) => tracing::warn!(%error, "a payment could not be looked up"),
            }
        }
        for refund in order.open_refunds() {
            match self.service.refund(&refund.id).await {
                Ok(refund) => self.book.observe_refund(refund),
                Err(error) => tracing::warn!(%error, "a refund could not be looked up"),
            }
        }
        self.book.order(number)
    }
}

/// A running shop; it stops when dropped.
#[derive(Debug)]
pub struct Shop {
    addr: SocketAddr,
    serving: JoinHandle<()>,
}

impl Shop {
    /// Serves on `listener`, which its customers and the service reach at its own address.
    /// The service is there already: order numbers go on after those that it knows.
    pub async fn start(
        listener: TcpListener,
        service: PaymentService,
        webhook_secret: WebhookSecret,
    ) -> Result<Self, Box<dyn Error + Send + Sync>> {
        let addr = listener.local_addr()?;
        let paid_before = service.newest_payments().await?;
        let desk = Desk(Arc::new(DeskParts {
            book: OrderBook::after(&paid_before),
            service,
            webhook_secret,
            public_url: format!("http://{addr}"),
            inbox: Mutex::default(),
        }));
        let listener = listener.tap_io(|stream| {
            if let Err(error) = stream.set_nodelay(true) {
                tracing::debug!(%error, "no TCP_NODELAY");
            }
        });
        let serving = tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, router(desk)).await {
                tracing::error!(%error, "the shop has stopped");
            }
        });
        Ok(Self { addr, serving })
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.addr)
    }
}

impl Drop for Shop {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

fn router(desk: Desk) -> Router {
    Router::new()
        .route("/", get(page::home))
        .route("/products/{slug}", get(page::product))
        .route("/orders", get(page::orders).post(page::place_order))
        .route("/orders/{number}", get(page::order))
        .route("/orders/{number}/receipt", get(page::receipt))
        .route("/orders/{number}/pay", post(page::pay_again))
        .route("/orders/{number}/refunds", post(page::refund))
        .route("/language/{tag}", get(page::choose_language))
        .route("/assets/shop.css", get(css))
        .route("/assets/icon.svg", get(icon))
        .layer(middleware::from_fn(refuse_other_sites))
        .route("/webhooks", post(page::webhook))
        .fallback(page::missing)
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(middleware::map_response(add_headers))
        .with_state(desk)
}

/// Another site's page may link here, but may not send our forms.
async fn refuse_other_sites(request: Request, next: Next) -> Response {
    let headers = request.headers();
    let own = match (headers.get("sec-fetch-site"), headers.get(header::ORIGIN)) {
        (Some(site), _) => site == "same-origin" || site == "none",
        (None, Some(origin)) => headers.get(header::HOST).is_some_and(|host| {
            origin.as_bytes().split(|byte| *byte == b'/').next_back() == Some(host.as_bytes())
        }),
        (None, None) => true,
    };
    if request.method() == Method::GET || own {
        next.run(request).await
    } else {
        StatusCode::FORBIDDEN.into_response()
    }
}

async fn add_headers(mut response: Response) -> Response {
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    // An order's page must never come from a cache: its state is the point of it.
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    response
}

async fn css() -> impl IntoResponse {
    (
        [(header::CONTENT_TYPE, "text/css; charset=utf-8")],
        include_str!("../../templates/shop/shop.css"),
    )
}

async fn icon() -> impl IntoResponse {
    (
        [(header::CONTENT_TYPE, "image/svg+xml")],
        include_str!("../../templates/shop/icon.svg"),
    )
}
