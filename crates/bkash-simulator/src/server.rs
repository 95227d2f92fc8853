use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::Router;
use axum::middleware::from_fn;
use axum::serve::{Listener, ListenerExt as _};
use rustls::ServerConfig;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::builder::SimulatorBuilder;
use crate::connection::{Connection, CuttableListener, Socket};
use crate::gateway::Gateway;
use crate::lookout::Lookout;
use crate::tls::{Authority, Front, refuse_foreign_hosts};
use crate::{api, lost};

/// How long [`Simulator::shutdown`] waits for answers in flight.
const SHUTDOWN_GRACE: Duration = Duration::from_secs(1);

/// A running simulator. Dropping it stops it: the port closes, idle connections too.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> std::io::Result<()> {
/// let simulator = bkash_simulator::Simulator::start().await?;
/// assert!(simulator.url().starts_with("http://127.0.0.1:"));
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Simulator {
    url: String,
    address: SocketAddr,
    front: Option<FrontDoor>,
    stranger: Option<StrangerDoor>,
    lookout: Arc<Lookout>,
    stop: watch::Sender<()>,
    served: JoinSet<io::Result<()>>,
}

#[derive(Debug)]
struct FrontDoor {
    address: SocketAddr,
    authority: PathBuf,
}

#[derive(Debug)]
struct StrangerDoor {
    address: SocketAddr,
    handshakes: Arc<AtomicU64>,
}

/// Sockets that are open before anything is served on them.
pub(crate) struct Doors {
    pub(crate) plain: TcpListener,
    pub(crate) tls: Option<(TcpListener, Authority)>,
    pub(crate) stranger: Option<(TcpListener, Arc<ServerConfig>)>,
}

impl Simulator {
    /// Starts one on a free port of 127.0.0.1, with the machine's clock and a seed of chance.
    ///
    /// # Errors
    /// No port could be opened.
    pub async fn start() -> io::Result<Self> {
        Self::builder().start().await
    }

    /// For another address, a fixed seed, fixed credentials, another clock, or no socket at all.
    #[must_use]
    pub fn builder() -> SimulatorBuilder {
        SimulatorBuilder::new()
    }

    /// Origin to give to a client as the gateway, such as `http://127.0.0.1:8600`.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Where it listens.
    #[must_use]
    pub fn addr(&self) -> SocketAddr {
        self.address
    }

    /// Where it listens for TLS and as a proxy, if [`SimulatorBuilder::tls`] asked for that.
    #[must_use]
    pub fn tls_addr(&self) -> Option<SocketAddr> {
        Some(self.front.as_ref()?.address)
    }

    /// PEM file of the test authority that clients of [`tls_addr`](Self::tls_addr) are to trust.
    #[must_use]
    pub fn authority_file(&self) -> Option<&Path> {
        Some(&self.front.as_ref()?.authority)
    }

    /// Where it listens with a certificate that nobody can trust, if [`SimulatorBuilder::tls_stranger`] asked
    /// for that. The journal says of what is answered there that it is `certificate_unchecked`.
    #[must_use]
    pub fn stranger_addr(&self) -> Option<SocketAddr> {
        Some(self.stranger.as_ref()?.address)
    }

    /// How many TLS handshakes callers have begun at [`stranger_addr`](Self::stranger_addr). Where some were
    /// and no call came of them, certificates are checked.
    #[must_use]
    pub fn stranger_handshakes(&self) -> u64 {
        let stranger = self.stranger.as_ref();
        stranger.map_or(0, |stranger| stranger.handshakes.load(Ordering::Relaxed))
    }

    /// Names of the secrets that a text holds, each once: `id_token`, `refresh_token`, `app_secret`,
    /// `password`. Looked for are the newest 2,000 of each kind: the tokens that any world has issued, and
    /// the app secrets and passwords that any caller has sent in a token call. They are found plain, escaped
    /// as in addresses, JSON and HTML, and as base64 of the whole secret; a part of one is none.
    ///
    /// Not looked for is what pages hold by chance: secrets of fewer than six bytes, of fewer than twelve
    /// if they are letters alone (`password`), and names of fields (`app_secret`). One of fewer than
    /// sixteen is only found as a whole word.
    #[must_use]
    pub fn secrets_in(&self, text: &str) -> Vec<&'static str> {
        self.lookout.find_in(text)
    }

    /// Stops it, and waits up to a second for answers in flight.
    pub async fn shutdown(self) {
        let Self {
            stop, mut served, ..
        } = self;
        drop(stop);
        let all = async { while served.join_next().await.is_some() {} };
        // What is not done by then is aborted with the set.
        let _ = tokio::time::timeout(SHUTDOWN_GRACE, all).await;
    }

    pub(crate) fn serve(doors: Doors, gateway: Gateway) -> io::Result<Self> {
        let address = doors.plain.local_addr()?;
        let (stop, _) = watch::channel(());
        let lookout = Arc::clone(&gateway.lookout);
        let app = api::router(Arc::new(gateway.until(stop.subscribe())));
        let mut served = JoinSet::new();
        let mut open = |front: Front| {
            let app = app.clone().layer(from_fn(refuse_foreign_hosts));
            let address = front.local_addr();
            served.spawn(serve(front, app, stop.subscribe()));
            address
        };
        let front = match doors.tls {
            None => None,
            Some((listener, authority)) => Some(FrontDoor {
                address: open(Front::new(listener, authority.server())?)?,
                authority: authority.file().to_owned(),
            }),
        };
        let stranger = match doors.stranger {
            None => None,
            Some((listener, server)) => {
                let handshakes = Arc::default();
                let front = Front::stranger(listener, server, Arc::clone(&handshakes))?;
                Some(StrangerDoor {
                    address: open(front)?,
                    handshakes,
                })
            }
        };
        let listener = doors.plain.tap_io(|stream| {
            if let Err(error) = stream.set_nodelay(true) {
                tracing::debug!(%error, "TCP_NODELAY was refused");
            }
        });
        served.spawn(serve(listener, app, stop.subscribe()));
        Ok(Self {
            url: format!("http://{address}"),
            address,
            front,
            stranger,
            lookout,
            stop,
            served,
        })
    }
}

async fn serve(
    listener: impl Listener<Addr = SocketAddr, Io: Socket>,
    app: Router,
    mut stop: watch::Receiver<()>,
) -> io::Result<()> {
    let app = app.layer(from_fn(lost::close_lost_connections));
    axum::serve(
        CuttableListener(listener),
        app.into_make_service_with_connect_info::<Connection>(),
    )
    .with_graceful_shutdown(async move {
        // An error says that the sender was dropped: the same wish.
        let _ = stop.changed().await;
    })
    .await
}
