//! Every setting, once: its name in the file, the environment and on the command line.

/// One setting. The names outside the file follow from `key`.
#[derive(Debug)]
pub struct Setting {
    /// The name in bkash.toml.
    pub key: &'static str,
    /// What holds if nobody sets it; `None` when there is no such value.
    pub default: Option<&'static str>,
    /// Whether its value is never shown, and never taken from the command line, where other users
    /// of the machine would see it.
    pub secret: bool,
    /// What a value must be, as the end of a sentence.
    pub must_be: &'static str,
    /// A value that is accepted.
    pub example: &'static str,
    /// What it is for: one or more whole sentences.
    pub about: &'static str,
}

impl Setting {
    /// `BKASH_GATEWAY_URL`
    #[must_use]
    pub fn env(&self) -> String {
        format!("BKASH_{}", self.key.to_ascii_uppercase())
    }

    /// `gateway-url`, or `None` for a secret.
    #[must_use]
    pub fn flag(&self) -> Option<String> {
        (!self.secret).then(|| self.key.replace('_', "-"))
    }

    /// The three ways to set it, for a remedy.
    #[must_use]
    pub fn ways(&self) -> String {
        let file_and_env = format!("`{}` in the file, {}", self.key, self.env());
        self.flag().map_or_else(
            || file_and_env.replace(", ", " or "),
            |flag| format!("{file_and_env} or --{flag}"),
        )
    }
}

