use super::SignatureVersion;
use super::envelope::Envelope;
use crate::input::{BadField, Fields};

/// Forgeries that a listener must see through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tamper {
    /// One bit of the signature is another.
    Signature,
    /// There is no signature.
    Unsigned,
    /// The message was changed after it was signed.
    Message,
    /// Another topic, rightly signed.
    Topic,
    /// Signed with SHA-1 and said to be SHA-256, or the other way about.
    SignatureVersion,
    /// The certificate is said to be on another host, whose name begins as Amazon's.
    CertificateUrl,
    /// The certificate is said to be on a file of the listener's own machine.
    CertificateFile,
}

/// A host that only looks like Amazon's; `.invalid` leads nowhere.
const LOOKALIKE: &str =
    "https://sns.ap-southeast-1.amazonaws.com.invalid/SimpleNotificationService-0.pem";

impl Tamper {
    const ALL: [Self; 7] = [
        Self::Signature,
        Self::Unsigned,
        Self::Message,
        Self::Topic,
        Self::SignatureVersion,
        Self::CertificateUrl,
        Self::CertificateFile,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Signature => "signature",
            Self::Unsigned => "unsigned",
            Self::Message => "message",
            Self::Topic => "topic",
            Self::SignatureVersion => "signature_version",
            Self::CertificateUrl => "certificate_url",
            Self::CertificateFile => "certificate_file",
        }
    }

    /// By its name, where there is one.
    pub(crate) fn read(fields: &Fields) -> Result<Option<Self>, BadField> {
        const FIELD: &str = "tamper";
        let Some(name) = fields.text(FIELD, "text")? else {
            return Ok(None);
        };
        let mut named = Self::ALL.into_iter().filter(|tamper| tamper.name() == name);
        let names = Self::ALL.map(Self::name);
        let wrong = || BadField::new(FIELD, format!("there is no forgery {name}"), &names[..]);
        named.next().map(Some).ok_or_else(wrong)
    }

    /// Signs, with the forgery before or after.
    pub(super) fn sign(self, envelope: &mut Envelope, version: SignatureVersion) {
        match self {
            Self::Topic => {
                let topic = format!("{}_other", envelope.get("TopicArn"));
                envelope.set("TopicArn", topic);
                envelope.sign(version);
            }
            Self::CertificateUrl => {
                envelope.set("SigningCertURL", LOOKALIKE.to_owned());
                envelope.sign(version);
            }
            Self::CertificateFile => {
                envelope.set("SigningCertURL", "file:///etc/ssl/cert.pem".to_owned());
                envelope.sign(version);
            }
            Self::Signature => {
                envelope.sign(version);
                let flipped = flip_a_bit(envelope.get("Signature"));
                envelope.set("Signature", flipped);
            }
            Self::Unsigned => {
                envelope.sign(version);
                envelope.set("Signature", String::new());
            }
            Self::Message => {
                envelope.sign(version);
                let message = envelope
                    .get("Message")
                    .replace("\"amount\":\"", "\"amount\":\"9");
                envelope.set("Message", message);
            }
            Self::SignatureVersion => {
                envelope.sign(version);
                let other = match version {
                    SignatureVersion::One => SignatureVersion::Two,
                    SignatureVersion::Two => SignatureVersion::One,
                };
                envelope.set("SignatureVersion", other.name().to_owned());
            }
        }
    }
}

/// Of the first base64 digit, the lowest of its six bits: no padding is touched.
fn flip_a_bit(signature: &str) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut digits = signature.bytes();
    let first = digits.next().unwrap_or(b'A');
    let place = DIGITS.iter().position(|digit| *digit == first).unwrap_or(0);
    let flipped = char::from(DIGITS[place ^ 1]);
    let rest = signature.get(1..).unwrap_or_default();
    format!("{flipped}{rest}")
}
