//! What becomes of a request when nobody waits for its reply any more.

use std::io::ErrorKind;
use std::time::Duration;

use bkash_client::{Transport, TransportError};
use bytes::Bytes;
use tokio::io::AsyncReadExt as _;
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Instant, timeout};

use super::server::{LONG, Manner, Server, read_request, request, transport};

const SHORT: Duration = Duration::from_millis(300);

async fn listening() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    (listener, url)
}

/// How many bytes come, and whether the end is a reset.
async fn to_the_end(stream: &mut TcpStream) -> (usize, bool) {
    let (mut bytes, mut chunk) = (0, vec![0; 65_536]);
    loop {
        match stream.read(&mut chunk).await {
            Ok(0) => return (bytes, false),
            Ok(read) => bytes += read,
            Err(error) => return (bytes, error.kind() == ErrorKind::ConnectionReset),
        }
    }
}

#[tokio::test]
async fn a_request_whose_reply_is_given_up_is_taken_back_from_the_system() {
    for dropped in [false, true] {
        let (listener, url) = listening().await;
        let client = transport();
        let call = async {
            if dropped {
                let sending = client.send(request(&url, LONG));
                timeout(SHORT, sending).await.unwrap_err();
            } else {
                let error = client.send(request(&url, SHORT)).await.unwrap_err();
                assert_eq!(error, TransportError::TimedOut { connected: true });
            }
        };
        let serve = async {
            let (mut stream, _) = listener.accept().await.unwrap();
            read_request(&mut stream).await.unwrap();
            to_the_end(&mut stream).await
        };
        let ((), end) = tokio::join!(call, serve);
        assert_eq!(end, (0, true), "a reset");
    }
}

#[tokio::test]
async fn a_connection_at_rest_is_closed_in_the_usual_way() {
    let (listener, url) = listening().await;
    let client = transport();
    let call = async {
        client.send(request(&url, LONG)).await.unwrap();
        drop(client);
    };
    let serve = async {
        let (mut stream, _) = listener.accept().await.unwrap();
        read_request(&mut stream).await.unwrap();
        let reply = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";
        tokio::io::AsyncWriteExt::write_all(&mut stream, reply)
            .await
            .unwrap();
        to_the_end(&mut stream).await
    };
    let ((), end) = tokio::join!(call, serve);
    assert_eq!(end, (0, false));
}

#[tokio::test]
async fn a_request_that_is_late_half_way_is_never_whole_on_the_wire() {
    let (listener, url) = listening().await;
    let body = Bytes::from(vec![b' '; 32 << 20]);
    let length = body.len();
    for by_its_deadline in [true, false] {
        let mut long = request(&url, LONG);
        long.body = body.clone();
        let soon = Instant::now() + SHORT;
        if by_its_deadline {
            long.deadline = soon;
        } else {
            long.write_by = Some(soon);
        }
        let start = Instant::now();
        let error = transport().send(long).await.unwrap_err();
        assert_eq!(error, TransportError::TimedOut { connected: true });
        assert!(start.elapsed() < LONG / 2);
        let (mut stream, _) = listener.accept().await.unwrap();
        let (bytes, reset) = to_the_end(&mut stream).await;
        assert!(reset && bytes < length, "{bytes} bytes, reset: {reset}");
    }
}

#[tokio::test]
async fn past_its_deadline_nothing_is_written_to_a_connection_at_rest_either() {
    const OK: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";
    let mut server = Server::start(Manner::Answer(OK)).await;
    let client = transport();
    client.send(request(&server.url, LONG)).await.unwrap();
    let mut past = request(&server.url, LONG);
    past.deadline = Instant::now().checked_sub(SHORT).unwrap();
    let error = client.send(past).await.unwrap_err();
    assert_eq!(error, TransportError::TimedOut { connected: false });
    client.send(request(&server.url, LONG)).await.unwrap();
    assert_eq!(server.whole_requests().len(), 2);
}

#[tokio::test]
async fn connecting_ends_when_the_request_would_be_too_late() {
    let server = Server::start(Manner::Silence).await;
    let mut late = request(&server.url.replace("http://", "https://"), LONG);
    late.write_by = Some(Instant::now() + SHORT);
    let start = Instant::now();
    let error = transport().send(late).await.unwrap_err();
    assert_eq!(error, TransportError::TooLate);
    assert!(start.elapsed() < LONG / 2);
}
