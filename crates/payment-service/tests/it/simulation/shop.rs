use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::HeaderMap;
use payment_service::webhook::{Carrier, NotAnswered};
use ring::hmac;
use serde_json::Value;

use super::dice::Dice;
use super::luck::Alive;
use super::met::Met;
use super::trace::Trace;
use super::wire::CLEARS_UP;

/// 32 bytes, as the shop's operator has set them up on both sides.
pub(crate) const SECRET: &str = "whsec_c2ltdWxhdGVkLXNpbXVsYXRlZC1zaW11bGF0ZWQtMDE=";

/// What the shop has been told: a webhook that it took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Told {
    /// Its `webhook-id`.
    pub(crate) message: String,
    pub(crate) event: String,
    /// The payment or refund that it is about.
    pub(crate) id: String,
    pub(crate) version: u64,
    pub(crate) status: String,
}

/// The webhooks that the shop has, in the order in which they came; the same one may be there twice.
pub(crate) type Inbox = Arc<Mutex<Vec<Told>>>;

/// The way to the shop's endpoint for one instance. Of bad weather and of its own errors it recovers before
/// the last attempt.
#[derive(Debug)]
pub(crate) struct ShopDoor {
    pub(crate) inbox: Inbox,
    pub(crate) alive: Alive,
    pub(crate) dice: Dice,
    /// Of 100 webhooks so many meet bad weather.
    pub(crate) badness: u8,
    pub(crate) trace: Trace,
    pub(crate) met: Met,
    pub(crate) name: &'static str,
}

/// What the shop's endpoint does with one webhook.
#[derive(Clone, Copy, Debug)]
enum Mood {
    Takes,
    /// Not even a connection.
    Away,
    /// An error before it is written down.
    Refuses,
    /// Written down, and then an error.
    TakesAndFails,
    /// Written down, and answered when nobody waits any more.
    TakesSlowly,
    /// Somewhere else, says a proxy in front of it.
    Redirects,
    /// No more, says whoever is behind its address today.
    IsGone,
}

#[async_trait]
impl Carrier for ShopDoor {
    async fn post(&self, headers: HeaderMap, body: String) -> Result<u16, NotAnswered> {
        self.alive.or_never().await;
        tokio::time::sleep(self.dice.milliseconds(1..500)).await;
        self.alive.or_never().await;
        let mood = self.mood();
        let answer = self.answer(mood, &headers, &body).await;
        self.alive.or_never().await;
        answer
    }
}

impl ShopDoor {
    fn mood(&self) -> Mood {
        let storm = self.trace.elapsed() < CLEARS_UP;
        if !storm || self.dice.below(100) >= usize::from(self.badness) {
            return Mood::Takes;
        }
        if self.dice.one_in(60) {
            return Mood::IsGone;
        }
        self.dice.one_of(&[
            Mood::Away,
            Mood::Refuses,
            Mood::TakesAndFails,
            Mood::TakesSlowly,
            Mood::Redirects,
        ])
    }

    async fn answer(
        &self,
        mood: Mood,
        headers: &HeaderMap,
        body: &str,
    ) -> Result<u16, NotAnswered> {
        let (name, status) = match mood {
            Mood::Takes => ("takes it", 200),
            Mood::Away => ("is away", 0),
            Mood::Refuses => ("refuses it", 503),
            Mood::TakesAndFails => ("takes it and fails", 500),
            Mood::TakesSlowly => ("takes it slowly", 204),
            Mood::Redirects => ("redirects it", 302),
            Mood::IsGone => ("is gone", 410),
        };
        self.met.note("shop", name);
        if matches!(mood, Mood::Takes | Mood::TakesAndFails | Mood::TakesSlowly) {
            if !is_signed(headers, body) {
                return Ok(401);
            }
            self.take(headers, body);
        }
        if matches!(mood, Mood::TakesSlowly) {
            tokio::time::sleep(Duration::from_secs(20)).await;
        }
        match status {
            0 => Err(NotAnswered("simulated".to_owned())),
            status => Ok(status),
        }
    }

    fn take(&self, headers: &HeaderMap, body: &str) {
        let body: Value = serde_json::from_str(body).unwrap();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let told = Told {
            message: headers["webhook-id"].to_str().unwrap().to_owned(),
            event: text(&body["type"]),
            id: text(&body["data"]["id"]),
            version: body["data"]["version"].as_u64().unwrap_or_default(),
            status: text(&body["data"]["status"]),
        };
        self.trace
            .line(format!("{} tells {} of {}", self.name, told.event, told.id));
        let mut inbox = self.inbox.lock().unwrap();
        if inbox.iter().any(|other| other.message == told.message) {
            self.met.note("shop", "is told twice");
        }
        inbox.push(told);
    }
}

/// As a shop checks it by the Standard Webhooks specification.
fn is_signed(headers: &HeaderMap, body: &str) -> bool {
    let header = |name: &str| headers.get(name).and_then(|it| it.to_str().ok());
    let key = STANDARD
        .decode(SECRET.trim_start_matches("whsec_"))
        .unwrap();
    let key = hmac::Key::new(hmac::HMAC_SHA256, &key);
    let (Some(id), Some(at), Some(signature)) = (
        header("webhook-id"),
        header("webhook-timestamp"),
        header("webhook-signature"),
    ) else {
        return false;
    };
    let Some(tag) = signature.strip_prefix("v1,") else {
        return false;
    };
    let Ok(tag) = STANDARD.decode(tag) else {
        return false;
    };
    hmac::verify(&key, format!("{id}.{at}.{body}").as_bytes(), &tag).is_ok()
}
