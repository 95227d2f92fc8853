//! Headers that are meant for one connection (RFC 9110, section 7.6.1).

use http::{HeaderMap, HeaderName, header};

/// Beside those that `Connection` names.
const HOP_BY_HOP: [HeaderName; 6] = [
    header::CONNECTION,
    header::PROXY_AUTHORIZATION,
    header::TE,
    header::TRAILER,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
];
/// Not standard, and still met.
const OLD: [&str; 2] = ["keep-alive", "proxy-connection"];

/// What the gateway is told: the shop's headers but for those of its connection.
///
/// The encodings that it accepts are left out, so that the answer comes as text that can be recorded.
pub(super) fn to_gateway(headers: &HeaderMap) -> HeaderMap {
    let mut passed = end_to_end(headers);
    passed.remove(header::HOST);
    passed.remove(header::ACCEPT_ENCODING);
    passed.remove(header::EXPECT);
    passed
}

/// Either side's headers without those of its connection. The length is that of the whole body, told anew.
pub(super) fn end_to_end(headers: &HeaderMap) -> HeaderMap {
    let mut passed = headers.clone();
    for value in headers.get_all(header::CONNECTION) {
        let names = value.to_str().unwrap_or_default().split(',');
        for name in names.map(str::trim).filter(|name| !name.is_empty()) {
            passed.remove(name);
        }
    }
    for name in HOP_BY_HOP {
        passed.remove(name);
    }
    for name in OLD {
        passed.remove(name);
    }
    passed.remove(header::CONTENT_LENGTH);
    passed
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn what_is_meant_for_one_connection_does_not_pass() {
        let mut headers = HeaderMap::new();
        for (name, value) in [
            ("connection", "close, X-Mine"),
            ("x-mine", "1"),
            ("keep-alive", "timeout=5"),
            ("transfer-encoding", "chunked"),
            ("host", "127.0.0.1:8600"),
            ("accept-encoding", "gzip"),
            ("x-app-key", "k"),
            ("authorization", "t"),
        ] {
            headers.insert(name, HeaderValue::from_static(value));
        }
        let passed = to_gateway(&headers);
        let mut left: Vec<_> = passed.keys().map(HeaderName::as_str).collect();
        left.sort_unstable();
        assert_eq!(left, ["authorization", "x-app-key"]);
    }
}
