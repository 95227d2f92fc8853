//! What a caller of the running service needs.

use secrecy::SecretString;
use url::Url;

use payment_service::settings::public_url;

use super::layers::Layers;
use super::problem::Problems;
use super::{setting, value};

/// Where the service is, and how to be let in.
#[derive(Debug)]
pub struct CallerSettings {
    pub service: Url,
    pub api_key: SecretString,
}

impl CallerSettings {
    /// `named` is an address from the command line, which wins over the settings.
    ///
    /// # Errors
    /// Everything that is wrong.
    pub fn load(layers: &Layers, named: Option<Url>) -> Result<Self, Problems> {
        let mut reader = layers.reader();
        let service = named.or_else(|| {
            let public = reader.optional(setting::PUBLIC_URL, value::by(public_url));
            let listen = reader.optional(setting::LISTEN, value::socket)?;
            let local = || Url::parse(&format!("http://{listen}")).ok();
            if public.is_none() && !listen.ip().is_loopback() {
                reader.missing(setting::PUBLIC_URL);
            }
            public.or_else(local)
        });
        let api_key = reader.required(setting::API_KEY, value::api_key);
        let settings = service
            .zip(api_key)
            .map(|(service, api_key)| Self { service, api_key });
        reader.finish(settings)
    }
}
