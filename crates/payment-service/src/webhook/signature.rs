use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::{CONTENT_TYPE, USER_AGENT};
use http::{HeaderMap, HeaderName, HeaderValue};
use jiff::Timestamp;
use ring::hmac;

use super::secret::{WebhookSecret, WebhookSecrets};
use crate::store::Delivery;

const ID: HeaderName = HeaderName::from_static("webhook-id");
const TIMESTAMP: HeaderName = HeaderName::from_static("webhook-timestamp");
const SIGNATURE: HeaderName = HeaderName::from_static("webhook-signature");

/// One signature of `webhook-signature`: HMAC-SHA256 over `id.timestamp.body`, the timestamp in whole seconds
/// (Standard Webhooks 1.0.0, Signature scheme).
#[must_use]
pub fn sign(secret: &WebhookSecret, id: &str, timestamp: Timestamp, body: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.key());
    let signed = format!("{id}.{}.{body}", timestamp.as_second());
    let tag = hmac::sign(&key, signed.as_bytes());
    format!("v1,{}", STANDARD.encode(tag))
}

/// The headers of one attempt: the id is the same on every one, the timestamp is the attempt's own. Every
/// secret signs; the shop needs one of them.
///
/// Fails for an id that no header can carry; ours are `msg_` and hex.
pub(super) fn headers(
    secrets: &WebhookSecrets,
    delivery: &Delivery,
    now: Timestamp,
) -> Result<HeaderMap, http::header::InvalidHeaderValue> {
    let sign = |secret| sign(secret, &delivery.id.0, now, &delivery.body);
    let signatures = secrets.iter().map(sign).collect::<Vec<_>>().join(" ");
    let agent = concat!("payment-service/", env!("CARGO_PKG_VERSION"));
    Ok(HeaderMap::from_iter([
        (CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (USER_AGENT, HeaderValue::from_static(agent)),
        (ID, HeaderValue::try_from(&delivery.id.0)?),
        (TIMESTAMP, HeaderValue::from(now.as_second())),
        (SIGNATURE, HeaderValue::try_from(signatures)?),
    ]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::SystemRandom;

    /// The example of the specification's reference libraries.
    #[test]
    fn the_known_example_has_the_known_signature() {
        let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".parse().unwrap();
        let at = Timestamp::from_second(1_614_265_330).unwrap();
        let body = r#"{"test": 2432232314}"#;
        assert_eq!(
            sign(&secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", at, body),
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
        );
    }

    #[test]
    fn another_implementation_signs_alike() {
        let secret = WebhookSecret::generate(&SystemRandom);
        let other = standardwebhooks::Webhook::new(&secret.expose()).unwrap();
        let at = Timestamp::from_second(1_795_413_600).unwrap();
        for body in ["{}", r#"{"message":"৳ 500.00"}"#, ""] {
            let theirs = other.sign("msg_1", at.as_second(), body.as_bytes());
            assert_eq!(sign(&secret, "msg_1", at, body), theirs.unwrap(), "{body}");
        }
    }
}
