//! How a client whose host cannot be set is led to a simulator.

use std::net::SocketAddr;
use std::path::Path;

use crate::output::Style;

/// What its environment must hold, if the simulator listens for TLS at all.
pub fn told(
    heading: &str,
    address: Option<SocketAddr>,
    authority: Option<&Path>,
    style: Style,
) -> String {
    let (Some(address), Some(authority)) = (address, authority) else {
        return String::new();
    };
    let authority = authority.display();
    [
        format!("\n{}\n", style.bold(heading)),
        format!("  HTTPS_PROXY=http://{address}\n"),
        format!("  SSL_CERT_FILE={authority}  (Python's requests: REQUESTS_CA_BUNDLE, Node: NODE_EXTRA_CA_CERTS)\n"),
    ]
    .concat()
}
