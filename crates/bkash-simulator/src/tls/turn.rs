use std::future::pending;

use axum::extract::{ConnectInfo, Request};
use axum::middleware::Next;
use axum::response::Response;
use tokio::sync::watch;

use crate::connection::Connection;
use crate::lost::{self, Loss};

/// How long a connection serves: until another certificate is shown; by default for ever.
#[derive(Debug, Clone, Default)]
pub(crate) struct Turn(Option<watch::Receiver<()>>);

impl Turn {
    /// One that is over once the sender is dropped.
    pub(super) fn begin() -> (watch::Sender<()>, Self) {
        let (ends, turn) = watch::channel(());
        (ends, Self(Some(turn)))
    }

    fn is_over(&self) -> bool {
        let turn = self.0.as_ref();
        turn.is_some_and(|turn| turn.has_changed().is_err())
    }

    pub(crate) async fn over(self) {
        match self.0 {
            // An error says that the sender was dropped, which is all that it does.
            Some(mut turn) => drop(turn.changed().await),
            None => pending().await,
        }
    }
}

/// A request that was on its way when its turn ended is lost, as on any connection that closes.
pub(crate) async fn close_ended_turns(
    ConnectInfo(connection): ConnectInfo<Connection>,
    request: Request,
    next: Next,
) -> Response {
    match connection.turn.is_over() {
        true => lost::response(Loss::Closed),
        false => next.run(request).await,
    }
}
