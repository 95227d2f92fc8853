use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::failure::Failure;

/// One browser with one connection, which it keeps for as long as the server does.
#[derive(Debug)]
pub struct Browser {
    server: SocketAddr,
    connection: Option<TcpStream>,
}

/// What a browser does with an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Page {
    /// It goes elsewhere.
    Redirect(String),
    /// It shows a page that asks to be loaded again after so long, from a relative address or from its own.
    Refresh(Duration, Option<String>),
}

impl Browser {
    pub fn new(server: SocketAddr) -> Self {
        Self {
            server,
            connection: None,
        }
    }

    pub async fn visit(&mut self, path: &str) -> Result<Page, Failure> {
        let answer = match self.connection.take() {
            Some(kept) => self.exchange(kept, path).await,
            None => Ok(None),
        };
        // A kept connection may have been closed meanwhile; then no byte of an answer comes.
        let answer = match answer {
            Ok(Some(answer)) => answer,
            Ok(None) | Err(_) => {
                let fresh = TcpStream::connect(self.server).await?;
                fresh.set_nodelay(true)?;
                let answer = self.exchange(fresh, path).await?;
                answer.ok_or_else(|| Failure::new("a browser's connection was closed"))?
            }
        };
        answer.page()
    }

    async fn exchange(
        &mut self,
        mut stream: TcpStream,
        path: &str,
    ) -> Result<Option<Answer>, Failure> {
        let request = format!("GET {path} HTTP/1.1\r\nhost: {}\r\n\r\n", self.server);
        stream.write_all(request.as_bytes()).await?;
        let mut text = Vec::with_capacity(4096);
        loop {
            if let Some(answer) = Answer::read(&text) {
                if !answer.closes {
                    self.connection = Some(stream);
                }
                return Ok(Some(answer));
            }
            if stream.read_buf(&mut text).await? == 0 {
                return match text.is_empty() {
                    true => Ok(None),
                    false => Err(Failure::new("half an answer came to a browser")),
                };
            }
        }
    }
}

/// A whole answer.
struct Answer {
    status: u16,
    location: Option<String>,
    closes: bool,
    body: String,
}

impl Answer {
    /// `None` until all of it is there.
    fn read(bytes: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?;
        let (head, body) = text.split_once("\r\n\r\n")?;
        let header = |wanted: &str| {
            head.lines().skip(1).find_map(|line| {
                let (name, value) = line.split_once(':')?;
                name.eq_ignore_ascii_case(wanted)
                    .then(|| value.trim().to_owned())
            })
        };
        let length: usize = header("content-length")?.parse().ok()?;
        Some(Self {
            status: head.split(' ').nth(1)?.parse().ok()?,
            location: header("location"),
            closes: header("connection").is_some_and(|value| value.eq_ignore_ascii_case("close")),
            body: body.get(..length)?.to_owned(),
        })
    }

    fn page(self) -> Result<Page, Failure> {
        if let Some(location) = self.location {
            return Ok(Page::Redirect(location));
        }
        let refresh = self.refresh();
        let Some((seconds, next)) = refresh.filter(|_| self.status == 200) else {
            let (status, body) = (self.status, self.body);
            return Err(Failure::new(format!(
                "a browser was shown {status}: {body}"
            )));
        };
        Ok(Page::Refresh(Duration::from_secs(seconds), next))
    }

    /// Of `<meta http-equiv="refresh" content="2;url=next">`.
    fn refresh(&self) -> Option<(u64, Option<String>)> {
        let (_, rest) = self.body.split_once(r#"http-equiv="refresh" content=""#)?;
        let (content, _) = rest.split_once('"')?;
        match content.split_once(";url=") {
            Some((seconds, next)) => Some((seconds.parse().ok()?, Some(next.to_owned()))),
            None => Some((content.parse().ok()?, None)),
        }
    }
}
