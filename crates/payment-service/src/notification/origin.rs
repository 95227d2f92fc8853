//! Which addresses in a message may be asked, as text: what is compared letter by letter cannot be read in two ways.

use url::{Url, form_urlencoded};

use super::envelope::Envelope;
use super::refusal::Refusal;
use super::topic::TopicArn;

/// Amazon's certificates have 32 hex digits in their names.
const HEX_MAX: usize = 64;

/// Longer than any of Amazon's tokens, which have some 256 hex digits.
const TOKEN_MAX: usize = 1024;

/// The one place where certificates are fetched and subscriptions confirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Origin {
    /// With its slash at the end.
    base: String,
    topic: TopicArn,
}

impl Origin {
    /// Amazon's for the topic's region; for a gateway on loopback, which is a simulator, the simulator's alone.
    pub(super) fn of(topic: TopicArn, simulator: Option<&Url>) -> Self {
        let base = match simulator {
            Some(gateway) => format!("{}/_simulator/sns/", gateway.origin().ascii_serialization()),
            None => format!("https://{}/", topic.host()),
        };
        Self { base, topic }
    }

    pub(super) fn is_of(&self, topic: &str) -> bool {
        topic == self.topic.as_str()
    }

    /// The address of the signing certificate.
    pub(super) fn certificate<'a>(&self, envelope: &'a Envelope) -> Result<&'a str, Refusal> {
        let url = envelope
            .text("SigningCertURL")
            .filter(|url| self.is_certificate(url));
        url.ok_or(Refusal::CertificateUrl)
    }

    fn is_certificate(&self, url: &str) -> bool {
        let hex = url
            .strip_prefix(&*self.base)
            .and_then(|file| file.strip_prefix("SimpleNotificationService-"))
            .and_then(|file| file.strip_suffix(".pem"));
        hex.is_some_and(|hex| {
            (1..=HEX_MAX).contains(&hex.len()) && hex.bytes().all(|b| b.is_ascii_hexdigit())
        })
    }

    /// The address that confirms the subscription, made anew: of the message's own only the token is used.
    pub(super) fn confirmation(&self, envelope: &Envelope) -> Result<String, Refusal> {
        let query = envelope
            .text("SubscribeURL")
            .filter(|url| url.bytes().all(|b| b.is_ascii_graphic() && b != b'#'))
            .and_then(|url| url.strip_prefix(&*self.base)?.strip_prefix('?'))
            .ok_or(Refusal::SubscribeUrl)?;
        let token = envelope.text("Token").filter(|token| is_token(token));
        let token = token.ok_or(Refusal::SubscribeUrl)?;
        let mut asked: Vec<_> = form_urlencoded::parse(query.as_bytes()).collect();
        asked.sort();
        let topic = self.topic.as_str();
        let expected = [
            ("Action", "ConfirmSubscription"),
            ("Token", token),
            ("TopicArn", topic),
        ];
        let same = asked.len() == expected.len()
            && asked
                .iter()
                .zip(expected)
                .all(|((name, value), (known, is))| name.as_ref() == known && value.as_ref() == is);
        match same {
            true => Ok(format!(
                "{}?Action=ConfirmSubscription&TopicArn={topic}&Token={token}",
                self.base
            )),
            false => Err(Refusal::SubscribeUrl),
        }
    }
}

fn is_token(token: &str) -> bool {
    (1..=TOKEN_MAX).contains(&token.len()) && token.bytes().all(|b| b.is_ascii_alphanumeric())
}
