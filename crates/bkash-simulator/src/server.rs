use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::middleware::from_fn;
use axum::serve::{Listener, ListenerExt as _};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::builder::SimulatorBuilder;
use crate::connection::{Cut, CuttableListener, Resettable};
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
    lookout: Arc<Lookout>,
    stop: watch::Sender<()>,
    served: JoinSet<io::Result<()>>,
}

#[derive(Debug)]
struct FrontDoor {
    address: SocketAddr,
    authority: PathBuf,
}

/// Sockets that are open before anything is served on them.
pub(crate) struct Doors {
    pub(crate) plain: TcpListener,
    pub(crate) tls: Option<(TcpListener, Authority)>,
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
        let front = match doors.tls {
            None => None,
            Some((listener, authority)) => {
                let listener = Front::new(listener, authority.server())?;
                let door = FrontDoor {
                    address: listener.local_addr()?,
                    authority: authority.file().to_owned(),
                };
                let app = app.clone().layer(from_fn(refuse_foreign_hosts));
                served.spawn(serve(listener, app, stop.subscribe()));
                Some(door)
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
            lookout,
            stop,
            served,
        })
    }
}

async fn serve(
    listener: impl Listener<Addr = SocketAddr, Io: Resettable>,
    app: Router,
    mut stop: watch::Receiver<()>,
) -> io::Result<()> {
    let app = app.layer(from_fn(lost::close_lost_connections));
    axum::serve(
        CuttableListener(listener),
        app.into_make_service_with_connect_info::<Cut>(),
    )
    .with_graceful_shutdown(async move {
        // An error says that the sender was dropped: the same wish.
        let _ = stop.changed().await;
    })
    .await
}
