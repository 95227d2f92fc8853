use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::{Query, Request, State};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_TYPE, COOKIE};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use super::books::Books;
use super::callback;
use super::checkout::{Fields, checkout};
use super::flaw::Flaw;
use super::gateway::Gateway;
use super::page::Told;
use super::refund::refund;
use super::style::Style;
use super::tokens::{Tokens, Vault};
use super::wire::Wire;

/// A shop, right or wrong.
#[derive(Debug)]
pub(crate) struct Shop {
    pub(crate) style: Style,
    pub(crate) flaw: Option<Flaw>,
    pub(crate) books: Books,
    pub(crate) origin: String,
    vault: Vault,
    wire: Wire,
    /// What the process holds in memory; a restart makes it anew.
    gateway: Mutex<Gateway>,
    counter: tokio::sync::Mutex<()>,
}

/// A shop that serves on a free port of 127.0.0.1. Dropping it closes it.
#[derive(Debug)]
pub(crate) struct Open {
    pub(crate) shop: Arc<Shop>,
    _tasks: JoinSet<()>,
}

impl Open {
    pub(crate) async fn new(style: Style, flaw: Option<Flaw>) -> Self {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let listener = TcpListener::bind(address).await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let (wire, vault) = (Wire::new(flaw), Vault::default());
        let shop = Arc::new(Shop {
            style,
            flaw,
            books: Books::default(),
            origin,
            gateway: Mutex::new(gateway(style, flaw, &wire, &vault)),
            vault,
            wire,
            counter: tokio::sync::Mutex::default(),
        });
        let mut tasks = JoinSet::new();
        let app = router(Arc::clone(&shop));
        tasks.spawn(async move { axum::serve(listener, app).await.unwrap() });
        if flaw == Some(Flaw::RenewsOnTimer) {
            let tokens = shop.gateway().tokens;
            tasks.spawn(tokens.renew_on_timer(Duration::from_secs(7)));
        }
        Self {
            shop,
            _tasks: tasks,
        }
    }
}

impl Shop {
    pub(crate) fn point_at(&self, gateway: &str) {
        self.wire.point_at(gateway);
    }

    pub(crate) fn is(&self, flaw: Flaw) -> bool {
        self.flaw == Some(flaw)
    }

    pub(crate) fn gateway(&self) -> Gateway {
        self.gateway.lock().unwrap().clone()
    }

    /// The process ends and another one starts: only what stands in books and vault is known.
    pub(crate) fn restart(&self) {
        let fresh = gateway(self.style, self.flaw, &self.wire, &self.vault);
        *self.gateway.lock().unwrap() = fresh;
    }

    /// The `shop.toml` of this shop.
    pub(crate) fn file(&self, name: &str) -> String {
        self.style
            .shop_file(name, &self.origin, self.is(Flaw::AmountFromHiddenField))
    }
}

fn gateway(style: Style, flaw: Option<Flaw>, wire: &Wire, vault: &Vault) -> Gateway {
    let tokens = Tokens::new(wire.clone(), Arc::clone(vault), flaw);
    Gateway {
        wire: wire.clone(),
        tokens: Arc::new(tokens),
        flaw,
        refunds_by_v1: style.refunds_by_v1(),
    }
}

fn router(shop: Arc<Shop>) -> Router {
    Router::new()
        .route("/", get(home))
        .route("/shop.js", get(script))
        .route("/buy", get(buy))
        .route("/pay", post(checkout))
        .route("/api/checkout", post(checkout))
        .route("/bkash/callback", get(callback::at_fixed_address))
        .route("/return/{number}/{secret}", get(callback::at_own_address))
        .route("/callback/{number}", get(callback::at_address_of_order))
        .route("/orders/{number}/{secret}", get(callback::progress))
        .route("/thanks", get(callback::thanks))
        .route("/order", get(order))
        .route("/refund", post(refund))
        .layer(from_fn_with_state(Arc::clone(&shop), one_at_a_time))
        .with_state(shop)
}

/// A shop with one worker answers one request, then the next.
async fn one_at_a_time(State(shop): State<Arc<Shop>>, request: Request, next: Next) -> Response {
    let _turn = match shop.style.is_serial() {
        true => Some(shop.counter.lock().await),
        false => None,
    };
    next.run(request).await
}

async fn home(State(shop): State<Arc<Shop>>) -> Response {
    shop.page(Told::Home, &[])
}

async fn script(State(shop): State<Arc<Shop>>) -> Response {
    ([(CONTENT_TYPE, "text/javascript")], shop.script()).into_response()
}

/// The product's page, with its price in a field that nobody sees.
async fn buy() -> Response {
    let page = "<!doctype html><title>Honey</title><h1>Honey</h1><form method=post action=/pay>\
                <input type=hidden name=price value=500.00><input type=hidden name=product value=1>\
                <button>Pay with bKash</button></form>";
    axum::response::Html(page).into_response()
}

/// One order as the shop has recorded it.
async fn order(State(shop): State<Arc<Shop>>, Query(query): Query<Fields>) -> Response {
    let payment_id = query.get("paymentID").map_or("", String::as_str);
    match shop.books.by_payment(payment_id) {
        Some(order) => shop.order_page(&order),
        None => shop.page(Told::NotYours, &[]),
    }
}

pub(crate) fn session(headers: &HeaderMap) -> Option<String> {
    let cookies = headers.get(COOKIE)?.to_str().ok()?;
    let mut pairs = cookies.split("; ").filter_map(|pair| pair.split_once('='));
    pairs.find_map(|(name, value)| (name == "session").then(|| value.to_owned()))
}

pub(crate) fn random() -> String {
    format!("{:032x}", fastrand::u128(..))
}
