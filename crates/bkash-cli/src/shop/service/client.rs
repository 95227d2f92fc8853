use std::sync::Arc;
use std::time::Duration;

use reqwest::{Client, Method, RequestBuilder, Response};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::{NewPayment, NewRefund, Payment, Refund, ServiceError};

/// A create waits for the gateway, which may take 30 s.
const TIMEOUT: Duration = Duration::from_secs(40);

/// The service's API, with the shop's key.
#[derive(Clone, Debug)]
pub struct PaymentService {
    http: Client,
    url: String,
    key: SecretString,
}

impl PaymentService {
    /// `url` without a slash at its end.
    pub const fn new(http: Client, url: String, key: SecretString) -> Self {
        Self { http, url, key }
    }

    /// One `key` makes one payment, however often it is sent.
    pub async fn create_payment(
        &self,
        payment: &NewPayment,
        key: &str,
    ) -> Result<Payment, ServiceError> {
        let request = self.request(Method::POST, "/v1/payments");
        read(request.header("idempotency-key", key).json(payment)).await
    }

    pub async fn payment(&self, id: &str) -> Result<Payment, ServiceError> {
        read(self.request(Method::GET, &format!("/v1/payments/{id}"))).await
    }

    /// At most a hundred, of all orders.
    pub async fn newest_payments(&self) -> Result<Vec<Payment>, ServiceError> {
        #[derive(Deserialize)]
        struct List {
            data: Vec<Payment>,
        }
        let list: List = read(self.request(Method::GET, "/v1/payments?limit=100")).await?;
        Ok(list.data)
    }

    /// One `key` makes one refund, however often it is sent.
    pub async fn create_refund(
        &self,
        payment: &str,
        refund: &NewRefund,
        key: &str,
    ) -> Result<Refund, ServiceError> {
        let request = self.request(Method::POST, &format!("/v1/payments/{payment}/refunds"));
        read(request.header("idempotency-key", key).json(refund)).await
    }

    pub async fn refund(&self, id: &str) -> Result<Refund, ServiceError> {
        read(self.request(Method::GET, &format!("/v1/refunds/{id}"))).await
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http
            .request(method, format!("{}{path}", self.url))
            .bearer_auth(self.key.expose_secret())
            .timeout(TIMEOUT)
    }
}

async fn read<T: DeserializeOwned>(request: RequestBuilder) -> Result<T, ServiceError> {
    let response: Response = request.send().await?;
    if response.status().is_success() {
        return Ok(response.json().await?);
    }
    Err(ServiceError::Refused(response.json().await?))
}

/// An HTTP client for services on this machine: no proxy, no redirects followed, no repeats, and no
/// certificate authority trusted, so that it also builds where none is installed.
pub fn loopback_client() -> Result<Client, Box<dyn std::error::Error + Send + Sync>> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth();
    Ok(Client::builder()
        .tls_backend_preconfigured(tls)
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .no_proxy()
        .build()?)
}
