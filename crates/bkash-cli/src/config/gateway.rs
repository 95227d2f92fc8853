//! What a direct call to the gateway needs.

use bkash_client::{Credentials, EncryptionKeys, Environment, RefundApi};
use payment_service::settings::{Database, TokenStoreChoice};

use super::layers::{Layers, Reader, Unfit};
use super::problem::Problems;
use super::{encryption, setting, value};

/// The gateway, the merchant account, and where its tokens are.
#[derive(Debug)]
pub struct GatewaySettings {
    pub environment: Environment,
    pub credentials: Credentials,
    pub refund_api: RefundApi,
    pub database: Database,
    pub token_store: TokenStoreChoice,
    pub encryption_keys: Option<EncryptionKeys>,
    pub token_calls_per_hour: u32,
}

impl GatewaySettings {
    /// # Errors
    /// Everything that is wrong.
    pub fn load(layers: &Layers) -> Result<Self, Problems> {
        let mut reader = layers.reader();
        let settings = Self::read(&mut reader);
        reader.finish(settings)
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let environment = reader.required(setting::GATEWAY_URL, gateway);
        let version = reader.optional(setting::API_VERSION, value::path_segment);
        let app_key = reader.required(setting::APP_KEY, value::credential);
        let app_secret = reader.required(setting::APP_SECRET, value::secret_credential);
        let username = reader.required(setting::USERNAME, value::credential);
        let password = reader.required(setting::PASSWORD, value::secret_credential);
        let database = reader.optional(setting::DATABASE_URL, value::parsed);
        let token_store = reader.optional(setting::TOKEN_STORE, value::parsed);
        let calls = reader.optional(setting::TOKEN_CALLS_PER_HOUR, value::calls_per_hour);
        let refund_api = reader.optional(setting::REFUND_API, refund_api);
        let encryption_keys = reader.encryption_keys();
        if environment.as_ref().is_some_and(|it| !it.is_loopback()) {
            off_loopback(reader, token_store.as_ref());
        }
        Some(Self {
            environment: environment?.with_version(version?),
            credentials: Credentials {
                app_key: app_key?,
                app_secret: app_secret?,
                username: username?,
                password: password?,
            },
            refund_api: refund_api?,
            database: database?,
            token_store: token_store?,
            encryption_keys,
            token_calls_per_hour: calls?,
        })
    }
}

/// Whoever has a real merchant's token can take payments in its name.
fn off_loopback(reader: &mut Reader<'_>, token_store: Option<&TokenStoreChoice>) {
    if token_store == Some(&TokenStoreChoice::Memory) {
        let why = "a restart would forget the tokens and how many token calls were made";
        reader.unfit(setting::TOKEN_STORE, why);
    } else if !encryption::is_given(reader) {
        let why = "tokens for a gateway that is not on loopback are kept sealed only: `bkash key generate` makes a key";
        reader.missing_because(setting::ENCRYPTION_KEY, why);
    }
}

fn gateway(text: &str) -> Result<Environment, Unfit> {
    Environment::at(text).map_err(|error| Some(error.to_string()))
}

fn refund_api(text: &str) -> Result<RefundApi, Unfit> {
    match text {
        "v2" => Ok(RefundApi::V2),
        "v1" => Ok(RefundApi::V1),
        _ => Err(None),
    }
}
