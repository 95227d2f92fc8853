//! New connections: by TCP and TLS, through a proxy where the environment names one.

use std::error::Error;
use std::fmt;
use std::time::Duration;

use http::Uri;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder, MaybeHttpsStream};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::proxy::Tunnel;
use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use rustls::ClientConfig;
use tower::ServiceExt as _;
use url::Url;

use super::broken::Broken;
use super::connection::{Connection, Wire};
use crate::environment::host_is_loopback;

/// A connection whose other end is gone is known after a minute, and does not count as resting.
const PROBE_EVERY: Duration = Duration::from_secs(15);
const PROBES: u32 = 3;

/// For all addresses of a family together, each its part: one that swallows everything must not use up the time
/// in which the next would have answered.
const CONNECT_WITHIN: Duration = Duration::from_secs(9);

pub(super) struct Dialer {
    tls: ClientConfig,
    direct: HttpsConnector<HttpConnector>,
    proxies: Option<Matcher>,
}

impl Dialer {
    /// Without `proxies` every connection is direct.
    pub(super) fn new(tls: ClientConfig, proxies: Option<Matcher>) -> Self {
        let mut tcp = HttpConnector::new();
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        tcp.set_connect_timeout(Some(CONNECT_WITHIN));
        tcp.set_keepalive(Some(PROBE_EVERY));
        tcp.set_keepalive_interval(Some(PROBE_EVERY));
        tcp.set_keepalive_retries(Some(PROBES));
        Self {
            direct: over_tls(tls.clone(), tcp),
            tls,
            proxies,
        }
    }

    pub(super) async fn dial(&self, url: &Url) -> Result<Connection, Broken> {
        let uri: Uri = url.as_str().parse().map_err(|error| Broken::by(&error))?;
        let Some(proxy) = self.proxy(url, &uri) else {
            return connected(self.direct.clone().oneshot(uri).await);
        };
        let mut tunnel = Tunnel::new(proxy.uri().clone(), self.direct.clone());
        if let Some(password) = proxy.basic_auth() {
            tunnel = tunnel.with_auth(password.clone());
        }
        connected(over_tls(self.tls.clone(), tunnel).oneshot(uri).await)
    }

    /// Only for https: what a proxy carries, it must not be able to read.
    fn proxy(&self, url: &Url, uri: &Uri) -> Option<Intercept> {
        if url.scheme() != "https" || host_is_loopback(url) {
            return None;
        }
        self.proxies.as_ref()?.intercept(uri)
    }
}

/// A proxy's address can be a secret; TLS's settings are pages.
impl fmt::Debug for Dialer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Dialer")
    }
}

fn over_tls<C>(tls: ClientConfig, connector: C) -> HttpsConnector<C> {
    HttpsConnectorBuilder::new()
        .with_tls_config(tls)
        .https_or_http()
        .enable_http1()
        .wrap_connector(connector)
}

