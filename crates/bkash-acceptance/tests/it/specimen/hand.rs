//! The shops themselves, tried by hand-made payers before anybody judges them.

use bkash_simulator::Simulator;
use serde_json::{Value, json};

use super::flaw::Flaw;
use super::shop::Open;
use super::style::Style;

const STYLES: [Style; 3] = [Style::Plain, Style::Api, Style::Serial];

struct Payer {
    browser: reqwest::Client,
    gateway: String,
    shop: Open,
}

impl Payer {
    async fn at(simulator: &Simulator, style: Style, flaw: Option<Flaw>) -> Self {
        let shop = Open::new(style, flaw).await;
        shop.shop.point_at(simulator.url());
        let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
        let tls = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(rustls::RootCertStore::empty())
            .with_no_client_auth();
        let browser = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .redirect(reqwest::redirect::Policy::none())
            .cookie_store(true)
            .no_proxy()
            .build()
            .unwrap();
        let gateway = simulator.url().to_owned();
        Self {
            browser,
            gateway,
            shop,
        }
    }

    fn address(&self, path: &str) -> String {
        format!("{}{path}", self.shop.shop.origin)
    }

    /// The paymentID on the address of the hosted page.
    async fn check_out(&self) -> String {
        let hosted = if self.shop.shop.style == Style::Api {
            let ask = self.browser.post(self.address("/api/checkout"));
            let answer = ask.json(&json!({"product": "2"})).send().await.unwrap();
            let body: Value = answer.json().await.unwrap();
            body["data"]["bkashURL"].as_str().unwrap().to_owned()
        } else {
            let form = [("product", "1"), ("amount", "731.50"), ("invoice", "A-1")];
            let ask = self.browser.post(self.address("/pay")).form(&form);
            let answer = ask.send().await.unwrap();
            let location = answer.headers()["location"].to_str().unwrap();
            location.to_owned()
        };
        let hosted = url::Url::parse(&hosted).unwrap();
        let mut pairs = hosted.query_pairs();
        let (_, payment_id) = pairs.find(|(key, _)| key == "paymentId").unwrap();
        payment_id.into_owned()
    }

    /// Where the hosted page sends the browser.
    async fn decide(&self, payment_id: &str, payer: Value) -> String {
        let pay = format!("{}/_simulator/payments/{payment_id}/pay", self.gateway);
        let answer = self.browser.post(pay).json(&payer).send().await.unwrap();
        let body: Value = answer.json().await.unwrap();
        body["callbackURL"].as_str().unwrap().to_owned()
    }

    async fn fault(&self, fault: Value) {
        let faults = format!("{}/_simulator/faults", self.gateway);
        let answer = self.browser.post(faults).json(&fault).send().await.unwrap();
        assert_eq!(answer.status(), 201, "{fault}");
    }

    /// The page after redirects; a page that refreshes itself is waited for.
    async fn open(&self, address: &str) -> String {
        let mut address = address.to_owned();
        loop {
            let answer = self.browser.get(&address).send().await.unwrap();
            if let Some(location) = answer.headers().get("location") {
                address = self.address(location.to_str().unwrap());
                continue;
            }
            let page = answer.text().await.unwrap();
            if !page.contains("http-equiv=refresh") {
                return page;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    }

    async fn journal(&self) -> Vec<String> {
        let journal = format!("{}/_simulator/journal", self.gateway);
        let answer = self.browser.get(journal).send().await.unwrap();
        let body: Value = answer.json().await.unwrap();
        let calls = body["data"].as_array().unwrap().iter();
        let name = |call: &Value| call["endpoint"].as_str().unwrap().to_owned();
        calls.map(name).filter(|name| name != "page").collect()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn right_shops_take_a_payment_and_give_a_part_back() {
    for style in STYLES {
        let simulator = Simulator::start().await.unwrap();
        let payer = Payer::at(&simulator, style, None).await;
        let payment_id = payer.check_out().await;
        let wallet = json!({"outcome": "pay", "wallet": "01770618575"});
        let back = payer.decide(&payment_id, wallet).await;
        let page = payer.open(&back).await;
        assert!(page.contains("trxID"), "{style:?}: {page}");
        let form = [("payment_id", &*payment_id), ("amount", "10.50")];
        let ask = payer.browser.post(payer.address("/refund")).form(&form);
        let answer = ask.send().await.unwrap();
        assert!(answer.status().is_success(), "{style:?}");
        assert!(answer.text().await.unwrap().contains("৳10.50"), "{style:?}");
        assert_eq!(payer.open(&back).await, page, "{style:?}");
        let calls = ["token_grant", "create", "execute", "refund"];
        assert_eq!(payer.journal().await, calls, "{style:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn right_shops_find_out_what_became_of_an_execute_without_answer() {
    for style in STYLES {
        let simulator = Simulator::start().await.unwrap();
        let payer = Payer::at(&simulator, style, None).await;
        let payment_id = payer.check_out().await;
        let lost = json!({"endpoint": "execute", "fault": "answer_lost", "paymentID": payment_id});
        payer.fault(lost).await;
        let back = payer.decide(&payment_id, json!({"outcome": "pay"})).await;
        let page = payer.open(&back).await;
        assert!(page.contains("trxID"), "{style:?}: {page}");
        let calls = ["token_grant", "create", "execute", "query"];
        assert_eq!(payer.journal().await, calls, "{style:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_keeps_orders_and_token() {
    let simulator = Simulator::start().await.unwrap();
    let payer = Payer::at(&simulator, Style::Plain, None).await;
    let payment_id = payer.check_out().await;
    payer.shop.shop.restart();
    let back = payer
        .decide(&payment_id, json!({"outcome": "cancel"}))
        .await;
    let page = payer.open(&back).await;
    assert!(page.contains("you cancelled it"), "{page}");
    payer.check_out().await;
    let calls = ["token_grant", "create", "create"];
    assert_eq!(payer.journal().await, calls);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_in_memory_does_not_outlive_its_process() {
    let simulator = Simulator::start().await.unwrap();
    let payer = Payer::at(&simulator, Style::Plain, Some(Flaw::TokenInMemory)).await;
    payer.check_out().await;
    payer.shop.shop.restart();
    payer.check_out().await;
    let calls = ["token_grant", "create", "token_grant", "create"];
    assert_eq!(payer.journal().await, calls);
}
