use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rsa::pkcs8::DecodePrivateKey as _;
use rsa::sha2::Sha256;
use rsa::{Pkcs1v15Sign, RsaPrivateKey};
use sha1::{Digest as _, Sha1};

use crate::input::{BadField, Fields};

/// Published, so that nobody is tempted to trust it (`assets/sns/README.md`).
const KEY: &str = include_str!("../../assets/sns/published-test-key.pem");

/// Read once, at the first signature: start-up does not pay for it.
static SIGNING_KEY: LazyLock<Option<RsaPrivateKey>> =
    LazyLock::new(|| RsaPrivateKey::from_pkcs8_pem(KEY).ok());

/// How SNS signs a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum SignatureVersion {
    /// RSA PKCS#1 v1.5 with SHA-1: what bKash's own samples check.
    #[default]
    One,
    /// The same with SHA-256.
    Two,
}

impl SignatureVersion {
    const NAMES: [&str; 2] = ["1", "2"];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::One => Self::NAMES[0],
            Self::Two => Self::NAMES[1],
        }
    }

    /// By its name, where there is one.
    pub(crate) fn read(fields: &Fields) -> Result<Option<Self>, BadField> {
        const FIELD: &str = "signature_version";
        let Some(name) = fields.text(FIELD, "\"1\" or \"2\"")? else {
            return Ok(None);
        };
        let known = [Self::One, Self::Two].into_iter();
        let mut named = known.filter(|version| version.name() == name);
        let wrong = || {
            BadField::new(
                FIELD,
                format!("there is no version {name}"),
                &Self::NAMES[..],
            )
        };
        named.next().map(Some).ok_or_else(wrong)
    }

    /// The signature in base64. About two milliseconds of computing.
    pub(super) fn sign(self, text: &str) -> String {
        let Some(key) = &*SIGNING_KEY else {
            tracing::error!("the published signing key cannot be read");
            return String::new();
        };
        let signed = match self {
            Self::One => key.sign(Pkcs1v15Sign::new::<Sha1>(), &Sha1::digest(text)),
            Self::Two => key.sign(Pkcs1v15Sign::new::<Sha256>(), &Sha256::digest(text)),
        };
        match signed {
            Ok(signature) => STANDARD.encode(signature),
            Err(error) => {
                tracing::error!(%error, "a notification could not be signed");
                String::new()
            }
        }
    }
}
