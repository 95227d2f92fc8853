//! A shop that takes every webhook and looks at none.

use axum::Router;
use axum::http::StatusCode;
use axum::routing::post;

use crate::failure::Failure;
use crate::host::Hosted;

const SECRET: &str = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

#[derive(Debug)]
pub struct Sink {
    url: String,
    _server: Hosted,
}

impl Sink {
    pub fn start() -> Result<Self, Failure> {
        let router = Router::new().route("/", post(|| async { StatusCode::NO_CONTENT }));
        let (address, server) = Hosted::router("webhooks", router)?;
        Ok(Self {
            url: format!("http://{address}/"),
            _server: server,
        })
    }

    /// Of a service that sends its webhooks here.
    pub fn settings<'a>(&'a self, database: Option<&'a str>) -> Vec<(&'a str, &'a str)> {
        let mut settings = vec![
            ("BKASH_WEBHOOK_URL", self.url.as_str()),
            ("BKASH_WEBHOOK_SECRET", SECRET),
        ];
        settings.extend(database.map(|url| ("BKASH_DATABASE_URL", url)));
        settings
    }
}
