use jiff::Timestamp;

use super::SignatureVersion;

/// The three messages that SNS posts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    SubscriptionConfirmation,
    Notification,
    UnsubscribeConfirmation,
}

impl Kind {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::SubscriptionConfirmation => "SubscriptionConfirmation",
            Self::Notification => "Notification",
            Self::UnsubscribeConfirmation => "UnsubscribeConfirmation",
        }
    }

    /// What is signed, in this order, where it is present.
    fn signed_keys(self) -> &'static [&'static str] {
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

/// What SNS posts: keys and texts in its own order.
#[derive(Debug, Clone)]
pub(super) struct Envelope {
    kind: Kind,
    fields: Vec<(&'static str, String)>,
}

/// The parts of an envelope that do not follow from its kind.
pub(super) struct Parts<'a> {
    pub(super) kind: Kind,
    pub(super) message_id: &'a str,
    /// Of the two confirmations only.
    pub(super) token: Option<&'a str>,
    pub(super) topic: &'a str,
    pub(super) message: String,
    /// Where the subscription is confirmed; for a notification, where it is given up.
    pub(super) address: String,
    pub(super) at: Timestamp,
    pub(super) certificate_url: String,
}

impl Envelope {
    /// Not signed yet.
    pub(super) fn new(parts: Parts<'_>) -> Self {
        let mut fields = vec![
            ("Type", parts.kind.name().to_owned()),
            ("MessageId", parts.message_id.to_owned()),
        ];
        if let Some(token) = parts.token {
            fields.push(("Token", token.to_owned()));
        }
        fields.push(("TopicArn", parts.topic.to_owned()));
        fields.push(("Message", parts.message));
        if parts.kind != Kind::Notification {
            fields.push(("SubscribeURL", parts.address.clone()));
        }
        fields.push(("Timestamp", format!("{:.3}", parts.at)));
        fields.push(("SignatureVersion", String::new()));
        fields.push(("Signature", String::new()));
        fields.push(("SigningCertURL", parts.certificate_url));
        if parts.kind == Kind::Notification {
            fields.push(("UnsubscribeURL", parts.address));
        }
        Self {
            kind: parts.kind,
            fields,
        }
    }

    pub(super) fn kind(&self) -> Kind {
        self.kind
    }

    pub(super) fn get(&self, key: &str) -> &str {
        self.fields
            .iter()
            .find(|(name, _)| *name == key)
            .map_or("", |(_, value)| value)
    }

    pub(super) fn set(&mut self, key: &str, value: String) {
        if let Some((_, old)) = self.fields.iter_mut().find(|(name, _)| *name == key) {
            *old = value;
        }
    }

    pub(super) fn sign(&mut self, version: SignatureVersion) {
        self.set("SignatureVersion", version.name().to_owned());
        self.set("Signature", version.sign(&self.text_to_sign()));
    }

    /// Key, line feed, value, line feed (Amazon: verifying the signatures of SNS messages).
    fn text_to_sign(&self) -> String {
        let mut text = String::new();
        for key in self.kind.signed_keys() {
            let value = self.get(key);
            if !value.is_empty() {
                text.extend([key, "\n", value, "\n"]);
            }
        }
        text
    }

    /// The spaces and line feeds are those of SNS.
    pub(super) fn body(&self) -> String {
        let lines: Vec<String> = self
            .fields
            .iter()
            .map(|(name, value)| {
                format!("  \"{name}\" : {}", serde_json::Value::from(value.as_str()))
            })
            .collect();
        format!("{{\n{}\n}}", lines.join(",\n"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notification() -> Envelope {
        Envelope::new(Parts {
            kind: Kind::Notification,
            message_id: "id",
            token: None,
            topic: "topic",
            message: "{\"a\":\"b\"}".to_owned(),
            address: "http://unsubscribe".to_owned(),
            at: "2025-12-11T05:49:33.12Z".parse().unwrap(),
            certificate_url: "http://certificate".to_owned(),
        })
    }

    #[test]
    fn the_signed_text_names_each_present_key_once_in_order() {
        assert_eq!(
            notification().text_to_sign(),
            "Message\n{\"a\":\"b\"}\nMessageId\nid\nTimestamp\n2025-12-11T05:49:33.120Z\n\
             TopicArn\ntopic\nType\nNotification\n"
        );
    }

    #[test]
    fn a_body_has_the_spaces_of_sns() {
        let body = notification().body();
        assert!(
            body.starts_with("{\n  \"Type\" : \"Notification\",\n  \"MessageId\" : \"id\",\n"),
            "{body}"
        );
        assert!(body.contains("  \"Message\" : \"{\\\"a\\\":\\\"b\\\"}\",\n"));
        assert!(body.ends_with("  \"UnsubscribeURL\" : \"http://unsubscribe\"\n}"));
    }
}
