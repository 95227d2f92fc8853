use std::time::{Duration, Instant};

use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use serde_json::{Value, json};

use crate::failure::Failure;
use crate::floor::BareShop;
use crate::options::Options;
use crate::rig::{self, Rig};
use crate::sample::{median, quantile};
use crate::table::Line;
use crate::{host, network, quiet};

/// In milliseconds, above the gateway's own time.
const MOST: f64 = 2.0;

/// One shopper: the callback of one payment, a bare execute of another and a bare callback in turns.
pub fn measure(options: &Options) -> Result<Vec<Line>, Failure> {
    let rig = Rig::start()?;
    let runtime = host::runtime()?;
    let folder = rig::folder()?;
    let bare = BareShop::start(folder.path())?;
    let client = network::bare_client()?;
    let merchant = runtime.block_on(BareMerchant::start(&rig.simulator))?;
    let checkouts = options.count(500);
    let round = |checkouts| {
        runtime.block_on(async {
            let mut times = Times::default();
            for _ in 0..checkouts {
                let approved = rig.shop.until_approved().await?;
                let start = Instant::now();
                rig.shop.come_back(&approved).await?;
                times.callback.push(millis(start.elapsed()));
                times.execute.push(millis(merchant.execute().await?));
                let start = Instant::now();
                bare.callback(&client).await?;
                times.bare.push(millis(start.elapsed()));
            }
            Ok(times)
        })
    };
    round(50)?;
    let rounds = quiet::rounds(options.rounds(), &[rig.service.id()], || round(checkouts))?;
    let of = |value: fn(&Times) -> f64| median(rounds.samples.iter().map(value));
    let callback = of(|times| at(0.5, &times.callback));
    let gateway = of(|times| at(0.5, &times.execute));
    let p50 = of(|times| at(0.5, &times.callback) - at(0.5, &times.execute));
    let p99 = of(|times| at(0.99, &times.callback) - at(0.5, &times.execute));
    let floor = of(|times| at(0.5, &times.bare));
    Ok(vec![
        Line::new(
            "callback to durable receipt",
            format!("{callback:.2} ms; above the gateway {p50:.2} ms median, {p99:.2} ms p99"),
        )
        .floor(format!(
            "{gateway:.2} ms bare execute, {floor:.2} ms bare callback"
        ))
        .gate(format!("median at most {MOST} ms above"), p50 <= MOST)
        .others(rounds.others),
    ])
}

/// In milliseconds.
#[derive(Default)]
struct Times {
    callback: Vec<f64>,
    execute: Vec<f64>,
    bare: Vec<f64>,
}

fn at(q: f64, times: &[f64]) -> f64 {
    quantile(times.iter().copied(), q)
}

fn millis(took: Duration) -> f64 {
    took.as_secs_f64() * 1e3
}

/// A merchant of its own world at the same gateway, with nothing around its calls.
struct BareMerchant {
    client: reqwest::Client,
    simulator: String,
    token: String,
    next: std::cell::Cell<u32>,
}

impl BareMerchant {
    async fn start(simulator: &str) -> Result<Self, Failure> {
        let client = network::bare_client()?;
        let request = client
            .post(format!(
                "{simulator}/v1.2.0-beta/tokenized/checkout/token/grant"
            ))
            .header(CONTENT_TYPE, "application/json")
            .header("username", "bare")
            .header("password", "bare")
            .body(r#"{"app_key":"bare","app_secret":"bare"}"#);
        let granted = object(request).await?;
        Ok(Self {
            client,
            simulator: simulator.to_owned(),
            token: text(&granted, "id_token")?,
            next: std::cell::Cell::new(0),
        })
    }

    /// How long execute takes, of a payment that was created and approved before.
    async fn execute(&self) -> Result<Duration, Failure> {
        let number = self.next.replace(self.next.get() + 1);
        let created = object(self.call(
            "create",
            &json!({
                "mode": "0011",
                "payerReference": "bare",
                "callbackURL": "https://shop.example.com/callback",
                "amount": format!("{}.{:02}", 1 + number / 100, number % 100),
                "currency": "BDT",
                "intent": "sale",
                "merchantInvoiceNumber": format!("BARE-{number}"),
            }),
        ))
        .await?;
        let id = text(&created, "paymentID")?;
        let pay = format!("{}/_simulator/payments/{id}/pay", self.simulator);
        object(self.client.post(pay).body("{}")).await?;
        let execute = self.call("execute", &json!({ "paymentID": id }));
        let start = Instant::now();
        let executed = object(execute).await?;
        let took = start.elapsed();
        match text(&executed, "statusCode")?.as_str() {
            "0000" => Ok(took),
            code => Err(Failure::new(format!("a bare execute was answered {code}"))),
        }
    }

    fn call(&self, call: &str, body: &Value) -> reqwest::RequestBuilder {
        self.client
            .post(format!(
                "{}/v1.2.0-beta/tokenized/checkout/{call}",
                self.simulator
            ))
            .header(CONTENT_TYPE, "application/json")
            .header(AUTHORIZATION, &self.token)
            .header("x-app-key", "bare")
            .body(body.to_string())
    }
}

async fn object(request: reqwest::RequestBuilder) -> Result<Value, Failure> {
    let answer = request.send().await?.error_for_status()?;
    Ok(serde_json::from_slice(&answer.bytes().await?)?)
}

fn text(object: &Value, member: &str) -> Result<String, Failure> {
    let text = object[member].as_str().map(str::to_owned);
    text.ok_or_else(|| Failure::new(format!("the gateway's answer has no {member}: {object}")))
}
