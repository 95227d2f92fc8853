//! The shop's own calls to the service.

use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use reqwest::{Client, RequestBuilder};
use serde_json::Value;

use crate::failure::Failure;
use crate::network::bare_client;
use crate::rig::KEY;

#[derive(Clone, Debug)]
pub struct Api {
    client: Client,
    service: String,
}

impl Api {
    pub fn of(service: &str) -> Result<Self, Failure> {
        Ok(Self {
            client: bare_client()?,
            service: service.to_owned(),
        })
    }

    pub async fn get(&self, path: &str) -> Result<Value, Failure> {
        self.answer(self.client.get(format!("{}{path}", self.service)))
            .await
    }

    pub async fn post(&self, path: &str, key: &str, body: &Value) -> Result<Value, Failure> {
        let request = self.client.post(format!("{}{path}", self.service));
        let request = request
            .header(CONTENT_TYPE, "application/json")
            .header("idempotency-key", key);
        self.answer(request.body(body.to_string())).await
    }

    /// Every item of a list, page by page.
    pub async fn all(&self, list: &str) -> Result<Vec<Value>, Failure> {
        let mut items = Vec::new();
        let mut page = self.get(list).await?;
        loop {
            items.extend(
                page["data"]
                    .as_array_mut()
                    .map(std::mem::take)
                    .unwrap_or_default(),
            );
            let Some(cursor) = page["next_cursor"].as_str() else {
                return Ok(items);
            };
            page = self.get(&format!("{list}&cursor={cursor}")).await?;
        }
    }

    async fn answer(&self, request: RequestBuilder) -> Result<Value, Failure> {
        let request = request.header(AUTHORIZATION, format!("Bearer {KEY}"));
        let answer = request.send().await?;
        let (status, body) = (answer.status(), answer.bytes().await?);
        if status.is_success() {
            return Ok(serde_json::from_slice(&body)?);
        }
        let body = String::from_utf8_lossy(&body);
        Err(Failure::new(format!(
            "the service answered {status}: {body}"
        )))
    }
}

/// The order of an invoice.
pub fn order(invoice: &str, amount: &str) -> Value {
    serde_json::json!({
        "amount": amount,
        "merchant_invoice_number": invoice,
        "payer_reference": format!("payer-of-{invoice}"),
        "return_url": "https://shop.example.com/return",
    })
}
