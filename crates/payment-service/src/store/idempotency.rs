use std::fmt;
use std::time::Duration;

/// A key that was answered this long ago may be used for something else.
pub(super) const KEYS_KEPT: Duration = Duration::from_secs(24 * 3600);

/// Old keys that go with each new one: two, so that there are fewer of them every time.
pub(super) const KEYS_PRUNED_AT_ONCE: i64 = 2;

/// The caller's key for one intent, with a digest of what it asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyClaim {
    /// Keys of different routes never meet.
    pub route: Route,
    /// The `Idempotency-Key` header.
    pub key: String,
    /// The same intent has the same fingerprint.
    pub fingerprint: Fingerprint,
}

/// A route that takes idempotency keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// `POST /v1/payments`.
    CreatePayment,
    /// `POST /v1/payments/{id}/refunds`; the payment is part of the fingerprint.
    CreateRefund,
}

impl Route {
    /// The name in storage.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::CreatePayment => "create_payment",
            Self::CreateRefund => "create_refund",
        }
    }
}

/// SHA-256 over the parsed content of a request.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Fingerprint(pub [u8; 32]);

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Fingerprint(..)")
    }
}

/// What a key was answered with; a repeat gets the same bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredAnswer {
    /// HTTP status.
    pub status: u16,
    /// JSON.
    pub body: String,
}
