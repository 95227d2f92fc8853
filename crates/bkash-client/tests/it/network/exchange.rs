//! One exchange, and every way in which it can end.

use std::sync::atomic::Ordering;
use std::time::Duration;

use bkash_client::{Transport, TransportError};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpListener;
use tokio::time::Instant;

use super::server::{BODY, LONG, Manner, Server, read_request, request, send, transport};

#[tokio::test]
async fn a_request_has_its_length_its_raw_token_and_no_chunks() {
    let (reply, requests) = send(Manner::Answer(
        b"HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 2\r\n\r\n{}",
    ))
    .await;
    let reply = reply.unwrap();
    assert_eq!(
        (reply.status, &*reply.body),
        (200, &b"{}"[..]),
        "the content type plays no part"
    );
    let [request] = requests.as_slice() else {
        panic!("one request")
    };
    let request = request.to_lowercase();
    assert!(
        request.starts_with("post /v/execute http/1.1\r\n"),
        "{request}"
    );
    assert!(
        request.contains(&format!("\r\ncontent-length: {}\r\n", BODY.len())),
        "{request}"
    );
    assert!(
        request.contains("\r\nauthorization: the-raw-token\r\n"),
        "{request}"
    );
    assert!(!request.contains("transfer-encoding"), "{request}");
}

#[tokio::test]
async fn error_statuses_are_replies_and_redirects_are_not_followed() {
    for (answer, status) in [
        (
            &b"HTTP/1.1 504 Gateway Timeout\r\ncontent-length: 0\r\n\r\n"[..],
            504,
        ),
        (
            b"HTTP/1.1 502 Bad Gateway\r\ncontent-length: 6\r\n\r\n<html>",
            502,
        ),
        (
            b"HTTP/1.1 307 Temporary Redirect\r\nlocation: /elsewhere\r\ncontent-length: 0\r\n\r\n",
            307,
        ),
        (
            // One that a client would follow without the body, which could not be sent again.
            b"HTTP/1.1 302 Found\r\nlocation: /elsewhere\r\ncontent-length: 0\r\n\r\n",
            302,
        ),
        (
            b"HTTP/1.1 429 Too Many Requests\r\nretry-after: 0\r\ncontent-length: 0\r\n\r\n",
            429,
        ),
    ] {
        let (reply, requests) = send(Manner::Answer(answer)).await;
        assert_eq!(reply.unwrap().status, status);
        assert_eq!(requests.len(), 1, "no retry, no redirect");
    }
}

#[tokio::test]
async fn a_reply_that_breaks_off_is_lost_and_never_asked_for_again() {
    for manner in [
        Manner::Reset,
        Manner::AnswerAndClose(b""),
        Manner::AnswerAndClose(b"HTTP/1.1 200 OK\r\ncontent-le"),
        Manner::AnswerAndClose(
            b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"statusCode\":\"0000\"",
        ),
        Manner::AnswerAndClose(
            b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{\"a\":\r\n",
        ),
        Manner::AnswerAndClose(b"nonsense\r\n\r\n"),
    ] {
        let (reply, requests) = send(manner).await;
        let error = reply.unwrap_err();
        assert!(
            matches!(error, TransportError::Lost(_)),
            "{manner:?}: {error:?}"
        );
        assert_eq!(requests.len(), 1, "{manner:?}");
    }
}

#[tokio::test]
async fn a_connection_that_is_reset_at_once_never_counts_as_answered() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            stream.set_zero_linger().unwrap();
        }
    });
    let error = transport().send(request(&url, LONG)).await.unwrap_err();
    // Which of the two depends on whether the reset or the request was quicker.
    let known = matches!(error, TransportError::Lost(_) | TransportError::NotSent(_));
    assert!(known, "{error:?}");
}

#[tokio::test]
async fn where_nobody_listens_nothing_is_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    drop(listener);
    let error = transport().send(request(&url, LONG)).await.unwrap_err();
    assert!(matches!(error, TransportError::NotSent(_)), "{error:?}");
    assert!(
        !error.to_string().contains("127.0.0.1:"),
        "no address in errors: {error}"
    );
}

#[tokio::test]
async fn the_deadline_holds_over_silence_and_over_a_body_that_trickles() {
    for manner in [
        Manner::Silence,
        Manner::Answer(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"status"),
    ] {
        let server = Server::start(manner).await;
        let start = Instant::now();
        let deadline = Duration::from_millis(300);
        let error = transport()
            .send(request(&server.url, deadline))
            .await
            .unwrap_err();
        assert_eq!(
            error,
            TransportError::TimedOut { connected: true },
            "{manner:?}"
        );
        assert!(start.elapsed() < Duration::from_secs(5));
    }
}

#[tokio::test]
async fn a_server_that_never_finishes_tls_got_nothing() {
    let server = Server::start(Manner::Silence).await;
    let url = server.url.replace("http://", "https://");
    let error = transport()
        .send(request(&url, Duration::from_millis(300)))
        .await
        .unwrap_err();
    assert_eq!(error, TransportError::TimedOut { connected: false });
}

#[tokio::test]
async fn a_request_that_comes_too_late_never_stands_on_the_wire() {
    let mut server = Server::start(Manner::Silence).await;
    let mut late = request(&server.url, LONG);
    late.write_by = Instant::now().checked_sub(Duration::from_millis(1));
    let error = transport().send(late).await.unwrap_err();
    assert_eq!(error, TransportError::TooLate);
    assert_eq!(server.whole_requests(), Vec::<String>::new());
}

#[tokio::test]
async fn a_reply_over_a_mebibyte_is_not_read_to_its_end() {
    static HUGE: std::sync::LazyLock<Vec<u8>> = std::sync::LazyLock::new(|| {
        let mut reply = b"HTTP/1.1 200 OK\r\ncontent-length: 2000000\r\n\r\n".to_vec();
        reply.resize(reply.len() + 2_000_000, b' ');
        reply
    });
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        read_request(&mut stream).await.unwrap();
        let _ = stream.write_all(&HUGE).await;
    });
    let error = transport().send(request(&url, LONG)).await.unwrap_err();
    assert!(matches!(error, TransportError::Lost(_)), "{error:?}");
}

#[tokio::test]
async fn connections_are_reused_and_a_dropped_idle_one_costs_no_second_request() {
    const OK: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";
    let mut kept = Server::start(Manner::Answer(OK)).await;
    let client = transport();
    for _ in 0..3 {
        client.send(request(&kept.url, LONG)).await.unwrap();
    }
    assert_eq!(kept.connections.load(Ordering::Relaxed), 1);
    assert_eq!(kept.whole_requests().len(), 3);

    // Whatever a dropped idle connection does to the second call, the server sees each request
    // at most once, and one that was called not sent not at all.
    let mut dropped = Server::start(Manner::AnswerAndClose(OK)).await;
    for _ in 0..50 {
        client.send(request(&dropped.url, LONG)).await.unwrap();
        let before = dropped.whole_requests().len();
        assert_eq!(before, 1);
        let second = client.send(request(&dropped.url, LONG)).await;
        let seen = dropped.whole_requests().len();
        match second {
            Ok(_) => assert_eq!(seen, 1),
            Err(TransportError::NotSent(_)) => assert_eq!(seen, 0),
            Err(_) => assert!(seen <= 1),
        }
    }
}
