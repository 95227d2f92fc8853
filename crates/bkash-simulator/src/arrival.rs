use axum::extract::ConnectInfo;
use http::Extensions;
use rustls::ProtocolVersion;

use crate::connection::Connection;

/// How a call came in; by default without TLS, or in process.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Arrival {
    /// `TLSv1.3` and its like, as the handshake has settled it.
    pub(crate) tls: Option<&'static str>,
    /// The caller was content with a certificate that nobody vouches for.
    pub(crate) certificate_unchecked: bool,
}

impl Arrival {
    /// Of a request, by its connection.
    pub(crate) fn of(request: &Extensions) -> Self {
        let connection = request.get::<ConnectInfo<Connection>>();
        connection.map_or_else(Self::default, |ConnectInfo(connection)| connection.arrival)
    }
}

/// In the words of OpenSSL, and so of most callers.
pub(crate) fn version_name(version: ProtocolVersion) -> &'static str {
    match version {
        ProtocolVersion::TLSv1_2 => "TLSv1.2",
        ProtocolVersion::TLSv1_3 => "TLSv1.3",
        _ => "another TLS",
    }
}