fn connected<T>(
    dialled: Result<MaybeHttpsStream<T>, Box<dyn Error + Send + Sync>>,
) -> Result<Connection, Broken>
where
    T: Wire + 'static,
{
    match dialled {
        Ok(stream) => Ok(Connection::new(stream)),
        Err(error) => Err(Broken::by(&*error)),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use http::Method;
    use rustls::ServerConfig;
    use rustls::crypto::ring;
    use rustls::pki_types::pem::PemObject as _;
    use rustls::pki_types::{CertificateDer, PrivateKeyDer};
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::{TcpListener, TcpStream};
    use tokio::time::Instant;
    use tokio_rustls::TlsAcceptor;

    use super::*;
    use crate::transport::gate::Gate;
    use crate::transport::{reply, tls};

    const AUTHORITY: &[u8] = include_bytes!("../../tests/it/certs/authority.pem");
    const CERTIFICATE: &[u8] = include_bytes!("../../tests/it/certs/server.pem");
    const KEY: &[u8] = include_bytes!("../../tests/it/certs/server.key");

    async fn listening() -> (TcpListener, String) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        (listener, address)
    }

    fn through(proxy: &str, not_for: &str) -> Dialer {
        let proxies = Matcher::builder().https(proxy).http(proxy).no(not_for);
        let tls = tls::trusting_platform_and(AUTHORITY).unwrap();
        Dialer::new(tls, Some(proxies.build()))
    }

    fn gateway() -> Url {
        Url::parse("https://gateway.test/v/execute").unwrap()
    }

    fn tls() -> TlsAcceptor {
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(
                vec![CertificateDer::from_pem_slice(CERTIFICATE).unwrap()],
                PrivateKeyDer::from_pem_slice(KEY).unwrap(),
            )
            .unwrap();
        TlsAcceptor::from(Arc::new(config))
    }

    /// What the proxy is asked for, and the tunnel through it.
    async fn asked(listener: &TcpListener) -> (String, TcpStream) {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(stream.read_u8().await.unwrap());
        }
        (String::from_utf8(head).unwrap(), stream)
    }

    #[tokio::test]
    async fn a_proxy_carries_a_tunnel_whose_tls_ends_at_the_gateway() {
        let (listener, address) = listening().await;
        let dialer = through(&format!("http://who:secret@{address}"), "");
        let call = async {
            let mut connection = dialer.dial(&gateway()).await.unwrap();
            let mut gate = Gate::new(Instant::now() + Duration::from_secs(20));
            gate.write(&mut connection, b"request").await.unwrap();
            reply::read(connection, Method::POST).await.unwrap()
        };
        let serve = async {
            let (head, mut stream) = asked(&listener).await;
            let established = b"HTTP/1.1 200 Connection established\r\n\r\n";
            stream.write_all(established).await.unwrap();
            let mut stream = tls().accept(stream).await.unwrap();
            let mut request = [0; 7];
            stream.read_exact(&mut request).await.unwrap();
            assert_eq!(&request, b"request");
            let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";
            stream.write_all(answer).await.unwrap();
            stream.flush().await.unwrap();
            (head, stream)
        };
        let ((response, rest), (head, _open)) = tokio::join!(call, serve);
        assert_eq!((response.status, &*response.body), (200, &b"{}"[..]));
        assert!(rest.unwrap().is_quiet(), "the tunnel serves the next call");
        assert!(
            head.starts_with("CONNECT gateway.test:443 HTTP/1.1\r\n"),
            "{head}"
        );
        let credentials = "\r\nProxy-Authorization: Basic d2hvOnNlY3JldA==\r\n";
        assert!(head.contains(credentials), "{head}");
    }

    #[tokio::test]
    async fn a_proxy_that_refuses_leaves_no_connection_and_no_word_of_where() {
        for refusal in ["407 Proxy Authentication Required", "502 Bad Gateway"] {
            let (listener, address) = listening().await;
            let dialer = through(&format!("http://{address}"), "");
            let serve = async {
                let (_, mut stream) = asked(&listener).await;
                let answer = format!("HTTP/1.1 {refusal}\r\n\r\n");
                stream.write_all(answer.as_bytes()).await.unwrap();
            };
            let url = gateway();
            let (dialled, ()) = tokio::join!(dialer.dial(&url), serve);
            let Broken(why) = dialled.unwrap_err();
            assert!(why.starts_with("tunnel error: "), "{why}");
            assert!(!why.contains(&address) && !why.contains("gateway.test"));
        }
    }

    #[tokio::test]
    async fn what_only_tls_is_told_is_no_reply_that_nobody_asked_for() {
        let (listener, address) = listening().await;
        let dialer = through("http://proxy.test:3128", "");
        let url = Url::parse(&format!("https://{address}")).unwrap();
        let serve = async {
            let (stream, _) = listener.accept().await.unwrap();
            tls().accept(stream).await.unwrap()
        };
        let (dialled, mut gateway) = tokio::join!(dialer.dial(&url), serve);
        let mut connection = dialled.unwrap();
        connection.readable().await.unwrap();
        assert!(connection.is_quiet(), "a ticket for the next connection");
        gateway.get_mut().1.refresh_traffic_keys().unwrap();
        gateway.flush().await.unwrap();
        connection.readable().await.unwrap();
        assert!(connection.is_quiet(), "a new key");
        gateway.write_all(b"x").await.unwrap();
        gateway.flush().await.unwrap();
        connection.readable().await.unwrap();
        assert!(!connection.is_quiet());
    }

    #[cfg(target_os = "linux")]
    #[tokio::test(start_paused = true)]
    async fn an_address_that_swallows_everything_is_given_up_after_nine_seconds() {
        use socket2::{Domain, Socket, Type};

        // Full with one connection that nobody accepts: Linux drops the next ones without a word.
        let full = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
        let any: std::net::SocketAddr = "127.0.0.1:0".parse().unwrap();
        full.bind(&any.into()).unwrap();
        full.listen(0).unwrap();
        let address = full.local_addr().unwrap().as_socket().unwrap();
        let _waits = std::net::TcpStream::connect(address).unwrap();

        let dialer = Dialer::new(tls::trusting_no_one().unwrap(), None);
        let url = Url::parse(&format!("http://{address}")).unwrap();
        let start = Instant::now();
        let Broken(why) = dialer.dial(&url).await.unwrap_err();
        assert_eq!(start.elapsed().as_secs(), 9, "{why}");
    }

    #[test]
    fn a_proxy_is_for_https_off_loopback_and_not_for_whom_no_proxy_names() {
        let dialer = through("http://proxy.test:3128", "spared.test");
        for (url, proxied) in [
            ("https://gateway.test/", true),
            ("https://spared.test/", false),
            ("http://gateway.test/", false),
            ("https://127.0.0.1:8443/", false),
            ("https://[::1]/", false),
            ("https://localhost/", false),
        ] {
            let uri = url.parse().unwrap();
            let url = Url::parse(url).unwrap();
            assert_eq!(dialer.proxy(&url, &uri).is_some(), proxied, "{url}");
        }
    }
}
