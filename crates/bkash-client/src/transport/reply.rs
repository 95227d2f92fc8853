//! Reads a reply, with hyper.
//!
//! A connection of hyper's holds 25 kB from its first moment (room for 32 requests, 8 kB each to read and to
//! write), which ten thousand payers who wait for a slow gateway cannot afford. So it is made when the first
//! bytes of the reply are there, and it goes with the last ones.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::Poll;

use bytes::{Bytes, BytesMut};
use http::{Method, Request};
use http_body_util::{BodyExt as _, Empty};
use hyper::body::Incoming;
use hyper::client::conn::http1::{Builder, Parts, SendRequest};

use super::answering::Answering;
use super::broken::Broken;
use super::connection::Connection;
use super::{LONGEST_REPLY, Response};

/// In bytes: a reply with a longer head is not read to its end.
const LONGEST_HEAD: usize = 64 * 1024;

/// Waits for the reply to a request of `method`, and reads it whole. The connection comes back if it can take
/// another request.
pub(super) async fn read(
    mut connection: Connection,
    method: Method,
) -> Result<(Response, Option<Connection>), Broken> {
    let first = connection.first_bytes().await?;
    // Boxed, because all that comes before is waiting.
    Box::pin(read_from(Answering::new(connection, first), method)).await
}

async fn read_from(
    answering: Answering,
    method: Method,
) -> Result<(Response, Option<Connection>), Broken> {
    let (mut sender, connection) = Builder::new()
        .max_buf_size(LONGEST_HEAD)
        .handshake(answering)
        .await?;
    let mut request = Request::new(Empty::<Bytes>::new());
    *request.method_mut() = method;
    let mut driven = pin!(connection.without_shutdown());
    let mut ended = false;
    let response = {
        let mut whole = pin!(whole(&mut sender, request));
        poll_fn(|cx| {
            // Also a connection that has ended can have a reply that waits to be read.
            ended = ended || driven.as_mut().poll(cx).is_ready();
            whole.as_mut().poll(cx)
        })
        .await?
    };
    let kept = if ended {
        None
    } else {
        kept(sender, driven).await
    };
    Ok((response, kept))
}

async fn whole(
    sender: &mut SendRequest<Empty<Bytes>>,
    request: Request<Empty<Bytes>>,
) -> Result<Response, Broken> {
    let response = sender.send_request(request).await?;
    let status = response.status().as_u16();
    let body = body(response.into_body()).await?;
    Ok(Response { status, body })
}

async fn body(mut incoming: Incoming) -> Result<Bytes, Broken> {
    let mut body = BytesMut::new();
    while let Some(frame) = incoming.frame().await {
        let Ok(data) = frame?.into_data() else {
            continue;
        };
        if body.len() + data.len() > LONGEST_REPLY {
            return Err(Broken("the reply is longer than 1 MiB".to_owned()));
        }
        body.extend_from_slice(&data);
    }
    Ok(body.freeze())
}

/// Takes the connection back from hyper, if hyper would have sent another request on it and nothing is left
/// of this reply.
async fn kept(
    sender: SendRequest<Empty<Bytes>>,
    mut driven: Pin<&mut impl Future<Output = hyper::Result<Parts<Answering>>>>,
) -> Option<Connection> {
    let mut now = async || poll_fn(|cx| Poll::Ready(driven.as_mut().poll(cx))).await;
    if now().await.is_ready() || !sender.is_ready() {
        return None;
    }
    drop(sender);
    match now().await {
        Poll::Ready(Ok(parts)) if parts.read_buf.is_empty() => parts.io.into_rest(),
        _ => None,
    }
}
