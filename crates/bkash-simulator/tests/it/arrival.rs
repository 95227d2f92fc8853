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
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

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

async fn both() -> (TempDir, Simulator) {
    let folder = TempDir::new().unwrap();
    let any = "127.0.0.1:0".parse().unwrap();
    let builder = Simulator::builder().tls(any, folder.path()).tls_stranger();
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
    let (_folder, simulator) = both().await;
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

#[tokio::test]
async fn who_is_content_with_a_strangers_certificate_is_answered_and_told_of() {
    let (_folder, simulator) = both().await;
    assert_eq!(simulator.stranger_handshakes(), 0);
    let stream = connect(simulator.stranger_addr()).await;
    let name = ServerName::try_from(HOST).unwrap();
    let stream = careless().connect(name.clone(), stream).await.unwrap();
    let answer = exchange(stream, GRANT, "", KEYS).await;
    assert_eq!(text(&answer, "statusCode"), "0000");
    let (stream, _) = proxied(simulator.stranger_addr(), &format!("{HOST}:443")).await;
    let stream = careless().connect(name, stream).await.unwrap();
    exchange(stream, GRANT, "", KEYS).await;
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
    let (_folder, simulator) = both().await;
    let stream = connect(simulator.stranger_addr()).await;
    assert!(tls(&simulator, HOST, stream).await.is_err());
    while simulator.stranger_handshakes() == 0 {
        tokio::task::yield_now().await;
    }
    assert!(entries(&simulator).await.is_empty());
    let stream = connect(simulator.tls_addr()).await;
    assert!(
        tls(&simulator, HOST, stream).await.is_ok(),
        "its own is trusted"
    );
    assert_eq!(simulator.stranger_handshakes(), 1);
}

#[tokio::test]
async fn without_a_strangers_door_there_is_none() {
    let simulator = Simulator::start().await.unwrap();
    assert_eq!(simulator.stranger_addr(), None);
    assert_eq!(simulator.stranger_handshakes(), 0);
    assert_eq!(simulator.tls_addr(), None);
}
