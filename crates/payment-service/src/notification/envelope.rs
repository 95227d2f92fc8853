//! The envelope that SNS puts around every message (Amazon SNS: HTTP/HTTPS JSON formats).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use payment_core::Timestamp;
use serde_json::{Map, Value};

use super::message::MESSAGE_ID_MAX;
use super::refusal::Refusal;
use crate::api::json;

/// The three messages of SNS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Notification,
    SubscriptionConfirmation,
    UnsubscribeConfirmation,
}

impl Kind {
    const ALL: [Self; 3] = [
        Self::Notification,
        Self::SubscriptionConfirmation,
        Self::UnsubscribeConfirmation,
    ];

    const fn as_str(self) -> &'static str {
        match self {
            Self::Notification => "Notification",
            Self::SubscriptionConfirmation => "SubscriptionConfirmation",
            Self::UnsubscribeConfirmation => "UnsubscribeConfirmation",
        }
    }

    /// The members that are signed, in this order (Amazon SNS: verifying the signatures of messages).
    const fn signed(self) -> &'static [&'static str] {
        match self {
            Self::Notification => &[
                "Message",
                "MessageId",
                "Subject",
                "Timestamp",
                "TopicArn",
                "Type",
            ],
            Self::SubscriptionConfirmation | Self::UnsubscribeConfirmation => &[
                "Message",
                "MessageId",
                "SubscribeURL",
                "Timestamp",
                "Token",
                "TopicArn",
                "Type",
            ],
        }
    }
}

/// How a message is signed, always RSA PKCS#1 v1.5.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SignatureVersion {
    /// With SHA-1: what bKash's own samples check.
    One,
    /// With SHA-256.
    Two,
}

/// A message whose shape is right. Nothing else of it has been checked.
#[derive(Debug)]
pub(super) struct Envelope {
    pub(super) kind: Kind,
    members: Map<String, Value>,
}

impl Envelope {
    /// `header` is `x-amz-sns-message-type`.
    pub(super) fn parse(header: Option<&str>, body: &[u8]) -> Result<Self, Refusal> {
        let members = json::object(body).map_err(|_| Refusal::Envelope)?;
        let named = members.get("Type").and_then(Value::as_str);
        let kind = Kind::ALL
            .into_iter()
            .find(|kind| header == Some(kind.as_str()) && named == header)
            .ok_or(Refusal::Envelope)?;
        let envelope = Self { kind, members };
        let message_id = envelope.needed("MessageId")?;
        let is_id = |b: u8| b.is_ascii_alphanumeric() || b == b'-';
        if message_id.len() > MESSAGE_ID_MAX || !message_id.bytes().all(is_id) {
            return Err(Refusal::Envelope);
        }
        Ok(envelope)
    }

    /// `None` when it is absent, empty or no text.
    pub(super) fn text(&self, member: &str) -> Option<&str> {
        let text = self.members.get(member)?.as_str()?;
        (!text.is_empty()).then_some(text)
    }

    pub(super) fn needed(&self, member: &str) -> Result<&str, Refusal> {
        self.text(member).ok_or(Refusal::Envelope)
    }

    /// `2025-12-11T05:49:33.120Z`
    pub(super) fn sent_at(&self) -> Result<Timestamp, Refusal> {
        let text = self.needed("Timestamp")?;
        let at = text.parse::<jiff::Timestamp>();
        at.ok()
            .filter(|_| text.ends_with('Z'))
            .map(|at| Timestamp::from_millis(at.as_millisecond()))
            .ok_or(Refusal::Envelope)
    }

    pub(super) fn signature_version(&self) -> Result<SignatureVersion, Refusal> {
        match self.needed("SignatureVersion")? {
            "1" => Ok(SignatureVersion::One),
            "2" => Ok(SignatureVersion::Two),
            _ => Err(Refusal::SignatureVersion),
        }
    }

    pub(super) fn signature(&self) -> Result<Vec<u8>, Refusal> {
        let text = self.needed("Signature").map_err(|_| Refusal::Signature)?;
        STANDARD.decode(text).map_err(|_| Refusal::Signature)
    }

    /// Each member that is there: its name, a line feed, its value, a line feed.
    pub(super) fn signed_text(&self) -> String {
        let mut signed = String::new();
        for name in self.kind.signed() {
            if let Some(value) = self.text(name) {
                signed.extend([*name, "\n", value, "\n"]);
            }
        }
        signed
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn parsed(header: &str, body: &Value) -> Result<Envelope, Refusal> {
        Envelope::parse(Some(header), body.to_string().as_bytes())
    }

    fn notification() -> Value {
        json!({
            "Type": "Notification", "MessageId": "id-1", "TopicArn": "topic", "Message": "{}",
            "Timestamp": "2025-12-11T05:49:33.120Z", "SubscribeURL": "", "Subject": "",
        })
    }

    #[test]
    fn what_is_signed_is_in_its_order_and_without_what_is_empty() {
        let envelope = parsed("Notification", &notification()).unwrap();
        assert_eq!(
            envelope.signed_text(),
            "Message\n{}\nMessageId\nid-1\nTimestamp\n2025-12-11T05:49:33.120Z\nTopicArn\ntopic\n\
             Type\nNotification\n"
        );
        assert_eq!(envelope.sent_at().unwrap().as_millis(), 1_765_432_173_120);
    }

    #[test]
    fn header_and_body_name_one_type_and_the_message_has_an_id() {
        assert!(parsed("Notification", &notification()).is_ok());
        assert!(parsed("SubscriptionConfirmation", &notification()).is_err());
        assert!(Envelope::parse(None, notification().to_string().as_bytes()).is_err());
        for id in [json!(""), json!(7), json!("a b"), json!("a".repeat(101))] {
            let mut body = notification();
            body["MessageId"] = id;
            assert!(parsed("Notification", &body).is_err(), "{body}");
        }
        let twice = br#"{"Type":"Notification","MessageId":"a","MessageId":"b"}"#;
        assert!(Envelope::parse(Some("Notification"), twice).is_err());
    }

    #[test]
    fn a_time_has_its_zone() {
        for time in ["2025-12-11T05:49:33", "2025-12-11T05:49:33+06:00", "now"] {
            let mut body = notification();
            body["Timestamp"] = json!(time);
            let envelope = parsed("Notification", &body).unwrap();
            assert_eq!(envelope.sent_at(), Err(Refusal::Envelope), "{time}");
        }
    }
}
