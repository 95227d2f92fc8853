//! How a call came in, as the journal tells it.

use std::sync::Arc;

use bkash_simulator::Simulator;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::version::{TLS12, TLS13};
use rustls::{ClientConfig, DigitallySignedStruct, Error, SignatureScheme};
use serde_json::Value;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use crate::harness::GRANT;
use crate::socket::{json_of, raw};
use crate::tls::{HOST, KEYS, exchange, proxied, text, tls, tls_of};

/// Content with any certificate, as some shops are.
#[derive(Debug)]
struct Careless(CryptoProvider);

impl ServerCertVerifier for Careless {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}

fn careless() -> TlsConnector {
    let provider = ring::default_provider();
    let config = ClientConfig::builder_with_provider(Arc::new(provider.clone()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Careless(provider)))
        .with_no_client_auth();
    Arc::new(config).into()
}

async fn start() -> (TempDir, Simulator) {
    let folder = TempDir::new().unwrap();
    let any = "127.0.0.1:0".parse().unwrap();
    let builder = Simulator::builder().tls(any, folder.path());
    (folder, builder.start().await.unwrap())
}

async fn connect(address: Option<std::net::SocketAddr>) -> TcpStream {
    TcpStream::connect(address.unwrap()).await.unwrap()
}

async fn entries(simulator: &Simulator) -> Vec<Value> {
    let journal = json_of(&raw(simulator, "GET", "/_simulator/journal", "", "").await);
    journal["data"].as_array().unwrap().clone()
}

#[tokio::test]
async fn the_journal_says_which_tls_a_call_came_by() {
    let (_folder, simulator) = start().await;
    for (version, name) in [(&TLS12, "TLSv1.2"), (&TLS13, "TLSv1.3")] {
        for path in [GRANT, "/nowhere"] {
            let stream = connect(simulator.tls_addr()).await;
            let stream = tls_of(&simulator, HOST, stream, &[version]).await.unwrap();
            exchange(stream, path, "", KEYS).await;
            let entry = entries(&simulator).await.pop().unwrap();
            assert_eq!(entry["tls"], name, "{path}");
            assert!(entry.get("certificate_unchecked").is_none(), "{entry}");
        }
    }
    let plain = connect(simulator.tls_addr()).await;
    exchange(plain, GRANT, "", KEYS).await;
    exchange(connect(Some(simulator.addr())).await, GRANT, "", KEYS).await;
    let entries = entries(&simulator).await;
    assert_eq!(entries.len(), 6);
    assert!(entries[4..].iter().all(|entry| entry.get("tls").is_none()));
}

async fn careless_tls(stream: TcpStream) -> TlsStream<TcpStream> {
    let name = ServerName::try_from(HOST).unwrap();
    careless().connect(name, stream).await.unwrap()
}

#[tokio::test]
async fn who_is_content_with_a_strangers_certificate_is_answered_and_told_of() {
    let (_folder, simulator) = start().await;
    simulator.show_stranger(true);
    assert_eq!(simulator.stranger_handshakes(), 0);
    let stream = careless_tls(connect(simulator.tls_addr()).await).await;
    let answer = exchange(stream, GRANT, "", KEYS).await;
    assert_eq!(text(&answer, "statusCode"), "0000");
    let (stream, _) = proxied(simulator.tls_addr(), &format!("{HOST}:443")).await;
    exchange(careless_tls(stream).await, GRANT, "", KEYS).await;
    assert_eq!(simulator.stranger_handshakes(), 2);
    let entries = entries(&simulator).await;
    assert_eq!(entries.len(), 2);
    for entry in entries {
        assert_eq!(entry["certificate_unchecked"], true, "{entry}");
        assert_eq!(entry["tls"], "TLSv1.3");
    }
}

#[tokio::test]
async fn who_checks_certificates_comes_no_further_than_a_strangers_handshake() {
    let (_folder, simulator) = start().await;
    simulator.show_stranger(true);
    let stream = connect(simulator.tls_addr()).await;
    assert!(tls(&simulator, HOST, stream).await.is_err());
    assert_eq!(simulator.stranger_handshakes(), 1);
    assert!(entries(&simulator).await.is_empty());
    simulator.show_stranger(false);
    let stream = connect(simulator.tls_addr()).await;
    let stream = tls(&simulator, HOST, stream).await.unwrap();
    exchange(stream, GRANT, "", KEYS).await;
    assert_eq!(simulator.stranger_handshakes(), 1);
    let entry = entries(&simulator).await.pop().unwrap();
    assert!(entry.get("certificate_unchecked").is_none(), "{entry}");
}

/// One request on a connection that is kept; the answer's head, empty where the connection ended without one.
async fn ask_on(stream: &mut TlsStream<TcpStream>) -> String {
    let length = KEYS.len();
    let request = format!(
        "POST {GRANT} HTTP/1.1\r\nhost: {HOST}\r\nusername: u\r\npassword: p\r\ncontent-length: {length}\r\n\r\n{KEYS}"
    );
    let mut answer = vec![0; 16 << 10];
    // A connection that has ended may refuse the request, or take it and never answer.
    let length = match stream.write_all(request.as_bytes()).await {
        Ok(()) => stream.read(&mut answer).await.unwrap_or(0),
        Err(_) => 0,
    };
    String::from_utf8_lossy(&answer[..length]).into_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_kept_connection_hides_no_certificate() {
    let (_folder, simulator) = start().await;
    for on in [true, false, true] {
        let mut streams = Vec::new();
        for _ in 0..8 {
            let mut stream = careless_tls(connect(simulator.tls_addr()).await).await;
            assert!(ask_on(&mut stream).await.starts_with("HTTP/1.1 200"));
            streams.push(stream);
        }
        let before = entries(&simulator).await.len();
        simulator.show_stranger(on);
        for mut stream in streams {
            assert_eq!(ask_on(&mut stream).await, "", "an old connection is used");
        }
        assert_eq!(entries(&simulator).await.len(), before, "work was done");
    }
}

#[tokio::test]
async fn idle_connections_end_when_the_certificate_changes_and_only_then() {
    let (_folder, simulator) = start().await;
    let mut stream = careless_tls(connect(simulator.tls_addr()).await).await;
    simulator.show_stranger(false);
    assert!(ask_on(&mut stream).await.starts_with("HTTP/1.1 200"));
    simulator.show_stranger(true);
    let ended = stream.read(&mut [0]).await;
    assert!(matches!(ended, Ok(0) | Err(_)), "{ended:?}");
}

#[tokio::test]
async fn an_answer_that_is_under_way_still_comes_when_the_certificate_changes() {
    let (_folder, simulator) = start().await;
    let slow = r#"{"endpoint":"token_grant","fault":"delay","seconds":0.3}"#;
    let armed = raw(&simulator, "POST", "/_simulator/faults", "", slow).await;
    assert!(armed.starts_with("HTTP/1.1 201"), "{armed}");
    let mut stream = careless_tls(connect(simulator.tls_addr()).await).await;
    let asked = tokio::spawn(async move { ask_on(&mut stream).await });
    while entries(&simulator).await.is_empty() {
        tokio::task::yield_now().await;
    }
    simulator.show_stranger(true);
    let answer = asked.await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

#[tokio::test]
async fn without_tls_there_is_no_stranger_to_show() {
    let simulator = Simulator::start().await.unwrap();
    simulator.show_stranger(true);
    exchange(connect(Some(simulator.addr())).await, GRANT, "", KEYS).await;
    assert_eq!(entries(&simulator).await.len(), 1);
    assert_eq!(simulator.stranger_handshakes(), 0);
    assert_eq!(simulator.tls_addr(), None);
}
