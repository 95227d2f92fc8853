//! The wish to stop: ctrl-c, or SIGTERM from whoever runs the program.

/// Returns at the first wish from now on.
pub async fn stop() {
    Wishes::listen().next().await;
}

/// Every wish from the moment of listening, so that a second one can be told from the first.
#[cfg(unix)]
#[derive(Debug)]
pub struct Wishes([Option<tokio::signal::unix::Signal>; 2]);

#[cfg(unix)]
impl Wishes {
    /// A signal that cannot be listened to never comes.
    pub fn listen() -> Self {
        use tokio::signal::unix::{SignalKind, signal};
        Self([SignalKind::interrupt(), SignalKind::terminate()].map(|kind| signal(kind).ok()))
    }

    /// Waits for the next one.
    pub async fn next(&mut self) {
        let [interrupt, terminate] = &mut self.0;
        tokio::select! {
            () = heard(interrupt) => {}
            () = heard(terminate) => {}
        }
    }
}

#[cfg(unix)]
async fn heard(signal: &mut Option<tokio::signal::unix::Signal>) {
    match signal {
        Some(signal) => drop(signal.recv().await),
        None => std::future::pending().await,
    }
}

/// Every ctrl-c.
#[cfg(not(unix))]
#[derive(Debug)]
pub struct Wishes;

#[cfg(not(unix))]
impl Wishes {
    pub fn listen() -> Self {
        Self
    }

    /// Waits for the next one.
    pub async fn next(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
