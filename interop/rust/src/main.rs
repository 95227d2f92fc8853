//! bkash-rs through the whole flow, by its base URL or under the gateway's own name. See
//! `../../README.md`.

use std::error::Error;

use bkash_rs::models::tokenized::{CreateAgreementRequest, CreatePaymentRequest, RefundRequest};
use bkash_rs::prelude::*;
use serde::Deserialize;
use serde_json::{Value, json};

const WALLET: &str = "01770618575";

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

/// What a client never calls.
struct Control {
    http: reqwest::Client,
    simulator: String,
    app_key: String,
}

impl Control {
    fn url(&self, path: &str) -> String {
        let (simulator, app_key) = (&self.simulator, &self.app_key);
        format!("{simulator}/_simulator/{path}?app_key={app_key}")
    }

    /// The payer's visit to the page; answers the status of the callback.
    async fn pay(&self, payment_id: &str, how: Value) -> Outcome<String> {
        let url = self.url(&format!("payments/{payment_id}/pay"));
        let answer = self.http.post(url).json(&how).send().await?;
        let paid: Value = answer.json().await?;
        Ok(paid["status"].as_str().unwrap_or_default().to_owned())
    }

    async fn calls(&self, endpoint: &str) -> Outcome<usize> {
        let journal: Value = self
            .http
            .get(self.url("journal"))
            .send()
            .await?
            .json()
            .await?;
        let entries = journal["data"].as_array().ok_or("no journal")?;
        Ok(entries
            .iter()
            .filter(|entry| entry["endpoint"] == endpoint)
            .count())
    }
}

/// `mode` is a public field, set to 0001 by the constructor: 0011 pays without an agreement.
fn order(amount: &str, invoice: &str) -> CreatePaymentRequest {
    let callback = "http://127.0.0.1:9/callback";
    let order = CreatePaymentRequest::new("", WALLET, callback, Money::bdt(amount), Currency::Bdt);
    let mut order = order.with_merchant_invoice_number(invoice);
    order.mode = "0011".to_owned();
    order
}

/// The code that a refused call ends with.
fn code<T: std::fmt::Debug>(outcome: Result<T, bkash_rs::Error>) -> String {
    match outcome {
        Err(bkash_rs::Error::Api { code, .. }) => code,
        other => panic!("not refused by a code: {other:?}"),
    }
}

#[derive(Deserialize)]
struct Refunded {
    #[serde(rename = "transactionStatus")]
    status: String,
    #[serde(rename = "refundTrxID")]
    trx_id: String,
    amount: String,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let simulator = std::env::var("BKASH_SIMULATOR")?;
    let app_key = std::env::var("APP_KEY")?;
    let http = reqwest::Client::new();
    let mut config = Bkash::builder()
        .environment(Environment::Sandbox)
        .http_client(http.clone())
        .app_key(app_key.as_str())
        .app_secret("app-secret")
        .username("interop")
        .password("password");
    if let Ok(base_url) = std::env::var("BKASH_BASE_URL") {
        config = config.with_base_url(base_url);
    }
    let bkash = Bkash::new(config.build()?).await?;
    let control = Control {
        http,
        simulator,
        app_key,
    };
    pays_and_refunds(&bkash, &control).await?;
    println!("paid, queried, found, refunded");
    is_refused(&bkash, &control).await?;
    println!("refusals come as the gateway's codes");
    agrees(&bkash, &control).await?;
    println!("agreed, paid by the agreement, cancelled it");
    assert_eq!(control.calls("token_grant").await?, 1);
    assert_eq!(control.calls("execute").await?, 6);
    Ok(())
}

