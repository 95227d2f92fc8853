//! Servers beside the measurement, on threads of their own.

use std::future::Future;
use std::net::SocketAddr;
use std::thread::JoinHandle;

use axum::Router;
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::oneshot;

use crate::failure::Failure;

/// A runtime of one thread: the caller's.
pub fn runtime() -> Result<Runtime, Failure> {
    Ok(Builder::new_current_thread().enable_all().build()?)
}

/// Serves until it is dropped.
#[derive(Debug)]
pub struct Hosted {
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Hosted {
    /// Starts a server on a thread with a runtime of its own; answers what `start` tells of it, such as
    /// its address. What `start` keeps alive lives until this is dropped.
    pub fn start<T, K, F>(
        name: &str,
        start: impl FnOnce() -> F + Send + 'static,
    ) -> Result<(T, Self), Failure>
    where
        T: Send + 'static,
        F: Future<Output = Result<(T, K), Failure>>,
    {
        let (tell, told) = std::sync::mpsc::channel();
        let (stop, stopped) = oneshot::channel();
        let serve = move || {
            let runtime = match runtime() {
                Ok(runtime) => runtime,
                Err(failure) => return drop(tell.send(Err(failure))),
            };
            runtime.block_on(async move {
                match start().await {
                    Ok((answer, kept)) => {
                        let _ = tell.send(Ok(answer));
                        // An error says that the sender was dropped: the same wish.
                        let _ = stopped.await;
                        drop(kept);
                    }
                    Err(failure) => drop(tell.send(Err(failure))),
                }
            });
        };
        let thread = std::thread::Builder::new()
            .name(name.to_owned())
            .spawn(serve)?;
        let hosted = Self {
            stop: Some(stop),
            thread: Some(thread),
        };
        Ok((told.recv()??, hosted))
    }

    /// Serves a router on a free port of loopback.
    pub fn router(name: &str, router: Router) -> Result<(SocketAddr, Self), Failure> {
        Self::start(name, || async {
            let listener = TcpListener::bind("127.0.0.1:0").await?;
            let address = listener.local_addr()?;
            let listener = axum::serve::ListenerExt::tap_io(listener, |stream| {
                // Without it a small answer may wait for an acknowledgement.
                let _ = stream.set_nodelay(true);
            });
            let served = tokio::spawn(async move { axum::serve(listener, router).await });
            Ok((address, served))
        })
    }
}

impl Drop for Hosted {
    fn drop(&mut self) {
        self.stop.take();
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            eprintln!("a server's thread panicked");
        }
    }
}
