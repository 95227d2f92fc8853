//! The address of a Redis server.

use std::fmt;
use std::str::FromStr;

use redis::{ConnectionAddr, ConnectionInfo, IntoConnectionInfo as _};

/// `redis://[user:password@]host[:port][/number]`, or `rediss://` over TLS. Shown without its password.
#[derive(Clone)]
pub struct RedisUrl {
    text: String,
    info: Box<ConnectionInfo>,
}

/// A text that is no address of a Redis server; never repeats it, because it may hold a password.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("write redis://HOST:PORT/NUMBER or rediss://HOST:PORT/NUMBER for TLS; {0}")]
pub struct RedisUrlError(&'static str);

impl RedisUrl {
    pub(super) fn info(&self) -> ConnectionInfo {
        *self.info.clone()
    }
}

impl FromStr for RedisUrl {
    type Err = RedisUrlError;

    fn from_str(text: &str) -> Result<Self, RedisUrlError> {
        let url = url::Url::parse(text).map_err(|_| RedisUrlError("this is no address"))?;
        if !matches!(url.scheme(), "redis" | "rediss") {
            return Err(RedisUrlError("no other scheme is spoken"));
        }
        if url.fragment().is_some() {
            // `#insecure` would accept any certificate.
            return Err(RedisUrlError("nothing may stand behind a #"));
        }
        if url.host_str().is_none_or(str::is_empty) {
            return Err(RedisUrlError("the host is missing"));
        }
        let info = text
            .into_connection_info()
            .map_err(|_| RedisUrlError("the number of the database must be a whole number"))?;
        Ok(Self {
            text: text.to_owned(),
            info: Box::new(info),
        })
    }
}

impl PartialEq for RedisUrl {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for RedisUrl {}

impl fmt::Display for RedisUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = self.info.redis_settings().db();
        match self.info.addr() {
            ConnectionAddr::Tcp(host, port) => write!(f, "redis://{host}:{port}/{number}"),
            ConnectionAddr::TcpTls { host, port, .. } => {
                write!(f, "rediss://{host}:{port}/{number}")
            }
            _ => f.write_str("redis"),
        }
    }
}

impl fmt::Debug for RedisUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_shown_without_its_password() {
        let url: RedisUrl = "redis://me:canary@cache.example:6380/2".parse().unwrap();
        assert_eq!(url.to_string(), "redis://cache.example:6380/2");
        assert_eq!(format!("{url:?}"), "redis://cache.example:6380/2");
        let tls: RedisUrl = "rediss://:canary@cache.example".parse().unwrap();
        assert_eq!(tls.to_string(), "rediss://cache.example:6379/0");
    }

    #[test]
    fn what_is_no_address_is_refused_without_being_repeated() {
        for text in [
            "canary",
            "http://:canary@host",
            "redis://",
            "redis:///canary",
            "redis://:canary@host/canary",
            "rediss://:canary@host/#insecure",
            "unix:///canary",
        ] {
            let error = text.parse::<RedisUrl>().unwrap_err().to_string();
            assert!(!error.contains("canary"), "{error}");
        }
    }
}
