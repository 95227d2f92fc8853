//! What the operator decides, parsed: a service that starts has settings that make sense.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use bkash_client::{Credentials, EncryptionKeys, Environment, RedisUrl, RedisUrlError, RefundApi};
use payment_core::Taka;
use payment_core::payment::GATEWAY_PAYMENT_LIFE;
use secrecy::SecretString;
use url::Url;

use crate::notification::TopicArn;
use crate::store::EndpointDigest;
use crate::store::postgres::PostgresUrl;
use crate::webhook::WebhookSecrets;

/// Everything that `Service::start` needs to know.
#[derive(Clone, Debug)]
pub struct ServiceSettings {
    /// Where to listen; port 0 takes a free one.
    pub listen: SocketAddr,
    /// What payers' browsers call this service. `None` is `http://` and the address it listens on, which
    /// is taken on loopback only. See [`public_url`].
    pub public_url: Option<Url>,
    /// Where payments are kept.
    pub database: Database,
    /// Which gateway.
    pub environment: Environment,
    /// The merchant account's.
    pub credentials: Credentials,
    /// Which version of the refund calls.
    pub refund_api: RefundApi,
    /// Where tokens are kept.
    pub token_store: TokenStoreChoice,
    /// Seal the tokens in their store; needed with a gateway that is not on loopback.
    pub encryption_keys: Option<EncryptionKeys>,
    /// Token calls in any hour; the gateway blocks for an hour after two.
    pub token_calls_per_hour: u32,
    /// Lets the shop in; `None` leaves the keys that the database has.
    pub api_key: Option<SecretString>,
    /// Where the shop hears of changes; `None` sends nothing.
    pub webhook: Option<WebhookSettings>,
    /// The topic whose notifications are taken; `None` takes none.
    pub notification_topic: Option<TopicArn>,
    /// How long a payer has, at most 24 h.
    pub payment_expiry: Duration,
    /// No payment is larger.
    pub amount_max: Taka,
    /// The total time of each exchange with the gateway; the onboarding brief asks for 30 s.
    pub gateway_deadline: Duration,
}

/// Where payments are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Database {
    /// One file on this machine.
    Sqlite(PathBuf),
    /// A database that several instances may share.
    Postgres(PostgresUrl),
}

/// Where tokens are kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum TokenStoreChoice {
    /// In the database, so that they and the count of token calls survive a restart.
    #[default]
    Database,
    /// In the process alone; refused with a gateway that is not on loopback.
    Memory,
    /// In a Redis server that several instances share.
    Redis(RedisUrl),
}

/// Where the shop hears of changes.
#[derive(Clone, Debug)]
pub struct WebhookSettings {
    /// The shop's endpoint. See [`webhook_url`].
    pub url: Url,
    /// Sign every webhook.
    pub secrets: WebhookSecrets,
}

impl WebhookSettings {
    /// What the store knows the endpoint by.
    #[must_use]
    pub fn endpoint(&self) -> EndpointDigest {
        EndpointDigest::of(&self.url)
    }
}

/// A setting's text that cannot be taken; says what to write instead, and never repeats a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingError(String);

