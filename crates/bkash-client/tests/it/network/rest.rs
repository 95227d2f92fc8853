//! Connections that rest between two calls.

use bkash_client::{HttpTransport, Transport};
use tokio::io::AsyncWriteExt as _;
use tokio::net::{TcpListener, TcpStream};

use super::server::{LONG, read_request, request, transport};

const OK: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";

/// A gateway whose connections the test holds in its hand.
struct Gateway {
    listener: TcpListener,
    client: HttpTransport,
    url: String,
}

impl Gateway {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        Self {
            listener,
            client: transport(),
            url,
        }
    }

    /// One call that must come on a new connection.
    async fn call_on_a_new_connection(&self, answer: &[u8]) -> TcpStream {
        let serve = async {
            let (mut stream, _) = self.listener.accept().await.unwrap();
            read_request(&mut stream).await.unwrap();
            stream.write_all(answer).await.unwrap();
            stream
        };
        let ((), stream) = tokio::join!(self.call(), serve);
        stream
    }

    /// One call that must come on this connection.
    async fn call_on(&self, stream: &mut TcpStream) {
        let serve = async {
            read_request(stream).await.unwrap();
            stream.write_all(OK).await.unwrap();
        };
        tokio::join!(self.call(), serve);
    }

    /// Its reply is looked at before the gateway is waited for: it may have come from elsewhere.
    async fn call(&self) {
        let reply = self.client.send(request(&self.url, LONG)).await.unwrap();
        let expected = if reply.status == 200 { "{}" } else { "" };
        assert_eq!(&*reply.body, expected.as_bytes());
    }
}

#[tokio::test]
async fn what_the_gateway_closed_at_rest_is_not_written_to() {
    let gateway = Gateway::start().await;
    for round in 0..50 {
        let stream = gateway.call_on_a_new_connection(OK).await;
        if round % 2 == 0 {
            // Closing resets then.
            stream.set_zero_linger().unwrap();
        }
        // No turn of the runtime passes between this and the next call.
        drop(stream);
    }
}

#[tokio::test]
async fn bytes_that_nobody_asked_for_are_never_taken_for_a_reply() {
    const ANOTHER: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nunrelated";
    let gateway = Gateway::start().await;
    let together = [OK, ANOTHER].concat();
    let _still_open = gateway.call_on_a_new_connection(&together).await;
    let mut afterwards = gateway.call_on_a_new_connection(OK).await;
    afterwards.write_all(ANOTHER).await.unwrap();
    let mut quiet = gateway.call_on_a_new_connection(OK).await;
    gateway.call_on(&mut quiet).await;
}

#[tokio::test]
async fn a_body_that_may_not_be_there_is_never_taken_for_the_next_reply() {
    let gateway = Gateway::start().await;
    let mut open = Vec::new();
    for (head, body) in [
        ("204 No Content\r\ncontent-length: 38", OK),
        ("304 Not Modified\r\ncontent-length: 38", OK),
        ("101 Switching Protocols\r\nupgrade: x", OK),
        // The chunks end before the length does.
        (
            "200 OK\r\ncontent-length: 99\r\ntransfer-encoding: chunked",
            b"2\r\n{}\r\n0\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n[]",
        ),
    ] {
        let head = format!("HTTP/1.1 {head}\r\n\r\n").into_bytes();
        open.push(
            gateway
                .call_on_a_new_connection(&[&head, body].concat())
                .await,
        );
        if body == OK {
            // Or the body comes later, to a connection at rest; after 101 there is none any more.
            let mut stream = gateway.call_on_a_new_connection(&head).await;
            let _ = stream.write_all(body).await;
            open.push(stream);
        }
    }
    open.push(gateway.call_on_a_new_connection(OK).await);
}

#[tokio::test]
async fn a_connection_rests_after_every_reply_that_has_an_end_of_its_own() {
    let gateway = Gateway::start().await;
    let chunks =
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\n{\r\n1\r\n}\r\n0\r\n\r\n";
    let old = b"HTTP/1.0 200 OK\r\nconnection: keep-alive\r\ncontent-length: 2\r\n\r\n{}";
    for answer in [&chunks[..], old] {
        let mut stream = gateway.call_on_a_new_connection(answer).await;
        for _ in 0..3 {
            gateway.call_on(&mut stream).await;
        }
    }
}

#[tokio::test]
async fn a_connection_that_the_gateway_means_to_close_does_not_rest() {
    let gateway = Gateway::start().await;
    let mut open = Vec::new();
    for answer in [
        &b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\n{}"[..],
        b"HTTP/1.0 200 OK\r\ncontent-length: 2\r\n\r\n{}",
    ] {
        open.push(gateway.call_on_a_new_connection(answer).await);
    }
    open.push(gateway.call_on_a_new_connection(OK).await);
}

#[tokio::test]
async fn calls_at_the_same_time_have_a_connection_each() {
    let gateway = Gateway::start().await;
    let calls = (0..8).map(|_| {
        let (client, request) = (gateway.client.clone(), request(&gateway.url, LONG));
        tokio::spawn(async move { client.send(request).await })
    });
    let calls: Vec<_> = calls.collect();
    let mut streams = Vec::new();
    for _ in 0..8 {
        let (mut stream, _) = gateway.listener.accept().await.unwrap();
        read_request(&mut stream).await.unwrap();
        streams.push(stream);
    }
    for stream in &mut streams {
        stream.write_all(OK).await.unwrap();
    }
    for call in calls {
        call.await.unwrap().unwrap();
    }
}
