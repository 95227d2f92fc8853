//! What a direct call to the gateway needs.

use bkash_client::{Credentials, Environment, RefundApi};
use payment_service::settings::{Database, TokenStoreChoice};

use super::layers::{Layers, Reader, Unfit};
use super::problem::Problems;
use super::{setting, value};

/// The gateway, the merchant account, and where its tokens are.
#[derive(Debug)]
pub struct GatewaySettings {
    pub environment: Environment,
    pub credentials: Credentials,
    pub refund_api: RefundApi,
    pub database: Database,
    pub token_store: TokenStoreChoice,
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
        if token_store == Some(TokenStoreChoice::Memory)
            && environment
                .as_ref()
                .is_some_and(|environment| !environment.is_loopback())
        {
            let why = "a restart would forget the tokens and how many token calls were made";
            reader.unfit(setting::TOKEN_STORE, why);
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
            token_calls_per_hour: calls?,
        })
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
