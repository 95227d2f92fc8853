use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::builder::SimulatorBuilder;
use crate::connection::{Cut, CuttableListener};
use crate::gateway::Gateway;
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
    stop: Option<oneshot::Sender<()>>,
    served: JoinHandle<io::Result<()>>,
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

    /// Stops it, and waits up to a second for answers in flight.
    pub async fn shutdown(mut self) {
        self.stop.take();
        let served = &mut self.served;
        if tokio::time::timeout(SHUTDOWN_GRACE, &mut *served)
            .await
            .is_err()
        {
            served.abort();
        }
    }

    pub(crate) async fn serve(address: SocketAddr, gateway: Arc<Gateway>) -> io::Result<Self> {
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        let (stop, stopped) = oneshot::channel::<()>();
        let app: Router =
            api::router(gateway).layer(axum::middleware::from_fn(lost::close_lost_connections));
        let server = axum::serve(
            CuttableListener(listener),
            app.into_make_service_with_connect_info::<Cut>(),
        )
        .with_graceful_shutdown(async {
            // An error says that the sender was dropped: the same wish.
            let _ = stopped.await;
        });
        let served = tokio::spawn(async move { server.await });
        Ok(Self {
            url: format!("http://{address}"),
            address,
            stop: Some(stop),
            served,
        })
    }
}
