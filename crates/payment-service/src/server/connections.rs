use std::convert::Infallible;
use std::io;
use std::pin::pin;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::http::header::{CONNECTION, HeaderValue};
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt;

/// A connection on which no whole request head arrives for so long is closed, idle ones too.
const HEAD_WITHIN: Duration = Duration::from_secs(60);
/// Among more open connections than this, each is closed after its answer, so that ten thousand browsers that
/// wait for their payment are not ten thousand open files.
const IDLE_AMONG: usize = 512;
/// After a refused accept, such as for want of file descriptors.
const PAUSE: Duration = Duration::from_millis(50);

/// Accepts until stopped; every connection then ends after the request that it is on.
pub(super) async fn accept(
    listener: TcpListener,
    router: Router,
    stop: CancellationToken,
    connections: TaskTracker,
) {
    loop {
        let accepted = tokio::select! {
            biased;
            () = stop.cancelled() => return,
            accepted = listener.accept() => accepted,
        };
        match accepted.and_then(|(stream, _)| without_delay(stream)) {
            Ok(stream) => {
                let open = connections.clone();
                connections.spawn(serve(stream, router.clone(), stop.clone(), open));
            }
            Err(error) => {
                tracing::warn!(%error, "connection not accepted");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
}

/// A small answer must not wait for the acknowledgement of the one before.
fn without_delay(stream: TcpStream) -> io::Result<TcpStream> {
    stream.set_nodelay(true)?;
    Ok(stream)
}

async fn serve(stream: TcpStream, router: Router, stop: CancellationToken, open: TaskTracker) {
    let service = service_fn(move |request| answer(router.clone(), request, open.clone()));
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_WITHIN)
        .serve_connection(TokioIo::new(stream), service);
    let mut connection = pin!(connection);
    // A connection that broke is the caller's affair; what it had begun goes on in tasks of its own.
    tokio::select! {
        _ = connection.as_mut() => return,
        () = stop.cancelled() => connection.as_mut().graceful_shutdown(),
    }
    let _ = connection.await;
}

async fn answer(
    router: Router,
    request: Request<Incoming>,
    open: TaskTracker,
) -> Result<Response, Infallible> {
    let mut response = router.oneshot(request.map(axum::body::Body::new)).await?;
    if open.len() > IDLE_AMONG {
        let close = HeaderValue::from_static("close");
        response.headers_mut().insert(CONNECTION, close);
    }
    Ok(response)
}
