use std::io;

use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use axum::middleware::Next;
use axum::response::Response;

use crate::connection::Cut;

/// Marks a response that never reaches its caller: the connection closes without an answer.
///
/// Over a socket the caller sees just that. Who calls the router in process gets a response with
/// this extension and a body that ends in an error, and is to treat it as a lost connection whatever
/// its status says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConnectionLost;

/// The response that stands for none.
pub(crate) fn lost_response() -> Response {
    let error = io::Error::from(io::ErrorKind::ConnectionReset);
    let body = Body::from_stream(futures_util::stream::once(async {
        Err::<bytes::Bytes, _>(error)
    }));
    let mut response = Response::new(body);
    response.extensions_mut().insert(ConnectionLost);
    response
}

/// Closes the socket of a lost response before it is written.
pub(crate) async fn close_lost_connections(
    ConnectInfo(connection): ConnectInfo<Cut>,
    request: Request,
    next: Next,
) -> Response {
    let response = next.run(request).await;
    if response.extensions().get::<ConnectionLost>().is_some() {
        connection.cut();
    }
    response
}
