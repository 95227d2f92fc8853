//! Standard Webhooks signatures, checked by hand: everything a shop needs is on this page.

use axum::http::HeaderMap;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ring::hmac;

/// A message older or newer than this is refused, so that a recorded one cannot be sent again later.
const TOLERANCE_SECONDS: u64 = 300;

/// The key shared with the service.
#[derive(Debug)]
pub struct WebhookSecret(hmac::Key);

/// Why a message was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rejected {
    MissingHeader,
    TooOldOrTooNew,
    WrongSignature,
}

impl WebhookSecret {
    /// Reads `whsec_` and base64.
    pub fn parse(text: &str) -> Option<Self> {
        let key = STANDARD.decode(text.strip_prefix("whsec_")?).ok()?;
        Some(Self(hmac::Key::new(hmac::HMAC_SHA256, &key)))
    }

    /// Checks a message against its body exactly as received, and gives the message's id.
    pub fn verify<'a>(
        &self,
        headers: &'a HeaderMap,
        body: &[u8],
        now: u64,
    ) -> Result<&'a str, Rejected> {
        let header = |name| headers.get(name).and_then(|value| value.to_str().ok());
        let (Some(id), Some(timestamp), Some(signatures)) = (
            header("webhook-id"),
            header("webhook-timestamp"),
            header("webhook-signature"),
        ) else {
            return Err(Rejected::MissingHeader);
        };
        let sent: u64 = timestamp.parse().map_err(|_| Rejected::TooOldOrTooNew)?;
        if now.abs_diff(sent) > TOLERANCE_SECONDS {
            return Err(Rejected::TooOldOrTooNew);
        }
        let signed = [format!("{id}.{timestamp}.").as_bytes(), body].concat();
        // Several signatures stand side by side while a secret is being replaced; one must fit.
        let fits = signatures
            .split(' ')
            .filter_map(|signature| STANDARD.decode(signature.strip_prefix("v1,")?).ok())
            .any(|tag| hmac::verify(&self.0, &signed, &tag).is_ok());
        if fits {
            Ok(id)
        } else {
            Err(Rejected::WrongSignature)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    const ID: &str = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    const SENT: u64 = 1_614_265_330;
    const BODY: &[u8] = br#"{"test": 2432232314}"#;
    const SIGNATURE: &str = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    fn headers(id: &str, timestamp: &str, signature: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert("webhook-id", id.parse().unwrap());
        headers.insert("webhook-timestamp", timestamp.parse().unwrap());
        headers.insert("webhook-signature", signature.parse().unwrap());
        headers
    }

    /// The published example of the Standard Webhooks scheme.
    #[test]
    fn the_published_example_is_accepted() {
        let secret = WebhookSecret::parse(SECRET).unwrap();
        let headers = headers(ID, &SENT.to_string(), SIGNATURE);
        assert_eq!(secret.verify(&headers, BODY, SENT + 300), Ok(ID));
    }

    #[test]
    fn one_fitting_signature_among_several_is_enough() {
        let secret = WebhookSecret::parse(SECRET).unwrap();
        let several = format!("v1a,AAAA v1,AAAA {SIGNATURE}");
        let headers = headers(ID, &SENT.to_string(), &several);
        assert_eq!(secret.verify(&headers, BODY, SENT), Ok(ID));
    }

    #[test]
    fn anything_changed_is_refused() {
        let secret = WebhookSecret::parse(SECRET).unwrap();
        let sent = SENT.to_string();
        let genuine = headers(ID, &sent, SIGNATURE);
        let wrong = Err(Rejected::WrongSignature);
        assert_eq!(
            secret.verify(&genuine, br#"{"test": 2432232315}"#, SENT),
            wrong
        );
        assert_eq!(
            secret.verify(&headers("msg_x", &sent, SIGNATURE), BODY, SENT),
            wrong
        );
        assert_eq!(
            secret.verify(&headers(ID, "1614265331", SIGNATURE), BODY, SENT),
            wrong
        );
        assert_eq!(
            secret.verify(&headers(ID, &sent, "v2,AAAA"), BODY, SENT),
            wrong
        );
        let late = Err(Rejected::TooOldOrTooNew);
        assert_eq!(secret.verify(&genuine, BODY, SENT + 301), late);
        assert_eq!(secret.verify(&genuine, BODY, SENT - 301), late);
        assert_eq!(
            secret.verify(&HeaderMap::new(), BODY, SENT),
            Err(Rejected::MissingHeader)
        );
    }
}
