//! Replies in every shape in which HTTP/1.1 allows them.

use bkash_client::transport::Response;
use bkash_client::{Transport, TransportError};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpListener;

use super::server::{LONG, read_request, request, transport};

/// Sends `answer` in pieces, each in a packet of its own, and closes.
async fn read(pieces: impl Iterator<Item = &[u8]>) -> Result<Response, TransportError> {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let client = transport();
    let serve = async {
        let (mut stream, _) = listener.accept().await.unwrap();
        stream.set_nodelay(true).unwrap();
        read_request(&mut stream).await.unwrap();
        for piece in pieces {
            // The client may have turned away already.
            if stream.write_all(piece).await.is_err() {
                return;
            }
            tokio::task::yield_now().await;
        }
    };
    let (reply, ()) = tokio::join!(client.send(request(&url, LONG)), serve);
    reply
}

fn with_a_head_of(bytes: usize) -> Vec<u8> {
    let cookie = "c".repeat(bytes);
    format!("HTTP/1.1 200 OK\r\nset-cookie: {cookie}\r\ncontent-length: 2\r\n\r\n{{}}").into_bytes()
}

#[tokio::test]
async fn a_head_of_sixteen_kilobytes_is_read_and_one_of_a_hundred_is_not() {
    let long = with_a_head_of(16 * 1024);
    for piece in [1000, 8192, long.len()] {
        let reply = read(long.chunks(piece)).await.unwrap();
        assert_eq!((reply.status, &*reply.body), (200, &b"{}"[..]));
    }
    let endless = with_a_head_of(100 * 1024);
    let error = read(endless.chunks(8192)).await.unwrap_err();
    assert!(matches!(error, TransportError::Lost(_)), "{error:?}");
}

#[tokio::test]
async fn a_reply_is_the_same_whole_and_byte_by_byte() {
    for answer in [
        &b"HTTP/1.1 201 Created\r\ncontent-length: 7\r\n\r\n{\"a\":1}"[..],
        b"HTTP/1.1 201 Created\r\ntransfer-encoding: chunked\r\n\r\n\
          3;x=y\r\n{\"a\r\n4\r\n\":1}\r\n0\r\nx-trailer: z\r\n\r\n",
        b"HTTP/1.1 201 Created\r\n\r\n{\"a\":1}",
        b"HTTP/1.0 201 Created\r\n\r\n{\"a\":1}",
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n\
          HTTP/1.1 201 Created\r\ncontent-length: 7\r\n\r\n{\"a\":1}",
    ] {
        for size in [answer.len(), 1] {
            let reply = read(answer.chunks(size)).await.unwrap();
            assert_eq!((reply.status, &*reply.body), (201, &br#"{"a":1}"#[..]));
        }
    }
}

#[tokio::test]
async fn a_reply_without_a_body_is_whole_with_its_head() {
    let answer = b"HTTP/1.1 204 No Content\r\n\r\n";
    let reply = read(answer.chunks(answer.len())).await.unwrap();
    assert_eq!((reply.status, reply.body.len()), (204, 0));
}

#[tokio::test]
async fn a_switch_of_protocols_that_nobody_asked_for_is_a_reply_without_a_body() {
    let answer = b"HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n{}";
    let reply = read(answer.chunks(answer.len())).await.unwrap();
    assert_eq!((reply.status, reply.body.len()), (101, 0));
}

#[tokio::test]
async fn a_reply_that_contradicts_itself_is_lost() {
    for answer in [
        &b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}x"[..],
        b"HTTP/1.1 200 OK\r\ncontent-length: -2\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
        b"HTTP/1.1 2x0 OK\r\ncontent-length: 2\r\n\r\n{}",
        b"HTTP/1.0 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\ncontent-length : 2\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\nx: y\r\n content-length: 2\r\n\r\n{}",
    ] {
        let error = read(answer.chunks(answer.len())).await.unwrap_err();
        let text = String::from_utf8_lossy(answer);
        assert!(
            matches!(error, TransportError::Lost(_)),
            "{text}: {error:?}"
        );
    }
}
