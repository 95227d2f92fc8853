//! The payment service's API, read as another program of the shop's would.

use reqwest::Client;
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;

use super::trouble::Trouble;

#[derive(Clone, Debug)]
pub struct ServiceApi {
    pub http: Client,
    pub url: String,
    pub key: SecretString,
}

impl ServiceApi {
    pub async fn payment(&self, id: &str) -> Result<Value, Trouble> {
        self.get(&format!("/v1/payments/{id}")).await
    }

    pub async fn refunds(&self, payment: &str) -> Result<Vec<Value>, Trouble> {
        self.list(&format!("/v1/payments/{payment}/refunds")).await
    }

    pub async fn balances(&self) -> Result<Vec<Value>, Trouble> {
        self.list("/v1/ledger/balances").await
    }

    async fn list(&self, path: &str) -> Result<Vec<Value>, Trouble> {
        match self.get(path).await?["data"].take() {
            Value::Array(items) => Ok(items),
            other => Err(Trouble::new(format!("{path} gave no list: {other}"))),
        }
    }

    async fn get(&self, path: &str) -> Result<Value, Trouble> {
        let request = self.http.get(format!("{}{path}", self.url));
        let response = request.bearer_auth(self.key.expose_secret()).send().await?;
        let status = response.status();
        let body = response.json().await?;
        if !status.is_success() {
            return Err(Trouble::new(format!("{path} answered {status}: {body}")));
        }
        Ok(body)
    }
}
