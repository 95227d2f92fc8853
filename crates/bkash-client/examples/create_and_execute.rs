//! One payment from beginning to end, against any gateway:
//!
//! ```text
//! BKASH_GATEWAY_URL=http://127.0.0.1:8600 BKASH_APP_KEY=... BKASH_APP_SECRET=... \
//! BKASH_USERNAME=... BKASH_PASSWORD=... \
//! cargo run -p bkash-client --features sqlite --example create_and_execute -- 25.00
//! ```
//!
//! Off loopback it also wants BKASH_ENCRYPTION_KEY (`openssl rand -base64 32` makes one): the tokens are kept in a
//! file. It prints an address to open in a browser, and waits there for the payer to come back.

use std::error::Error;
use std::sync::Arc;

use axum::Router;
use axum::extract::RawQuery;
use axum::routing::get;
use bkash_client::{
    Amount, ApprovedPayment, Callback, Client, CreatePayment, CreatedPayment, Credentials,
    Environment, Executed, Expected, PaymentReport, SqliteTokenStore,
};
use tokio::net::TcpListener;
use tokio::sync::mpsc;

const INVOICE: &str = "EXAMPLE-1";

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let amount = Amount::parse(
        &std::env::args()
            .nth(1)
            .unwrap_or_else(|| "10.00".to_owned()),
    )?;
    let client = client()?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let created = client
        .create_payment(&CreatePayment {
            amount,
            merchant_invoice_number: INVOICE.to_owned(),
            payer_reference: "example".to_owned(),
            callback_url: format!("http://{}/callback", listener.local_addr()?),
        })
        .await?;
    println!("open {}", created.bkash_url);

    let Some(approved) = payer_comes_back(listener, &created).await? else {
        println!("Payment failed.");
        return Ok(());
    };
    let Some(report) = execute(&client, approved).await? else {
        return Ok(());
    };
    report.settles(&Expected {
        payment_id: &created.payment_id,
        amount,
        merchant_invoice_number: INVOICE,
    })?;
    let trx_id = report.trx_id.as_ref().map_or("-", |trx_id| trx_id.as_str());
    println!("Paid: {amount}, trxID {trx_id}");
    Ok(())
}

fn client() -> Result<Client, Box<dyn Error>> {
    let setting = |name: &str| std::env::var(name).map_err(|_| format!("set {name}"));
    let credentials = Credentials {
        app_key: setting("BKASH_APP_KEY")?,
        app_secret: setting("BKASH_APP_SECRET")?.into(),
        username: setting("BKASH_USERNAME")?,
        password: setting("BKASH_PASSWORD")?.into(),
    };
    let environment = Environment::at(&setting("BKASH_GATEWAY_URL")?)?;
    let keys = std::env::var("BKASH_ENCRYPTION_KEY").ok();
    let keys = keys.map(|text| text.parse()).transpose()?;
    let store = SqliteTokenStore::open(std::env::temp_dir().join("bkash-example.db"))?;
    Ok(Client::builder(environment, credentials)
        .token_store(Arc::new(store.sealed_with(keys)))
        .build()?)
}

/// Serves the callback address until our own payment comes back, approved or not.
async fn payer_comes_back(
    listener: TcpListener,
    created: &CreatedPayment,
) -> Result<Option<ApprovedPayment>, Box<dyn Error>> {
    let (came, mut back) = mpsc::channel(8);
    let callback = get(move |RawQuery(query): RawQuery| async move {
        match Callback::parse(&query.unwrap_or_default()) {
            Ok(callback) => {
                let _ = came.send(callback).await;
                "Thank you, please look at the terminal.".to_owned()
            }
            Err(error) => error.to_string(),
        }
    });
    let server = axum::serve(listener, Router::new().route("/callback", callback));
    let server = tokio::spawn(server.into_future());
    let ours = loop {
        match back.recv().await {
            Some(callback) if *callback.payment_id() == created.payment_id => break callback,
            Some(_) => {}
            None => return Err("the callback's server ended".into()),
        }
    };
    server.abort();
    Ok(match ours {
        Callback::Approved(approved) => Some(approved),
        Callback::Failed(_) | Callback::Cancelled(_) => None,
    })
}

async fn execute(
    client: &Client,
    approved: ApprovedPayment,
) -> Result<Option<PaymentReport>, Box<dyn Error>> {
    match client.execute(approved).await {
        Executed::Completed(report) => Ok(Some(report)),
        Executed::Declined(refusal) => {
            println!("Payment failed: {}", refusal.message);
            Ok(None)
        }
        Executed::NotPerformed(not_performed) => {
            println!("You were not charged ({not_performed}).");
            Ok(None)
        }
        Executed::Unanswered(payment) => {
            println!("{}; asking what became of it", payment.unanswered());
            Ok(Some(client.query(&payment).await?))
        }
    }
}
