//! The simulator from outside: its control interface.

use jiff::Timestamp;
use reqwest::{Client, RequestBuilder};
use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, Error};
use serde_json::{Value, json};

use super::trouble::Trouble;

#[derive(Clone, Debug)]
pub struct Gateway {
    pub http: Client,
    pub url: String,
}

/// What a payer does on the hosted pages.
#[derive(Clone, Copy, Debug)]
pub enum Payer {
    Pays { wallet: &'static str },
    TypesWrongOtp { wallet: &'static str },
    Cancels,
}

/// How the hosted pages ended.
#[derive(Debug, Deserialize)]
pub struct Ended {
    pub status: String,
    /// Where they send the payer's browser.
    #[serde(rename = "callbackURL")]
    pub callback_url: String,
}

/// One exchange of the journal.
#[derive(Clone, Debug, Deserialize)]
pub struct Call {
    pub id: u64,
    #[serde(deserialize_with = "timestamp")]
    pub at: Timestamp,
    pub endpoint: String,
    pub request: Request,
    pub response: Option<Response>,
    pub duration_ms: Option<u64>,
    #[serde(default)]
    pub over_token_limit: bool,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Request {
    pub headers: Value,
    pub body: Value,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Response {
    pub status: u16,
    pub body: Value,
}

/// Who has how much, by the simulator's own count.
#[derive(Debug, Deserialize)]
pub struct Books {
    pub merchant: MerchantBook,
}

#[derive(Debug, Deserialize)]
pub struct MerchantBook {
    pub balance: String,
    pub settled: String,
    pub transactions: Vec<Transaction>,
}

#[derive(Debug, Deserialize)]
pub struct Transaction {
    pub r#type: String,
    pub amount: String,
}

#[derive(Deserialize)]
struct List<T> {
    data: Vec<T>,
}

impl Gateway {
    /// Walks the hosted pages; the callback stays unvisited.
    pub async fn visit(&self, gateway_payment: &str, payer: Payer) -> Result<Ended, Trouble> {
        let body = match payer {
            Payer::Pays { wallet } => json!({"wallet": wallet}),
            Payer::TypesWrongOtp { wallet } => json!({"wallet": wallet, "otp": "000000"}),
            Payer::Cancels => json!({"outcome": "cancel"}),
        };
        let path = format!("/payments/{gateway_payment}/pay");
        read(self.http.post(self.control(&path)).json(&body)).await
    }

    /// The calls to the API, oldest first, without the payers' page views.
    pub async fn calls(&self) -> Result<Vec<Call>, Trouble> {
        let List { data } = read::<List<Call>>(self.http.get(self.control("/journal"))).await?;
        Ok(data
            .into_iter()
            .filter(|call| call.endpoint != "page")
            .collect())
    }

    /// The journal as it came.
    pub async fn journal(&self) -> Result<String, Trouble> {
        Ok(self
            .http
            .get(self.control("/journal"))
            .send()
            .await?
            .text()
            .await?)
    }

    pub async fn books(&self) -> Result<Books, Trouble> {
        read(self.http.get(self.control("/books"))).await
    }

    /// Moves the gateway's clock, and nobody else's.
    pub async fn advance(&self, seconds: u32) -> Result<(), Trouble> {
        let body = json!({"seconds": seconds});
        read::<Value>(self.http.post(self.control("/clock/advance")).json(&body))
            .await
            .map(drop)
    }

    /// Loses the answer of the next execute after its work is done.
    pub async fn lose_next_execute_answer(&self) -> Result<(), Trouble> {
        let body = json!({"endpoint": "execute", "fault": "answer_lost", "count": 1});
        read::<Value>(self.http.post(self.control("/faults")).json(&body))
            .await
            .map(drop)
    }

    fn control(&self, path: &str) -> String {
        format!("{}/_simulator{path}", self.url)
    }
}

impl Call {
    /// The gateway payment that it is about, if any.
    pub fn gateway_payment(&self) -> Option<&str> {
        let names = ["paymentID", "paymentId"];
        let bodies = [
            Some(&self.request.body),
            self.response.as_ref().map(|answer| &answer.body),
        ];
        bodies
            .into_iter()
            .flatten()
            .find_map(|body| names.iter().find_map(|name| body[*name].as_str()))
    }
}

async fn read<T: DeserializeOwned>(request: RequestBuilder) -> Result<T, Trouble> {
    let response = request.send().await?;
    if !response.status().is_success() {
        let (url, status) = (response.url().clone(), response.status());
        return Err(Trouble::new(format!(
            "{url} answered {status}: {}",
            response.text().await?
        )));
    }
    Ok(response.json().await?)
}

fn timestamp<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
    String::deserialize(deserializer)?
        .parse()
        .map_err(D::Error::custom)
}
