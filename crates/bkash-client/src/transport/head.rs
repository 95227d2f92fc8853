//! A request as bytes.

use http::header::{CONTENT_LENGTH, HOST, TRANSFER_ENCODING};
use url::Position;

use super::Request;

/// Head and body in one piece, so that they leave in one write.
pub(super) fn bytes(request: &Request) -> Vec<u8> {
    let url = &request.url;
    let mut bytes = Vec::with_capacity(512 + header_bytes(request) + request.body.len());
    for part in [
        request.method.as_str(),
        " ",
        &url[Position::BeforePath..Position::AfterQuery],
        " HTTP/1.1\r\nhost: ",
        &url[Position::BeforeHost..Position::AfterPort],
        "\r\ncontent-length: ",
        &request.body.len().to_string(),
        "\r\n",
    ] {
        bytes.extend_from_slice(part.as_bytes());
    }
    for (name, value) in &request.headers {
        // Ours are above, and two of them would let a proxy and the gateway read two different requests.
        if [HOST, CONTENT_LENGTH, TRANSFER_ENCODING].contains(name) {
            continue;
        }
        bytes.extend_from_slice(name.as_str().as_bytes());
        bytes.extend_from_slice(b": ");
        bytes.extend_from_slice(value.as_bytes());
        bytes.extend_from_slice(b"\r\n");
    }
    bytes.extend_from_slice(b"\r\n");
    bytes.extend_from_slice(&request.body);
    bytes
}

fn header_bytes(request: &Request) -> usize {
    let headers = request.headers.iter();
    headers
        .map(|(name, value)| name.as_str().len() + value.len() + 4)
        .sum()
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::{HeaderMap, HeaderValue, Method};
    use tokio::time::Instant;

    use super::*;

    fn written(url: &str, headers: &[(&'static str, &'static str)]) -> String {
        let headers: HeaderMap = headers
            .iter()
            .map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_static(value)))
            .collect();
        let request = Request {
            method: Method::POST,
            url: url.parse().unwrap(),
            headers,
            body: Bytes::from_static(b"{}"),
            write_by: None,
            deadline: Instant::now(),
        };
        String::from_utf8(bytes(&request)).unwrap()
    }

    #[test]
    fn the_default_port_is_left_out_of_the_host_and_the_fragment_out_of_the_path() {
        assert_eq!(
            written("https://user:word@gateway.example:443/a%20b?c=d#e", &[]),
            "POST /a%20b?c=d HTTP/1.1\r\nhost: gateway.example\r\ncontent-length: 2\r\n\r\n{}"
        );
        let other = written("http://[::1]:8080", &[]);
        assert!(
            other.starts_with("POST / HTTP/1.1\r\nhost: [::1]:8080\r\n"),
            "{other}"
        );
    }

    #[test]
    fn a_request_has_one_length_and_one_host_whatever_its_headers_say() {
        let headers = [
            ("content-length", "9"),
            ("transfer-encoding", "chunked"),
            ("host", "elsewhere"),
            ("x-app-key", "key"),
        ];
        assert_eq!(
            written("http://127.0.0.1/", &headers),
            "POST / HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 2\r\nx-app-key: key\r\n\r\n{}"
        );
    }
}
