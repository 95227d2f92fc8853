use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::middleware::from_fn;
use axum::serve::{Listener, ListenerExt as _};
use tokio::net::TcpListener;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;

use crate::builder::SimulatorBuilder;
use crate::connection::{Connection, CuttableListener, Socket};
use crate::gateway::Gateway;
use crate::lookout::Lookout;
use crate::tls::{
    Authority, Front, Showing, close_ended_turns, greet_callers, refuse_foreign_hosts,
};
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
    showing: Arc<Showing>,
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

    /// From now on [`tls_addr`](Self::tls_addr) shows a certificate for the same names that nobody vouches for,
    /// or its own again. Connections that are open there end: idle ones at once, others with the answer that is
    /// under way; a request that comes by one of them all the same is lost, and no work is done for it. What is
    /// answered meanwhile by TLS is `certificate_unchecked` in the journal.
    ///
    /// Where nothing listens for TLS nothing changes.
    pub fn show_stranger(&self, on: bool) {
        if let Some(front) = &self.front {
            front.showing.show_stranger(on);
        }
    }

    /// How many TLS handshakes callers have begun while the certificate was a stranger's. Where some were and
    /// no call came of them, certificates are checked.
    #[must_use]
    pub fn stranger_handshakes(&self) -> u64 {
        let front = self.front.as_ref();
        front.map_or(0, |front| front.showing.strange_handshakes())
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
                let address = listener.local_addr()?;
                let (showing, fronts) = Showing::new(&authority, address);
                let greeter = greet_callers(listener, Arc::clone(&showing), stop.subscribe());
                served.spawn(greeter);
                served.spawn(serve_turns(fronts, app.clone(), stop.subscribe()));
                Some(FrontDoor {
                    address,
                    authority: authority.file().to_owned(),
                    showing,
                })
            }
        };
        let listener = doors.plain.tap_io(|stream| {
            if let Err(error) = stream.set_nodelay(true) {
                tracing::debug!(%error, "TCP_NODELAY was refused");
            }
        });
        served.spawn(serve(listener, app, stopped(stop.subscribe())));
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

/// Each front until its turn is over.
async fn serve_turns(
    mut fronts: mpsc::UnboundedReceiver<Front>,
    app: Router,
    mut stop: watch::Receiver<()>,
) -> io::Result<()> {
    let app = app
        .layer(from_fn(refuse_foreign_hosts))
        .layer(from_fn(close_ended_turns));
    let mut served = JoinSet::new();
    loop {
        let front = tokio::select! {
            Some(front) = fronts.recv() => front,
            _ = stop.changed() => break,
        };
        let (turn, stop) = (front.turn(), stop.clone());
        served.spawn(serve(front, app.clone(), async move {
            tokio::select! {
                () = turn.over() => {}
                () = stopped(stop) => {}
            }
        }));
        // Those whose last answer has gone.
        while served.try_join_next().is_some() {}
    }
    while served.join_next().await.is_some() {}
    Ok(())
}

async fn stopped(mut stop: watch::Receiver<()>) {
    // An error says that the sender was dropped: the same wish.
    let _ = stop.changed().await;
}

async fn serve(
    listener: impl Listener<Addr = SocketAddr, Io: Socket>,
    app: Router,
    until: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let app = app.layer(from_fn(lost::close_lost_connections));
    axum::serve(
        CuttableListener(listener),
        app.into_make_service_with_connect_info::<Connection>(),
    )
    .with_graceful_shutdown(until)
    .await
}
