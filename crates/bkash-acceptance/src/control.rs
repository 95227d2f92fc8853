//! How the judge calls the simulator's control interface.

use std::sync::Arc;
use std::time::Duration;

use reqwest::Client;

/// Control calls are answered from memory, but a machine may be busy with other things.
const PATIENCE: Duration = Duration::from_secs(30);

/// No proxy and no certificate authority: it calls a simulator in this process.
pub(crate) fn client() -> Result<Client, Box<dyn std::error::Error + Send + Sync>> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth();
    Ok(Client::builder()
        .tls_backend_preconfigured(tls)
        .no_proxy()
        .timeout(PATIENCE)
        .build()?)
}
