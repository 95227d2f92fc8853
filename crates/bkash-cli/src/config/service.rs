//! What the service needs.

use payment_service::settings::{
    ServiceSettings, WebhookSettings, amount_max, payment_expiry, public_url, webhook_url,
};

use secrecy::{ExposeSecret, SecretString};

use super::gateway::GatewaySettings;
use super::layers::{Layers, Reader};
use super::log::LogSettings;
use super::problem::Problems;
use super::{setting, value};

/// Everything that `bkash serve` starts with.
#[derive(Debug)]
pub struct ServeSettings {
    pub service: ServiceSettings,
    pub log: LogSettings,
}

/// A shorter API key can be tried out by whoever reaches the service.
const KEY_LENGTH: usize = 16;

impl ServeSettings {
    /// # Errors
    /// Everything that is wrong.
    pub fn load(layers: &Layers) -> Result<Self, Problems> {
        let mut reader = layers.reader();
        let service = service(&mut reader);
        let log = LogSettings::read(&mut reader);
        let settings = service.zip(log).map(|(service, log)| Self { service, log });
        reader.finish(settings)
    }

    /// What a person should know though nothing is wrong.
    #[must_use]
    pub fn warning(&self) -> Option<&'static str> {
        match &self.service.api_key {
            None => Some("api_key is not set: only keys that the database has let a shop in"),
            Some(key) if is_short(key) => Some(
                "api_key has less than 16 characters: good for tests on this machine, refused when \
                 `listen` is not on loopback",
            ),
            Some(_) => None,
        }
    }
}

fn is_short(api_key: &SecretString) -> bool {
    api_key.expose_secret().len() < KEY_LENGTH
}

fn service(reader: &mut Reader<'_>) -> Option<ServiceSettings> {
    let gateway = GatewaySettings::read(reader);
    let listen = reader.optional(setting::LISTEN, value::socket);
    let public_url = reader.optional(setting::PUBLIC_URL, value::by(public_url));
    let is_open = listen.is_some_and(|listen| !listen.ip().is_loopback());
    if public_url.is_none() && is_open {
        reader.missing(setting::PUBLIC_URL);
    }
    let api_key = reader.optional(setting::API_KEY, value::api_key);
    if is_open && api_key.as_ref().is_some_and(is_short) {
        let why = "it is short enough to be tried out, and `listen` is not on loopback";
        reader.unfit(setting::API_KEY, why);
    }
    let webhook = webhook(reader);
    let notification_topic = reader.optional(setting::NOTIFICATION_TOPIC, value::parsed);
    let payment_expiry = reader.optional(setting::PAYMENT_EXPIRY, value::by(payment_expiry));
    let amount_max = reader.optional(setting::AMOUNT_MAX, value::by(amount_max));
    let gateway = gateway?;
    Some(ServiceSettings {
        listen: listen?,
        public_url,
        database: gateway.database,
        environment: gateway.environment,
        credentials: gateway.credentials,
        refund_api: gateway.refund_api,
        token_store: gateway.token_store,
        encryption_keys: gateway.encryption_keys,
        token_calls_per_hour: gateway.token_calls_per_hour,
        api_key,
        webhook,
        notification_topic,
        payment_expiry: payment_expiry?,
        amount_max: amount_max?,
        gateway_deadline: ServiceSettings::GATEWAY_DEADLINE,
    })
}

/// A secret without an address is kept for later; an address without a secret is a mistake.
fn webhook(reader: &mut Reader<'_>) -> Option<WebhookSettings> {
    let secrets = reader.optional(setting::WEBHOOK_SECRET, value::parsed);
    let url = reader.optional(setting::WEBHOOK_URL, value::by(webhook_url))?;
    if secrets.is_none() {
        reader.missing(setting::WEBHOOK_SECRET);
    }
    Some(WebhookSettings {
        url,
        secrets: secrets?,
    })
}
