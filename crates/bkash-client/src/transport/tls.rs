//! TLS 1.2 and 1.3 on ring, with the platform's certificate authorities.

use std::sync::Arc;

use rustls::client::danger::ServerCertVerifier;
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::Verifier;

/// Trusts the platform's authorities and those of `pem`, which may be empty.
pub(super) fn trusting_platform_and(pem: &[u8]) -> Result<ClientConfig, TlsError> {
    let extra = CertificateDer::pem_slice_iter(pem)
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| TlsError(format!("a certificate of the PEM text is broken: {error}")))?;
    if extra.is_empty() && !pem.is_empty() {
        return Err(TlsError("the PEM text holds no certificate".to_owned()));
    }
    let provider = Arc::new(ring::default_provider());
    let verifier = Verifier::new_with_extra_roots(extra, Arc::clone(&provider))?;
    let verifier: Arc<dyn ServerCertVerifier> = Arc::new(verifier);
    Ok(builder(provider)?
        .dangerous()
        .with_custom_certificate_verifier(verifier)
        .with_no_client_auth())
}

/// Trusts no one: for plain http on loopback, where a machine may have no authorities at all.
pub(super) fn trusting_no_one() -> Result<ClientConfig, TlsError> {
    Ok(builder(Arc::new(ring::default_provider()))?
        .with_root_certificates(RootCertStore::empty())
        .with_no_client_auth())
}

/// Why there is no TLS.
#[derive(Debug)]
pub(super) struct TlsError(pub(super) String);

fn builder(
    provider: Arc<CryptoProvider>,
) -> Result<rustls::ConfigBuilder<ClientConfig, rustls::WantsVerifier>, TlsError> {
    Ok(ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?)
}

impl From<rustls::Error> for TlsError {
    fn from(error: rustls::Error) -> Self {
        Self(error.to_string())
    }
}
