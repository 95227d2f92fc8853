use std::net::SocketAddr;
use std::path::PathBuf;

use url::Url;

/// The path that the older API's clients write after the gateway's address.
const VERSION: &str = "/v1.2.0-beta";

/// The gateway that a shop's process is to call; its environment says so.
#[derive(Clone, Debug)]
pub struct AppGateway {
    /// `BKASH_GATEWAY_URL`, and `BKASH_BASE_URL` with the older API's version.
    pub origin: Url,
    /// For a shop whose host is fixed.
    pub tls: Option<AppTls>,
}

/// The same gateway under bKash's own names.
#[derive(Clone, Debug)]
pub struct AppTls {
    /// `BKASH_TLS_PROXY`, as `http://` and this address: what `HTTPS_PROXY` must name.
    pub proxy: SocketAddr,
    /// `BKASH_TLS_AUTHORITY`: the PEM file to trust, as an absolute path.
    pub authority: PathBuf,
}

impl AppGateway {
    pub(super) fn variables(&self) -> Vec<(&'static str, String)> {
        let origin = self.origin.as_str().trim_end_matches('/');
        let mut variables = vec![
            ("BKASH_GATEWAY_URL", origin.to_owned()),
            ("BKASH_BASE_URL", format!("{origin}{VERSION}")),
        ];
        if let Some(AppTls { proxy, authority }) = &self.tls {
            variables.push(("BKASH_TLS_PROXY", format!("http://{proxy}")));
            variables.push(("BKASH_TLS_AUTHORITY", authority.display().to_string()));
        }
        variables
    }
}

impl From<Url> for AppGateway {
    fn from(origin: Url) -> Self {
        Self { origin, tls: None }
    }
}
