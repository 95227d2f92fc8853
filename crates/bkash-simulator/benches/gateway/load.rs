//! Callers with a connection each, kept open, and one call at a time on it.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use bytes::Bytes;
use futures_util::future::try_join_all;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::Outcome;

const CALLERS: usize = 32;
const HEAD_END: &[u8] = b"\r\n\r\n";
const SUCCESS: &[u8] = br#""statusCode":"0000""#;

/// One connection.
pub(crate) struct Caller {
    stream: TcpStream,
    answer: Vec<u8>,
}

impl Caller {
    pub(crate) async fn connect(address: SocketAddr) -> Outcome<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let answer = Vec::with_capacity(4096);
        Ok(Self { stream, answer })
    }

    /// Sends prepared bytes; the body of the answer.
    pub(crate) async fn call(&mut self, request: &[u8]) -> Outcome<&[u8]> {
        self.stream.write_all(request).await?;
        self.answer.clear();
        loop {
            if self.stream.read_buf(&mut self.answer).await? == 0 {
                return Err("the server closed a connection".into());
            }
            if let Some((start, end)) = body(&self.answer)
                && self.answer.len() >= end
            {
                return Ok(&self.answer[start..end]);
            }
        }
    }
}

/// Where the body of an answer begins and ends, once its head is there.
fn body(answer: &[u8]) -> Option<(usize, usize)> {
    let start = find(answer, HEAD_END)? + HEAD_END.len();
    let name = b"content-length: ";
    let value = &answer[find(&answer[..start], name)? + name.len()..start];
    let digits = value.iter().take_while(|byte| byte.is_ascii_digit());
    let length = digits.fold(0, |length, digit| length * 10 + usize::from(digit - b'0'));
    Some((start, start + length))
}

fn find(text: &[u8], part: &[u8]) -> Option<usize> {
    text.windows(part.len()).position(|window| window == part)
}

/// Sends every request once, shared by the callers; how long that took. An answer that is no success is
/// an error.
pub(crate) async fn send_all(address: SocketAddr, requests: &[Bytes]) -> Outcome<Duration> {
    let connections = (0..CALLERS).map(|_| Caller::connect(address));
    let callers = try_join_all(connections).await?;
    let started = Instant::now();
    let work = callers.into_iter().enumerate().map(|(index, mut caller)| {
        let mine = requests.iter().skip(index).step_by(CALLERS);
        async move {
            for request in mine {
                let answer = caller.call(request).await?;
                if find(answer, SUCCESS).is_none() {
                    let answer = String::from_utf8_lossy(answer);
                    return Err(format!("not a success: {answer}").into());
                }
            }
            Outcome::Ok(())
        }
    });
    try_join_all(work).await?;
    Ok(started.elapsed())
}
