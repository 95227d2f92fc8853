use crate::problem::{Problem, ProblemKind};

/// Why a notification is not taken. Nothing of it is repeated: it may be anybody's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Not a message of SNS, or its header says another type than its body.
    Envelope,
    /// Another topic than the one that is pinned.
    Topic,
    /// Its certificate is said to be elsewhere than Amazon keeps those of the topic's region.
    CertificateUrl,
    /// Its subscription is said to be confirmed elsewhere, or by something else.
    SubscribeUrl,
    /// Older than an hour, or from the future.
    Age,
    /// Not one of the two ways in which SNS signs.
    SignatureVersion,
    /// The certificate cannot be read, or its time has not come or is over.
    Certificate,
    /// The signature does not fit the text.
    Signature,
    /// Amazon did not give the certificate, or did not confirm the subscription: SNS sends the message again.
    NotFetched,
    /// Rightly signed, and not a message of bKash's that this program knows.
    Unreadable,
}

impl Refusal {
    /// A word for counters.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Envelope => "envelope",
            Self::Topic => "topic",
            Self::CertificateUrl => "certificate_url",
            Self::SubscribeUrl => "subscribe_url",
            Self::Age => "age",
            Self::SignatureVersion => "signature_version",
            Self::Certificate => "certificate",
            Self::Signature => "signature",
            Self::NotFetched => "not_fetched",
            Self::Unreadable => "unreadable",
        }
    }

    /// SNS sends again what is answered with a status of 500 or more, and nothing else.
    const fn kind(self) -> ProblemKind {
        match self {
            Self::Envelope => ProblemKind::MALFORMED_BODY,
            Self::Unreadable => ProblemKind::NOTIFICATION_UNREADABLE,
            Self::NotFetched => ProblemKind::UNAVAILABLE,
            _ => ProblemKind::NOTIFICATION_REFUSED,
        }
    }

    const fn detail(self) -> &'static str {
        match self {
            Self::Envelope => "This is not a message of Amazon SNS.",
            Self::Topic => "It is of another topic than BKASH_NOTIFICATION_TOPIC.",
            Self::CertificateUrl => "Its SigningCertURL is not where the topic's certificates are.",
            Self::SubscribeUrl => "Its SubscribeURL is not that of the topic's confirmation.",
            Self::Age => "Its Timestamp is more than an hour ago, or in the future.",
            Self::SignatureVersion => "Its SignatureVersion is neither 1 nor 2.",
            Self::Certificate => "Its certificate cannot be read or is not valid now.",
            Self::Signature => "Its Signature is not right.",
            Self::NotFetched => "Amazon could not be asked: send the message again.",
            Self::Unreadable => "Its Message is not one of a payment.",
        }
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        Self::new(refusal.kind(), refusal.detail())
    }
}
