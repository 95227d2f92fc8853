//! Which gateway: its origin, and the version prefix of its paths.

use url::{Host, Url};

/// bKash's host for tests with sandbox credentials (developer portal: Base URLs).
const SANDBOX: &str = "https://tokenized.sandbox.bka.sh";
/// bKash's host for real money (developer portal: Base URLs).
const PRODUCTION: &str = "https://tokenized.pay.bka.sh";
/// The version prefix of the onboarding brief's seven calls.
const DEFAULT_VERSION: &str = "v1.2.0-beta";

/// One gateway: scheme, host and port, and apart from them the version prefix.
///
/// They are apart because the refund calls of version 2 hang off the host root, whatever version
/// the payment calls use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Environment {
    origin: Url,
    version: String,
}

/// Why an address cannot be a gateway's origin.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EnvironmentError {
    /// Not an absolute URL.
    #[error("`{0}` is not an address; write it like https://tokenized.sandbox.bka.sh")]
    Unreadable(String),
    /// A scheme other than https, or http off loopback: credentials would travel in the clear.
    #[error("use https; plain http is accepted on loopback only (127.0.0.1, ::1, localhost)")]
    Insecure,
    /// A path, a query, a fragment or a user name. The version prefix is a setting of its own.
    #[error("give scheme, host and port alone; the version prefix (like v1.2.0-beta) is set apart")]
    NotAnOrigin,
}

impl Environment {
    /// bKash's sandbox.
    #[must_use]
    pub fn sandbox() -> Self {
        Self::known(SANDBOX)
    }

    /// bKash's production: real money.
    #[must_use]
    pub fn production() -> Self {
        Self::known(PRODUCTION)
    }

    /// Any other gateway, such as a simulator, by its origin: `http://127.0.0.1:8600`.
    ///
    /// # Errors
    /// Refuses plain http off loopback, and anything behind the port: path, query or user name.
    pub fn at(origin: &str) -> Result<Self, EnvironmentError> {
        let url = Url::parse(origin.trim())
            .map_err(|_| EnvironmentError::Unreadable(without_userinfo(origin)))?;
        let bare = matches!(url.path(), "" | "/")
            && url.query().is_none()
            && url.fragment().is_none()
            && url.username().is_empty()
            && url.password().is_none();
        match url.scheme() {
            _ if url.host().is_none() => {
                Err(EnvironmentError::Unreadable(without_userinfo(origin)))
            }
            "https" | "http" if !bare => Err(EnvironmentError::NotAnOrigin),
            "https" => Ok(Self::from_url(url)),
            "http" if host_is_loopback(&url) => Ok(Self::from_url(url)),
            _ => Err(EnvironmentError::Insecure),
        }
    }

    /// Replaces the version prefix, `v1.2.0-beta` unless set. Slashes at either end are dropped; an
    /// empty one leaves the segment out.
    #[must_use]
    pub fn with_version(mut self, version: impl AsRef<str>) -> Self {
        version
            .as_ref()
            .trim()
            .trim_matches('/')
            .clone_into(&mut self.version);
        self
    }

    /// Scheme, host and port; the path is `/`.
    #[must_use]
    pub fn origin(&self) -> &Url {
        &self.origin
    }

    /// The first segment of the payment calls' paths.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Whether the host is this machine: no real money can be there.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        host_is_loopback(&self.origin)
    }

    /// A payment call's address: `{origin}/{version}/tokenized/checkout/{path}`.
    pub(crate) fn checkout(&self, path: &str) -> Url {
        let prefix = if self.version.is_empty() { "" } else { "/" };
        self.join(&[prefix, &self.version, "/tokenized/checkout/", path].concat())
    }

    /// A version 2 call's address, off the host root: `{origin}/v2/tokenized-checkout/{path}`.
    pub(crate) fn checkout_v2(&self, path: &str) -> Url {
        self.join(&["/v2/tokenized-checkout/", path].concat())
    }

    fn join(&self, path: &str) -> Url {
        let mut url = self.origin.clone();
        url.set_path(path);
        url
    }

    fn from_url(origin: Url) -> Self {
        Self {
            origin,
            version: DEFAULT_VERSION.to_owned(),
        }
    }

    #[expect(
        clippy::expect_used,
        reason = "both addresses are constants of this file, under test"
    )]
    fn known(origin: &str) -> Self {
        Self::from_url(Url::parse(origin).expect("a constant address"))
    }
}

pub(crate) fn host_is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        None => false,
    }
}

/// An address is repeated in errors, a password inside it is not.
fn without_userinfo(address: &str) -> String {
    address
        .rsplit('@')
        .next()
        .unwrap_or_default()
        .chars()
        .take(200)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_two_known_gateways_are_https_and_not_loopback() {
        for environment in [Environment::sandbox(), Environment::production()] {
            assert_eq!(environment.origin().scheme(), "https");
            assert!(!environment.is_loopback());
            assert_eq!(environment.version(), "v1.2.0-beta");
        }
    }

    #[test]
    fn plain_http_is_for_loopback_only() {
        for good in [
            "http://127.0.0.1:8600",
            "http://localhost",
            "http://[::1]:9/",
            "https://a.b",
        ] {
            assert!(Environment::at(good).is_ok(), "{good}");
        }
        for bad in [
            "http://10.0.0.1",
            "http://localhost.evil.example",
            "ftp://127.0.0.1",
        ] {
            assert_eq!(
                Environment::at(bad),
                Err(EnvironmentError::Insecure),
                "{bad}"
            );
        }
    }

    #[test]
    fn only_an_origin_is_accepted() {
        for bad in [
            "https://tokenized.pay.bka.sh/v1.2.0-beta",
            "https://a.b/?x=1",
            "https://a.b/#x",
            "https://me:secret@a.b",
        ] {
            assert_eq!(
                Environment::at(bad),
                Err(EnvironmentError::NotAnOrigin),
                "{bad}"
            );
        }
        let error = Environment::at("me:secret@nowhere")
            .unwrap_err()
            .to_string();
        assert!(!error.contains("secret"), "{error}");
    }

    #[test]
    fn the_version_prefix_touches_payment_calls_and_not_version_two() {
        let environment = Environment::at("http://127.0.0.1:1")
            .unwrap()
            .with_version("/v9/");
        assert_eq!(
            environment.checkout("create").as_str(),
            "http://127.0.0.1:1/v9/tokenized/checkout/create"
        );
        assert_eq!(
            environment.checkout_v2("refund/payment/status").as_str(),
            "http://127.0.0.1:1/v2/tokenized-checkout/refund/payment/status"
        );
        let bare = environment.with_version("");
        assert_eq!(
            bare.checkout("create").as_str(),
            "http://127.0.0.1:1/tokenized/checkout/create"
        );
    }
}