async fn pays_and_refunds(bkash: &Bkash, control: &Control) -> Outcome {
    let gateway = bkash.tokenized();
    let created = gateway.create_payment(order("105.50", "RS-1")).await?;
    let id = created.payment_id.as_str();
    assert!(created.bkash_url.starts_with(&control.simulator));
    assert_eq!(
        gateway.query_payment(id).await?.transaction_status,
        "Initiated"
    );
    assert_eq!(code(gateway.execute_payment(id).await), "2056");
    assert_eq!(control.pay(id, json!({})).await?, "success");
    let executed = gateway.execute_payment(id).await?;
    assert_eq!(executed.transaction_status, "Completed");
    assert_eq!(executed.amount.as_str(), "105.50");
    assert_eq!(executed.merchant_invoice_number, "RS-1");
    let trx_id = executed.trx_id.as_str();
    assert_eq!(gateway.query_payment(id).await?.trx_id, trx_id);
    let found = gateway.search_transaction(trx_id).await?;
    assert_eq!(found.transaction_status, TransactionStatus::Completed);

    // Its refund posts the fields of v2 to the path of v1, which the gateway refuses.
    let refund = RefundRequest::new(id, trx_id, Money::bdt("5.25"), "rice", "returned");
    assert_eq!(code(gateway.refund(refund).await), "2065");
    // Its transport is public and takes a body of ours.
    let body = json!({
        "paymentID": id, "trxID": trx_id, "amount": "5.25", "sku": "rice", "reason": "returned",
    });
    let refunded: Refunded = bkash
        .transport()
        .request(
            Product::Tokenized,
            reqwest::Method::POST,
            "tokenized/checkout/payment/refund",
            Some(&body),
        )
        .await?;
    assert_eq!(
        (refunded.status.as_str(), refunded.amount.as_str()),
        ("Completed", "5.25")
    );
    let found = gateway.search_transaction(&refunded.trx_id).await?;
    assert_eq!(found.transaction_status, TransactionStatus::Completed);
    Ok(())
}

async fn is_refused(bkash: &Bkash, control: &Control) -> Outcome {
    let gateway = bkash.tokenized();
    let poor = gateway.create_payment(order("20", "RS-2")).await?;
    let poor_wallet = json!({ "wallet": "01823074817" });
    assert_eq!(control.pay(&poor.payment_id, poor_wallet).await?, "success");
    assert_eq!(
        code(gateway.execute_payment(&poor.payment_id).await),
        "2023"
    );
    let left = gateway.create_payment(order("30", "RS-3")).await?;
    let cancelled = json!({ "outcome": "cancel" });
    assert_eq!(control.pay(&left.payment_id, cancelled).await?, "cancel");
    assert_eq!(
        code(gateway.execute_payment(&left.payment_id).await),
        "2056"
    );
    assert_eq!(code(gateway.query_payment("TR0011nothing").await), "2002");
    Ok(())
}

async fn agrees(bkash: &Bkash, control: &Control) -> Outcome {
    let gateway = bkash.tokenized();
    let (callback, wallet) = ("http://127.0.0.1:9/callback", "01929918378");
    let any = Money::bdt("1");
    let request = CreateAgreementRequest::new(wallet, callback, any, Currency::Bdt);
    let agreed = gateway.create_agreement(request).await?;
    let with_wallet = json!({ "wallet": wallet });
    let status = control.pay(&agreed.payment_id, with_wallet).await?;
    assert_eq!(status, "success");
    let agreement = gateway.execute_agreement(&agreed.payment_id).await?;
    let id = agreement.agreement_id.as_str();
    let queried = gateway.query_agreement(id).await?;
    assert_eq!(queried.agreement_status, "Completed");
    let order = CreatePaymentRequest::new(id, wallet, callback, Money::bdt("42"), Currency::Bdt);
    let order = order.with_merchant_invoice_number("RS-4");
    let created = gateway.create_payment(order).await?;
    assert_eq!(
        control.pay(&created.payment_id, json!({})).await?,
        "success"
    );
    let executed = gateway.execute_payment(&created.payment_id).await?;
    assert_eq!(executed.agreement_id, id);
    assert_eq!(executed.customer_msisdn, wallet);
    let cancelled = gateway.cancel_agreement(id).await?;
    assert_eq!(cancelled.agreement_status, "Cancelled");
    assert_eq!(code(gateway.cancel_agreement(id).await), "2053");
    Ok(())
}
