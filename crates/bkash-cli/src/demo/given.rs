//! What service and shop are given: a gateway, and where they are to be.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use bkash_client::{Environment, EnvironmentError};
use payment_service::ServiceSettings;

/// A simulator, the demo's own or somebody else's.
#[derive(Debug)]
pub struct Given {
    pub gateway: Environment,
    /// `None` for a temporary folder.
    pub data: Option<PathBuf>,
    pub token_calls_per_hour: u32,
    pub service: SocketAddr,
    pub shop: SocketAddr,
}

impl Given {
    pub const SHOP: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8602);

    /// The demo's own simulator, on which the gateway's true limit of token calls is enough.
    pub fn own(simulator: &str) -> Result<Self, EnvironmentError> {
        Ok(Self {
            gateway: Environment::at(simulator)?,
            data: None,
            token_calls_per_hour: ServiceSettings::TOKEN_CALLS_PER_HOUR,
            service: ServiceSettings::LISTEN,
            shop: Self::SHOP,
        })
    }
}

/// Reads the address of a simulator on this machine.
pub fn gateway(text: &str) -> Result<Environment, String> {
    let gateway = Environment::at(text).map_err(|error| error.to_string())?;
    if gateway.is_loopback() {
        Ok(gateway)
    } else {
        Err(
            "the demo's credentials are invented, so it takes a simulator on this machine only; \
             `bkash serve` is for bKash itself"
                .to_owned(),
        )
    }
}