impl ServiceSettings {
    /// `127.0.0.1:8601`.
    pub const LISTEN: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8601);
    /// `sqlite:bkash.db`.
    pub const DATABASE: &str = "sqlite:bkash.db";
    /// Two, as the developer portal's page Token Management has it.
    pub const TOKEN_CALLS_PER_HOUR: u32 = 2;
    /// The life of a paymentID: 24 h.
    pub const PAYMENT_EXPIRY: Duration = GATEWAY_PAYMENT_LIFE;
    /// 500,000.00 taka, in poisha.
    pub const AMOUNT_MAX_POISHA: i64 = 50_000_000;
    /// 30 s (onboarding brief, required APIs).
    pub const GATEWAY_DEADLINE: Duration = Duration::from_secs(30);

    /// Every setting that has a default, at its default.
    #[must_use]
    pub fn new(environment: Environment, credentials: Credentials) -> Self {
        Self {
            listen: Self::LISTEN,
            public_url: None,
            database: Database::Sqlite(PathBuf::from("bkash.db")),
            environment,
            credentials,
            refund_api: RefundApi::V2,
            token_store: TokenStoreChoice::Database,
            encryption_keys: None,
            token_calls_per_hour: Self::TOKEN_CALLS_PER_HOUR,
            api_key: None,
            webhook: None,
            notification_topic: None,
            payment_expiry: Self::PAYMENT_EXPIRY,
            amount_max: Taka::from_poisha(Self::AMOUNT_MAX_POISHA).unwrap_or_default(),
            gateway_deadline: Self::GATEWAY_DEADLINE,
        }
    }
}

impl FromStr for Database {
    type Err = SettingError;

    /// Reads `sqlite:PATH` and `postgres://USER:PASSWORD@HOST:PORT/DATABASE`.
    fn from_str(text: &str) -> Result<Self, SettingError> {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return text.parse().map(Self::Postgres);
        }
        match text
            .strip_prefix("sqlite:")
            .map(|path| path.strip_prefix("//").unwrap_or(path))
        {
            Some(path) if !path.is_empty() && path != ":memory:" => Ok(Self::Sqlite(path.into())),
            _ => Err(SettingError::new(
                "write sqlite:PATH, such as sqlite:bkash.db, or postgres://USER:PASSWORD@HOST:PORT/DATABASE",
            )),
        }
    }
}

impl fmt::Display for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Self::Postgres(url) => write!(f, "{url}"),
        }
    }
}

impl FromStr for TokenStoreChoice {
    type Err = SettingError;

    /// Reads `database`, `memory`, and the address of a Redis server.
    fn from_str(text: &str) -> Result<Self, SettingError> {
        match text {
            "database" => Ok(Self::Database),
            "memory" => Ok(Self::Memory),
            _ if text.contains("://") => text
                .parse()
                .map(Self::Redis)
                .map_err(|error: RedisUrlError| SettingError::new(error.to_string())),
            _ => Err(SettingError::new(
                "write database, redis://HOST:PORT/NUMBER, or memory with a gateway on loopback",
            )),
        }
    }
}

/// What payers' browsers call the service: http or https, with or without a path, and nothing behind it.
pub fn public_url(text: &str) -> Result<Url, SettingError> {
    let url = web_address(text, "https://pay.example.com")?;
    if url.query().is_some() {
        return Err(SettingError::new("must not have a query string"));
    }
    Ok(url)
}

/// The shop's endpoint for webhooks: http or https.
pub fn webhook_url(text: &str) -> Result<Url, SettingError> {
    web_address(text, "https://shop.example.com/webhooks/bkash")
}

fn web_address(text: &str, example: &str) -> Result<Url, SettingError> {
    let url = Url::parse(text)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
        .ok_or_else(|| SettingError::new(format!("write a whole address, such as {example}")))?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(SettingError::new("must not have a user name or a password"));
    }
    if url.fragment().is_some() {
        return Err(SettingError::new("must not have a fragment (#)"));
    }
    Ok(url)
}

/// Reads `24h`, `30m`, `90s` or plain seconds; at least 1 minute, at most 24 hours.
pub fn payment_expiry(text: &str) -> Result<Duration, SettingError> {
    let (digits, unit) = match text.as_bytes().last() {
        Some(b'h') => (&text[..text.len() - 1], 3600),
        Some(b'm') => (&text[..text.len() - 1], 60),
        Some(b's') => (&text[..text.len() - 1], 1),
        _ => (text, 1),
    };
    let seconds = Some(digits)
        .filter(|digits| digits.bytes().all(|b| b.is_ascii_digit()))
        .and_then(|digits| digits.parse::<u64>().ok())
        .and_then(|count| count.checked_mul(unit))
        .ok_or_else(|| SettingError::new("write hours, minutes or seconds, such as 24h or 30m"))?;
    let expiry = Duration::from_secs(seconds);
    if expiry < Duration::from_secs(60) || expiry > GATEWAY_PAYMENT_LIFE {
        return Err(SettingError::new(
            "must be between 1m and 24h, the life of a paymentID",
        ));
    }
    Ok(expiry)
}

