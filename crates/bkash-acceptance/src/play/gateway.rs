use std::time::Duration;

use reqwest::{Client, Method};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::time::{Instant, sleep};

use super::stopped::Stopped;
use crate::record::{Exchange, Journal};

/// How often the journal is looked at while something is waited for.
const GLANCE: Duration = Duration::from_millis(50);

/// The simulator's control interface.
#[derive(Clone, Debug)]
pub(super) struct Gateway {
    http: Client,
    control: String,
}

/// A fault that is armed; it is taken away by its id.
#[derive(Clone, Copy, Debug, Deserialize)]
pub(super) struct Armed {
    id: u64,
}

/// What the payer does at the hosted pages.
#[derive(Clone, Copy, Debug)]
pub(super) enum Payer {
    Pays,
    PaysFrom(&'static str),
    EntersWrongCodes,
    Cancels,
}

#[derive(Debug, Deserialize)]
struct WayBack {
    #[serde(rename = "callbackURL")]
    callback_url: Option<String>,
}

impl Gateway {
    pub(super) fn at(origin: &str) -> Result<Self, Stopped> {
        let http = crate::control::client();
        Ok(Self {
            http: http.map_err(Stopped::control)?,
            control: format!("{origin}/_simulator"),
        })
    }

    pub(super) async fn arm(&self, fault: &Value) -> Result<Armed, Stopped> {
        let answer = self.call(Method::POST, "/faults", Some(fault)).await?;
        serde_json::from_value(answer).map_err(Stopped::control)
    }

    pub(super) async fn disarm(&self, armed: Armed) -> Result<(), Stopped> {
        let path = format!("/faults/{}", armed.id);
        // A fault that has struck as often as it may is gone already.
        let answer = self.send(Method::DELETE, &path, None).await?;
        drop(answer);
        Ok(())
    }

    /// For the next execute, query or refund of this payment.
    pub(super) async fn arm_for(
        &self,
        payment_id: &str,
        endpoint: &str,
        fault: &str,
        more: Value,
    ) -> Result<Armed, Stopped> {
        let mut asked = json!({ "endpoint": endpoint, "fault": fault, "paymentID": payment_id });
        if let (Some(asked), Value::Object(more)) = (asked.as_object_mut(), more) {
            asked.extend(more);
        }
        self.arm(&asked).await
    }

    /// Walks the hosted pages; the address to which the browser is sent back.
    pub(super) async fn visit(
        &self,
        payment_id: &str,
        payer: Payer,
    ) -> Result<Option<String>, Stopped> {
        let asked = match payer {
            Payer::Pays => json!({}),
            Payer::PaysFrom(wallet) => json!({ "wallet": wallet }),
            Payer::EntersWrongCodes => json!({ "otp": "000000" }),
            Payer::Cancels => json!({ "outcome": "cancel" }),
        };
        let path = format!("/payments/{payment_id}/pay");
        let answer = self.call(Method::POST, &path, Some(&asked)).await?;
        let back: WayBack = serde_json::from_value(answer).map_err(Stopped::control)?;
        Ok(back.callback_url)
    }

    /// The trxID, once the payment is completed.
    pub(super) async fn trx_id(&self, payment_id: &str) -> Result<Option<String>, Stopped> {
        let path = format!("/payments/{payment_id}");
        let payment = self.call(Method::GET, &path, None).await?;
        Ok(payment["trxID"].as_str().map(str::to_owned))
    }

    pub(super) async fn switch(&self, switches: &Value) -> Result<(), Stopped> {
        self.call(Method::PUT, "/switches", Some(switches)).await?;
        Ok(())
    }

    /// Everything so far; nothing at all before the first call.
    pub(super) async fn journal(&self) -> Result<Journal, Stopped> {
        self.exchanges("").await
    }

    /// What began after the exchange `id`.
    pub(super) async fn since(&self, id: u64) -> Result<Journal, Stopped> {
        self.exchanges(&format!("?since={id}")).await
    }

    /// The create call of this payment, after the exchange `id`.
    pub(super) async fn create_of(
        &self,
        payment_id: &str,
        id: u64,
    ) -> Result<Option<Exchange>, Stopped> {
        let creates = self
            .exchanges(&format!("?endpoint=create&since={id}"))
            .await?;
        let own = |create: &&Exchange| {
            create.response.as_ref().is_some_and(|answer| {
                ["paymentID", "paymentId"]
                    .iter()
                    .any(|name| answer.body[*name] == payment_id)
            })
        };
        Ok(creates.all().find(own).cloned())
    }

    pub(super) async fn token_calls(&self) -> Result<Journal, Stopped> {
        self.exchanges("?endpoint=token_grant,token_refresh").await
    }

    /// Whether a call is still on its way.
    pub(super) async fn is_busy(&self) -> Result<bool, Stopped> {
        Ok(self
            .exchanges("?status=open")
            .await?
            .all()
            .any(|exchange| exchange.endpoint != "page" && !exchange.is_over()))
    }

    /// The newest exchange's id, 0 before the first.
    pub(super) async fn newest(&self) -> Result<u64, Stopped> {
        let journal = self.exchanges("?limit=1").await?;
        Ok(journal.all().last().map_or(0, |exchange| exchange.id))
    }

    /// Waits until an exchange after `id` is as wanted; `None` when the time is over.
    pub(super) async fn wait_for(
        &self,
        id: u64,
        at_most: Duration,
        wanted: impl Fn(&Exchange) -> bool,
    ) -> Result<Option<Exchange>, Stopped> {
        let end = Instant::now() + at_most;
        loop {
            let journal = self.since(id).await?;
            if let Some(found) = journal.all().find(|exchange| wanted(exchange)) {
                return Ok(Some(found.clone()));
            }
            if Instant::now() >= end {
                return Ok(None);
            }
            sleep(GLANCE).await;
        }
    }

    async fn exchanges(&self, query: &str) -> Result<Journal, Stopped> {
        let answer = self
            .call(Method::GET, &format!("/journal{query}"), None)
            .await?;
        Journal::parse(&answer.to_string()).map_err(Stopped::control)
    }

    async fn call(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> Result<Value, Stopped> {
        let answer = self.send(method, path, body).await?;
        let status = answer.status();
        let text = answer.text().await.map_err(Stopped::control)?;
        if status.is_success() {
            return serde_json::from_str(&text).map_err(Stopped::control);
        }
        Err(Stopped::refused(path, status.as_u16(), &text))
    }

    async fn send(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> Result<reqwest::Response, Stopped> {
        let mut request = self.http.request(method, format!("{}{path}", self.control));
        if let Some(body) = body {
            request = request.json(body);
        }
        request.send().await.map_err(Stopped::control)
    }
}
