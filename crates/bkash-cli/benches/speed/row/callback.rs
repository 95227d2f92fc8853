use std::time::{Duration, Instant};

use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use serde_json::{Value, json};

use crate::failure::Failure;
use crate::options::Options;
use crate::rig::Rig;
use crate::sample::{median, quantile};
use crate::table::Line;
use crate::{host, network, quiet};

/// In milliseconds, above the gateway's own time.
const MOST: f64 = 2.0;

/// One shopper: the callback of one payment and a bare execute of another in turns.
pub fn measure(options: &Options) -> Result<Vec<Line>, Failure> {
    let rig = Rig::start()?;
    let runtime = host::runtime()?;
    let merchant = runtime.block_on(BareMerchant::start(&rig.simulator))?;
    let checkouts = options.count(500);
    let round = |checkouts| {
        runtime.block_on(async {
            let (mut callbacks, mut executes) = (Vec::new(), Vec::new());
            for _ in 0..checkouts {
                let approved = rig.shop.until_approved().await?;
                let start = Instant::now();
                rig.shop.come_back(&approved).await?;
                callbacks.push(millis(start.elapsed()));
                executes.push(millis(merchant.execute().await?));
            }
            Ok((callbacks, executes))
        })
    };
    round(50)?;
    let rounds = quiet::rounds(options.rounds(), &[rig.service.id()], || round(checkouts))?;
    let of = |values: &[f64], q| quantile(values.iter().copied(), q);
    let callback = median(rounds.samples.iter().map(|(ours, _)| of(ours, 0.5)));
    let gateway = median(rounds.samples.iter().map(|(_, gateway)| of(gateway, 0.5)));
    let above = |q| {
        median(
            rounds
                .samples
                .iter()
                .map(|(ours, gateway)| of(ours, q) - of(gateway, 0.5)),
        )
    };
    let (p50, p99) = (above(0.5), above(0.99));
    Ok(vec![
        Line::new(
            "callback to durable receipt",
            format!(
                "{callback:.2} ms median; above the gateway {p50:.2} ms median, {p99:.2} ms p99"
            ),
        )
        .floor(format!("{gateway:.2} ms bare execute"))
        .gate(format!("median at most {MOST} ms above"), p50 <= MOST)
        .others(rounds.others),
    ])
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
