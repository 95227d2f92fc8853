//! A whole shop on this client: checkout, callback, order page and refunds, with its orders in SQLite.
//!
//! ```text
//! bkash simulate &
//! BKASH_GATEWAY_URL=http://127.0.0.1:8600 BKASH_APP_KEY=shop BKASH_APP_SECRET=... \
//! BKASH_USERNAME=... BKASH_PASSWORD=... \
//! cargo run -p bkash-client --features sqlite --example shop
//! ```
//!
//! Then open http://127.0.0.1:8080. `shop.toml` beside this file lets `bkash accept` judge it. What it leaves out is
//! what has nothing to do with bKash: a login for the shopkeeper, stock, delivery.
#![expect(
    unreachable_pub,
    reason = "a program exports nothing: `pub` is its modules' word for shared"
)]

mod book;
mod callback;
mod catalogue;
mod checkout;
mod execute;
mod order;
mod page;
mod refund;
mod trouble;

use std::error::Error;
use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::routing::{get, post};
use bkash_client::{Client, Credentials, Environment, SqliteTokenStore};
use tokio::net::TcpListener;

use book::Book;

/// How long a browser waits for bKash before it gets the page that looks again by itself.
const PATIENCE: Duration = Duration::from_secs(5);

/// What every handler needs. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Shop {
    client: Client,
    book: Arc<Book>,
    /// As payers' browsers reach it, without a slash at its end.
    url: Arc<str>,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let listen = setting("SHOP_LISTEN").unwrap_or_else(|_| "127.0.0.1:8080".to_owned());
    let url = setting("SHOP_URL").unwrap_or_else(|_| format!("http://{listen}"));
    let database = setting("SHOP_DATABASE").unwrap_or_else(|_| "shop.db".to_owned());
    let shop = Shop {
        client: client(database.as_ref())?,
        book: Arc::new(Book::open(database.as_ref())?),
        url: url.trim_end_matches('/').into(),
    };
    // What was on its way when the shop stopped, however it stopped, is asked about now. So one process serves one
    // file: what another has sent a moment ago would be asked about too early.
    execute::resume(&shop)?;
    refund::resume(&shop)?;

    let listener = TcpListener::bind(&listen).await?;
    eprintln!("http://{listen}");
    axum::serve(listener, router(shop)).await?;
    Ok(())
}

fn router(shop: Shop) -> Router {
    Router::new()
        .route("/", get(checkout::products))
        .route("/checkout", post(checkout::pay))
        .route("/callback/{secret}", get(callback::payer_returned))
        .route("/orders/{invoice}", get(order::show))
        .route("/orders/{invoice}/refunds", post(refund::ask))
        .with_state(shop)
}

/// Tokens are kept in the file of the orders: a restart makes no further token call.
fn client(database: &Path) -> Result<Client, Box<dyn Error>> {
    let credentials = Credentials {
        app_key: setting("BKASH_APP_KEY")?,
        app_secret: setting("BKASH_APP_SECRET")?.into(),
        username: setting("BKASH_USERNAME")?,
        password: setting("BKASH_PASSWORD")?.into(),
    };
    let environment = Environment::at(&setting("BKASH_GATEWAY_URL")?)?;
    // Wanted off loopback only; `openssl rand -base64 32` makes one.
    let keys = optional("BKASH_ENCRYPTION_KEY")?;
    let store = SqliteTokenStore::open(database)?.sealed_with(keys);
    let mut builder = Client::builder(environment, credentials).token_store(Arc::new(store));
    // The gateway allows two, and so does the client. A judge takes tokens away more often than that.
    if let Some(calls) = optional("BKASH_TOKEN_CALLS_PER_HOUR")? {
        builder = builder.token_calls_per_hour(calls);
    }
    Ok(builder.build()?)
}

fn setting(name: &str) -> Result<String, String> {
    std::env::var(name).map_err(|_| format!("set {name}"))
}

fn optional<T>(name: &str) -> Result<Option<T>, String>
where
    T: FromStr<Err: std::fmt::Display>,
{
    let Ok(text) = std::env::var(name) else {
        return Ok(None);
    };
    let value = text.parse().map_err(|error| format!("{name}: {error}"))?;
    Ok(Some(value))
}
