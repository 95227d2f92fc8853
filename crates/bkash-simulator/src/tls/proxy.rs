//! `CONNECT host:443`, as clients send it to the proxy that HTTPS_PROXY names (RFC 9110, section 9.3.6).

use std::io;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::is_gateway_name;

/// Far above the head of any CONNECT.
const LONGEST_HEAD: usize = 8 * 1024;
const END: &[u8] = b"\r\n\r\n";

/// Answers the request; what follows on the connection is TLS for one of the gateway's names.
pub(super) async fn connect(stream: &mut TcpStream) -> io::Result<()> {
    let head = read_head(stream).await?;
    match target(&head) {
        Some(target) if is_allowed(target) => {
            let answer = b"HTTP/1.1 200 Connection established\r\n\r\n";
            stream.write_all(answer).await
        }
        other => {
            let target = other.unwrap_or("something else");
            let text = format!(
                "this proxy leads to the simulated gateway on port 443 only, not to {target}\n"
            );
            let length = text.len();
            let head = "HTTP/1.1 403 Forbidden\r\ncontent-type: text/plain\r\nconnection: close";
            let answer = format!("{head}\r\ncontent-length: {length}\r\n\r\n{text}");
            stream.write_all(answer.as_bytes()).await?;
            stream.shutdown().await?;
            Err(io::Error::other("a proxy request for a foreign host"))
        }
    }
}

/// All that came up to the empty line. Nothing may follow it: a client waits for the answer.
async fn read_head(stream: &mut TcpStream) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    while !head.ends_with(END) {
        let too_long =
            head.len() >= LONGEST_HEAD || head.windows(END.len()).any(|part| part == END);
        if too_long {
            return Err(io::Error::other("a proxy request that does not end"));
        }
        if stream.read_buf(&mut head).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
    Ok(head)
}

/// `host:port` of the request line.
fn target(head: &[u8]) -> Option<&str> {
    let line = head.split(|byte| *byte == b'\r').next()?;
    let mut words = str::from_utf8(line).ok()?.split(' ');
    (words.next() == Some("CONNECT")).then_some(())?;
    words.next()
}

fn is_allowed(target: &str) -> bool {
    target.ends_with(":443") && is_gateway_name(target)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_gateway_on_443_is_led_to() {
        let allowed = |line: &str| {
            let head = format!("{line}\r\nHost: x\r\n\r\n");
            target(head.as_bytes()).is_some_and(is_allowed)
        };
        assert!(allowed("CONNECT tokenized.sandbox.bka.sh:443 HTTP/1.1"));
        for line in [
            "CONNECT tokenized.sandbox.bka.sh:80 HTTP/1.1",
            "CONNECT tokenized.sandbox.bka.sh HTTP/1.1",
            "CONNECT example.com:443 HTTP/1.1",
            "COPY tokenized.sandbox.bka.sh:443 HTTP/1.1",
            "CONNECT",
            "",
        ] {
            assert!(!allowed(line), "{line}");
        }
    }
}