/// The largest amount of a payment, as text with at most two decimals; above zero.
pub fn amount_max(text: &str) -> Result<Taka, SettingError> {
    match text.parse::<Taka>() {
        Ok(amount) if !amount.is_zero() => Ok(amount),
        Ok(_) => Err(SettingError::new("must be above zero")),
        Err(why) => Err(SettingError::new(format!("{why}, such as 500000.00"))),
    }
}

/// Reads `v2` and `v1`: ten partial refunds of a payment, or one.
pub fn refund_api(text: &str) -> Result<RefundApi, SettingError> {
    match text {
        "v2" => Ok(RefundApi::V2),
        "v1" => Ok(RefundApi::V1),
        _ => Err(SettingError::new(
            "write v2, or v1 for the older refund call",
        )),
    }
}

impl SettingError {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}

impl fmt::Display for SettingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for SettingError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_is_a_file_of_sqlite_or_one_of_postgresql() {
        let sqlite = |path: &str| Ok(Database::Sqlite(path.into()));
        assert_eq!("sqlite:bkash.db".parse(), sqlite("bkash.db"));
        assert_eq!(
            "sqlite:///var/lib/bkash.db".parse(),
            sqlite("/var/lib/bkash.db")
        );
        for text in [
            "bkash.db",
            "sqlite:",
            "sqlite::memory:",
            "mysql://x",
            "postgres://x",
        ] {
            assert!(text.parse::<Database>().is_err(), "{text}");
        }
        let postgres: Database = "postgresql://me:secret@x/y".parse().unwrap();
        assert_eq!(postgres.to_string(), "postgres://me:***@x:5432/y");
        assert!(!format!("{postgres:?}").contains("secret"));
    }

    #[test]
    fn an_expiry_is_between_a_minute_and_the_life_of_a_payment_id() {
        let seconds = |text| payment_expiry(text).map(|expiry| expiry.as_secs()).ok();
        assert_eq!(seconds("24h"), Some(86_400));
        assert_eq!(seconds("30m"), Some(1800));
        assert_eq!(seconds("90"), Some(90));
        for text in [
            "",
            "h",
            "25h",
            "59s",
            "-1h",
            "1.5h",
            "99999999999999999999h",
            "১h",
        ] {
            assert_eq!(seconds(text), None, "{text}");
        }
    }

    #[test]
    fn addresses_are_whole_and_carry_no_password() {
        assert!(public_url("https://pay.example.com/bkash").is_ok());
        assert!(webhook_url("http://127.0.0.1:8602/hook?shop=1").is_ok());
        for text in [
            "pay.example.com",
            "ftp://x",
            "https://u:p@x",
            "https://x/#y",
            "/callback",
        ] {
            assert!(
                public_url(text).is_err() && webhook_url(text).is_err(),
                "{text}"
            );
        }
        assert!(public_url("https://x/?y=1").is_err());
    }

    #[test]
    fn the_token_store_is_named() {
        assert_eq!("memory".parse(), Ok(TokenStoreChoice::Memory));
        let redis: TokenStoreChoice = "rediss://:canary@cache:6380/1".parse().unwrap();
        let shown = format!("{redis:?}");
        assert_eq!(shown, "Redis(rediss://cache:6380/1)");
        for text in ["redis://:canary@x/one", "https://canary", "redis"] {
            let error = text.parse::<TokenStoreChoice>().unwrap_err().to_string();
            assert!(
                error.contains("redis://") && !error.contains("canary"),
                "{error}"
            );
        }
    }
}
