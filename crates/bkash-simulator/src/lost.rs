use std::io;

use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use axum::middleware::Next;
use axum::response::Response;
use bytes::Bytes;
use futures_util::{StreamExt as _, stream};
use http::{HeaderValue, header};

use crate::connection::Connection;

/// Marks a response that never reaches its caller, or not whole: the connection closes in the middle.
///
/// Over a socket the caller sees just that. Who calls the router in process gets a response with
/// this extension and a body that ends in an error, and is to treat it as a lost connection whatever
/// its status says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConnectionLost;

/// How a connection ends before its answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Loss {
    Closed,
    /// By TCP RST.
    Reset,
}

/// The response that stands for none.
pub(crate) fn response(loss: Loss) -> Response {
    let mut response = Response::new(Body::from_stream(stream::iter([broken()])));
    response.extensions_mut().insert(ConnectionLost);
    response.extensions_mut().insert(loss);
    response
}

/// This head with the length of the whole body, half of it, and an end that is none.
pub(crate) fn half(head: Response, whole: &Bytes) -> Response {
    let (mut parts, _) = head.into_parts();
    let length = HeaderValue::from(whole.len());
    parts.headers.insert(header::CONTENT_LENGTH, length);
    parts.extensions.insert(ConnectionLost);
    let half = whole.slice(..whole.len() / 2);
    // The pause lets the server write the half out before the error makes it let go.
    let broken = async {
        tokio::task::yield_now().await;
        broken()
    };
    let body = stream::iter([Ok(half)]).chain(stream::once(broken));
    Response::from_parts(parts, Body::from_stream(body))
}

fn broken() -> io::Result<Bytes> {
    Err(io::ErrorKind::ConnectionReset.into())
}

/// Closes the socket of a lost response before a byte of it is written.
pub(crate) async fn close_lost_connections(
    ConnectInfo(connection): ConnectInfo<Connection>,
    request: Request,
    next: Next,
) -> Response {
    let response = next.run(request).await;
    if let Some(loss) = response.extensions().get::<Loss>() {
        connection.cut.cut(*loss);
    }
    response
}
