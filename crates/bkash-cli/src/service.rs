//! A running service, by its HTTP API.

use std::sync::Arc;
use std::time::Duration;

use reqwest::{Client, RequestBuilder};
use rustls::crypto::ring;
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::BuilderVerifierExt;
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use url::Url;

use crate::config::{CallerSettings, ServiceCaller, Sources};
use crate::exit::{Exit, Failure};

/// The service answers these calls from its own database.
const PATIENCE: Duration = Duration::from_secs(30);

/// Where the service is and how to be let in.
#[derive(Clone, Debug, clap::Args)]
pub struct Service {
    /// The service's address. Without it, public_url, or where the service listens.
    #[arg(long, value_name = "URL")]
    service: Option<Url>,
    #[command(flatten)]
    sources: Sources<ServiceCaller>,
}

/// A service that can be called.
#[derive(Debug)]
pub struct Connected {
    http: Client,
    base: String,
    api_key: SecretString,
}

impl Service {
    /// # Errors
    /// Wrong settings, or no TLS on this machine.
    pub fn connect(&self) -> Result<Connected, Failure> {
        let settings = CallerSettings::load(&self.sources.read(), self.service.clone())?;
        let http = http(settings.service.scheme() == "https").map_err(|why| {
            Failure::new(Exit::NotPerformed, format!("TLS cannot be set up: {why}"))
        })?;
        let base = settings.service.as_str().trim_end_matches('/').to_owned();
        Ok(Connected {
            http,
            base,
            api_key: settings.api_key,
        })
    }
}

impl Connected {
    /// # Errors
    /// As [`Connected::post`].
    pub async fn get(&self, path: &str) -> Result<Value, Failure> {
        self.send(self.http.get(format!("{}{path}", self.base)))
            .await
    }

    /// # Errors
    /// Refused with the service's own words, unanswered, or not reachable.
    pub async fn post(&self, path: &str, body: &Value) -> Result<Value, Failure> {
        self.send(self.http.post(format!("{}{path}", self.base)).json(body))
            .await
    }

    async fn send(&self, request: RequestBuilder) -> Result<Value, Failure> {
        let request = request.bearer_auth(self.api_key.expose_secret());
        let response = request.send().await.map_err(|error| self.failure(&error))?;
        let status = response.status();
        let answer: Value = response
            .json()
            .await
            .map_err(|error| self.failure(&error))?;
        if status.is_success() {
            Ok(answer)
        } else {
            Err(problem(&answer))
        }
    }

    fn failure(&self, error: &reqwest::Error) -> Failure {
        let base = &self.base;
        if error.is_connect() {
            let message = format!(
                "no service answers at {base}\n    remedy   start it with `bkash serve`, or name it with --service"
            );
            return Failure::new(Exit::NotPerformed, message);
        }
        Failure::new(
            Exit::Unanswered,
            format!("{base} gave no answer that can be read"),
        )
    }
}

/// The service's problem document, in its own words.
fn problem(answer: &Value) -> Failure {
    let word = |name: &str| answer[name].as_str().unwrap_or("no reason given");
    let exit = match answer["status"].as_u64() {
        Some(503) => Exit::NotPerformed,
        _ => Exit::Refused,
    };
    Failure::new(exit, format!("{}: {}", word("title"), word("detail")))
}

fn http(tls: bool) -> Result<Client, String> {
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?;
    let config = if tls {
        config
            .with_platform_verifier()
            .map_err(|error| error.to_string())?
    } else {
        config.with_root_certificates(RootCertStore::empty())
    };
    Client::builder()
        .tls_backend_preconfigured(config.with_no_client_auth())
        .timeout(PATIENCE)
        .retry(reqwest::retry::never())
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .build()
        .map_err(|error| error.to_string())
}