impl PartialEq for Setting {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

macro_rules! settings {
    ($($id:ident $key:literal $(= $default:literal)? $($secret:ident)? {
        must_be: $must_be:literal, example: $example:literal, about: $about:literal $(,)?
    })*) => {
        $(pub const $id: &Setting = &Setting {
            key: $key,
            default: settings!(@default $($default)?),
            secret: settings!(@secret $($secret)?),
            must_be: $must_be,
            example: $example,
            about: $about,
        };)*

        /// Every setting, in the order of the file.
        pub const ALL: &[&Setting] = &[$($id),*];
    };
    (@default) => { None };
    (@default $default:literal) => { Some($default) };
    (@secret) => { false };
    (@secret secret) => { true };
}

settings! {
    GATEWAY_URL "gateway_url" {
        must_be: "scheme and host of the gateway: https, or plain http on loopback",
        example: "https://tokenized.sandbox.bka.sh",
        about: "The gateway. Sandbox: https://tokenized.sandbox.bka.sh, production: https://tokenized.pay.bka.sh, `bkash simulate`: http://127.0.0.1:8600.",
    }
    API_VERSION "api_version" = "v1.2.0-beta" {
        must_be: "one path segment",
        example: "v1.2.0-beta",
        about: "The version prefix of the gateway's paths.",
    }
    APP_KEY "app_key" {
        must_be: "the app key from bKash's merchant integration portal",
        example: "5tunt4masn6pv2hnvte1sb5n3j",
        about: "The credentials that bKash issued. Sandbox and production have different ones.",
    }
    APP_SECRET "app_secret" secret {
        must_be: "the app secret from bKash's merchant integration portal",
        example: "the app secret",
        about: "Belongs to the app key.",
    }
    USERNAME "username" {
        must_be: "the user name from bKash's merchant integration portal",
        example: "sandboxTestUser",
        about: "A name, or a wallet number of 11 digits.",
    }
    PASSWORD "password" secret {
        must_be: "the password from bKash's merchant integration portal",
        example: "the password",
        about: "Sent exactly as it is, symbols and all.",
    }
    LISTEN "listen" = "127.0.0.1:8601" {
        must_be: "an IP address and a port",
        example: "127.0.0.1:8601",
        about: "Where the service listens.",
    }
    PUBLIC_URL "public_url" {
        must_be: "the http or https address of the service for a payer's browser",
        example: "https://pay.shop.example",
        about: "What payers' browsers call the service: they come back here. Not needed if `listen` is on loopback.",
    }
    DATABASE_URL "database_url" = "sqlite:bkash.db" {
        must_be: "sqlite: and the path of a file, or postgres://USER:PASSWORD@HOST:PORT/DATABASE",
        example: "sqlite:/var/lib/bkash/bkash.db",
        about: "The database: a file of SQLite, or PostgreSQL for more than one instance. It belongs to one gateway and one app key: take another one when you change these.",
    }
    API_KEY "api_key" secret {
        must_be: "visible ASCII characters, at least 16 unless `listen` is on loopback",
        example: "a long random text; `bkash init` makes one",
        about: "The shop's key to the service's HTTP API. Only its digest is stored.",
    }
    WEBHOOK_URL "webhook_url" {
        must_be: "an http or https address of the shop",
        example: "https://shop.example/bkash-webhook",
        about: "Where the shop hears of every change of a payment or refund. Without it no webhooks are sent.",
    }
    WEBHOOK_SECRET "webhook_secret" secret {
        must_be: "whsec_ and the base64 text of 24 to 64 random bytes",
        example: "whsec_...; `bkash init` makes one",
        about: "Signs the webhooks (Standard Webhooks). To change it, write the new one and the old one with a space between them until the shop knows the new one: both sign.",
    }
    NOTIFICATION_TOPIC "notification_topic" {
        must_be: "the whole ARN of an SNS topic",
        example: "arn:aws:sns:ap-southeast-1:123456789012:bpt_01700000000",
        about: "The topic by which bKash tells of completed payments (bKash's support names it). They are taken at `public_url` + /notifications/bkash; without a topic none are.",
    }
    TOKEN_STORE "token_store" = "database" {
        must_be: "`database`, the address of a Redis server, or `memory` for a gateway on loopback",
        example: "redis://127.0.0.1:6379/0",
        about: "Where the gateway's tokens are kept. The service and the commands share those in the database or in Redis, and their budget.",
    }
    ENCRYPTION_KEY "encryption_key" secret {
        must_be: "the base64 text of 32 random bytes, or several with commas between them",
        example: "a key that `bkash key generate` makes",
        about: "Seals the gateway's tokens where they are kept, and opens settings that `bkash key seal` has sealed. Needed with a gateway that is not on loopback. Of several keys the first seals and all open.",
    }
    ENCRYPTION_KEY_FILE "encryption_key_file" {
        must_be: "the path of a file with one or more such keys, one on each line",
        example: "/etc/bkash/bkash.key",
        about: "Instead of encryption_key: a file that only the service's user can read.",
    }
    TOKEN_CALLS_PER_HOUR "token_calls_per_hour" = "2" {
        must_be: "a whole number from 1 to 1000",
        example: "2",
        about: "How many token calls may be made in any hour. bKash allows two, then refuses for an hour. Take more with a simulator that you restart: it forgets its tokens.",
    }
    REFUND_API "refund_api" = "v2" {
        must_be: "`v2`, or `v1` (one refund per payment)",
        example: "v2",
        about: "The version of the gateway's refund calls.",
    }
    PAYMENT_EXPIRY "payment_expiry" = "24h" {
        must_be: "from 1m to 24h, in hours, minutes or seconds",
        example: "30m",
        about: "How long a payment may wait for its payer.",
    }
    AMOUNT_MAX "amount_max" = "500000.00" {
        must_be: "an amount in taka, above zero, with at most two decimals",
        example: "500000.00",
        about: "The largest amount of one payment, in taka.",
    }
    LOG "log" = "info" {
        must_be: "a filter such as info, warn or payment_service=debug",
        example: "info",
        about: "What is logged, on stderr.",
    }
    LOG_FORMAT "log_format" = "text" {
        must_be: "`text` or `json`",
        example: "text",
        about: "How it is logged.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_outside_the_file_follow_from_the_key() {
        assert_eq!(GATEWAY_URL.env(), "BKASH_GATEWAY_URL");
        assert_eq!(GATEWAY_URL.flag().as_deref(), Some("gateway-url"));
        assert_eq!(APP_SECRET.flag(), None);
        assert_eq!(
            APP_SECRET.ways(),
            "`app_secret` in the file or BKASH_APP_SECRET"
        );
    }

    #[test]
    fn a_secret_has_no_default() {
        assert!(
            ALL.iter()
                .all(|setting| !setting.secret || setting.default.is_none())
        );
    }
}
