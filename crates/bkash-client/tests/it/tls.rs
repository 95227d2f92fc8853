//! TLS: an authority of one's own is trusted when given, and no other server is.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use bkash_client::transport::Request;
use bkash_client::{HttpTransport, Transport, TransportError};
use bytes::Bytes;
use http::{HeaderMap, Method};
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned, SupportedProtocolVersion};
use tokio::time::Instant;

// Made for tests alone: the authority's key is gone, and the names are 127.0.0.1 and gateway.test.
const AUTHORITY: &[u8] = include_bytes!("certs/authority.pem");
const CERTIFICATE: &[u8] = include_bytes!("certs/server.pem");
const KEY: &[u8] = include_bytes!("certs/server.key");

const OK: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";

type Stream = StreamOwned<ServerConnection, TcpStream>;

/// Serves one connection in the manner of `serve`.
fn serving<T: Send + 'static>(
    version: &'static SupportedProtocolVersion,
    serve: impl FnOnce(Stream) -> std::io::Result<T> + Send + 'static,
) -> (String, JoinHandle<std::io::Result<T>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://{}/", listener.local_addr().unwrap());
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_protocol_versions(&[version])
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![CertificateDer::from_pem_slice(CERTIFICATE).unwrap()],
            PrivateKeyDer::from_pem_slice(KEY).unwrap(),
        )
        .unwrap();
    let serving = std::thread::spawn(move || {
        let (tcp, _) = listener.accept()?;
        let connection = ServerConnection::new(Arc::new(config)).unwrap();
        serve(StreamOwned::new(connection, tcp))
    });
    (url, serving)
}

/// Reads one request and answers; whether it read any.
fn answer(stream: &mut Stream, reply: &[u8]) -> std::io::Result<bool> {
    let mut request = [0; 4096];
    let read = stream.read(&mut request)?;
    stream.write_all(reply)?;
    stream.flush()?;
    Ok(read > 0)
}

fn request(url: &str) -> Request {
    Request {
        method: Method::POST,
        url: url.parse().unwrap(),
        headers: HeaderMap::new(),
        body: Bytes::from_static(b"{}"),
        write_by: None,
        deadline: Instant::now() + Duration::from_secs(20),
    }
}

#[tokio::test]
async fn an_authority_of_ones_own_is_trusted_when_given_over_tls_1_2_and_1_3() {
    for version in [&rustls::version::TLS12, &rustls::version::TLS13] {
        let (url, serving) = serving(version, |mut stream| answer(&mut stream, OK));
        let transport = HttpTransport::with_root_certificates(AUTHORITY).unwrap();
        let reply = transport.send(request(&url)).await.unwrap();
        assert_eq!((reply.status, &*reply.body), (200, &b"{}"[..]));
        assert!(serving.join().unwrap().unwrap());
    }
}

#[tokio::test]
async fn a_server_of_an_unknown_authority_gets_nothing() {
    let (url, serving) = serving(&rustls::version::TLS13, |mut stream| {
        answer(&mut stream, OK)
    });
    let error = HttpTransport::new()
        .unwrap()
        .send(request(&url))
        .await
        .unwrap_err();
    assert!(matches!(error, TransportError::NotSent(_)), "{error:?}");
    assert!(
        serving.join().unwrap().is_err(),
        "the handshake failed before any request"
    );
}

#[tokio::test]
async fn a_reply_that_only_the_end_ends_is_whole_if_tls_says_that_it_ended() {
    for version in [&rustls::version::TLS12, &rustls::version::TLS13] {
        for says_so in [true, false] {
            let (url, serving) = serving(version, move |mut stream| {
                let read = answer(&mut stream, b"HTTP/1.1 200 OK\r\n\r\n{}");
                if says_so {
                    stream.conn.send_close_notify();
                    stream.flush()?;
                }
                read
            });
            let transport = HttpTransport::with_root_certificates(AUTHORITY).unwrap();
            let reply = transport.send(request(&url)).await;
            assert!(serving.join().unwrap().unwrap());
            match reply {
                Ok(reply) => assert!(says_so && *reply.body == *b"{}"),
                // Anyone on the way could have cut it.
                Err(error) => assert!(matches!(error, TransportError::Lost(_)) && !says_so),
            }
        }
    }
}

#[test]
fn text_that_is_no_certificate_is_refused() {
    for bad in [
        &b"hello"[..],
        b"-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n",
    ] {
        assert!(HttpTransport::with_root_certificates(bad).is_err());
    }
}
