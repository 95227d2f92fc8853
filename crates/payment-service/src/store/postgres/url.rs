use std::fmt;
use std::str::FromStr;

use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};

use crate::settings::SettingError;

/// The address of a database, with its user and password: `postgres://USER:PASSWORD@HOST:PORT/DATABASE`.
///
/// Neither `Display` nor `Debug` shows the password.
#[derive(Clone)]
pub struct PostgresUrl {
    text: String,
    config: Box<Config>,
}

const EXAMPLE: &str = "write postgres://USER:PASSWORD@HOST:PORT/DATABASE";

impl PostgresUrl {
    /// What a connection needs. TLS is verified wherever it is used. Unless something else is written, it is required
    /// to another machine, and not used on this one: nobody listens there.
    #[must_use]
    pub fn config(&self) -> Config {
        let mut config = Config::clone(&self.config);
        let is_here = self.config.get_hosts().iter().all(is_this_machine);
        if config.get_ssl_mode() == SslMode::Prefer {
            config.ssl_mode(match is_here {
                true => SslMode::Disable,
                false => SslMode::Require,
            });
        }
        config
    }

    /// The name of the database.
    #[must_use]
    pub fn database(&self) -> &str {
        self.config.get_dbname().unwrap_or_default()
    }

    /// The name of the user.
    #[must_use]
    pub fn user(&self) -> &str {
        self.config.get_user().unwrap_or_default()
    }
}

fn is_this_machine(host: &Host) -> bool {
    match host {
        Host::Tcp(name) => {
            let address = name.parse::<std::net::IpAddr>();
            name == "localhost" || address.is_ok_and(|address| address.is_loopback())
        }
        #[cfg(unix)]
        Host::Unix(_) => true,
    }
}

impl FromStr for PostgresUrl {
    type Err = SettingError;

    /// Reads what libpq reads, but for certificate files. No error repeats any of it: it may be the password.
    fn from_str(text: &str) -> Result<Self, SettingError> {
        if !text.starts_with("postgres://") && !text.starts_with("postgresql://") {
            return Err(SettingError::new(EXAMPLE));
        }
        // We verify the certificate whenever there is one.
        let known = text
            .replace("sslmode=verify-full", "sslmode=require")
            .replace("sslmode=verify-ca", "sslmode=require");
        let config: Config = known.parse().map_err(|_| {
            SettingError::new(format!(
                "{EXAMPLE}, characters such as @ : / ? # % of the password as %40 and so on, \
                 and behind it nothing but ?sslmode=disable or require"
            ))
        })?;
        let strays = |host: &Host| matches!(host, Host::Tcp(name) if name.contains('@'));
        if config.get_hosts().iter().any(strays) {
            return Err(SettingError::new(format!(
                "{EXAMPLE}: an @ of the password is written %40"
            )));
        }
        let is_given = |part: Option<&str>| part.is_some_and(|part| !part.is_empty());
        if config.get_hosts().is_empty()
            || !is_given(config.get_user())
            || !is_given(config.get_dbname())
        {
            return Err(SettingError::new(format!(
                "{EXAMPLE}: it needs a user, a host and a database"
            )));
        }
        Ok(Self {
            text: text.to_owned(),
            config: Box::new(config),
        })
    }
}

impl fmt::Display for PostgresUrl {
    /// User, hosts and database; of the rest only whether there is a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let config = &self.config;
        write!(f, "postgres://{}", self.user())?;
        if config.get_password().is_some() {
            f.write_str(":***")?;
        }
        let mut ports = config.get_ports().iter().cycle();
        for (index, host) in config.get_hosts().iter().enumerate() {
            f.write_str(if index == 0 { "@" } else { "," })?;
            match host {
                Host::Tcp(name) if name.contains(':') => write!(f, "[{name}]")?,
                Host::Tcp(name) => f.write_str(name)?,
                #[cfg(unix)]
                Host::Unix(path) => write!(f, "{}", path.display())?,
            }
            if let Some(port) = ports.next() {
                write!(f, ":{port}")?;
            }
        }
        write!(f, "/{}", self.database())
    }
}

impl fmt::Debug for PostgresUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PostgresUrl({self})")
    }
}

impl PartialEq for PostgresUrl {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for PostgresUrl {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_shown_without_its_password() {
        for (text, shown) in [
            (
                "postgres://shop:canary@db.example:5433/bkash?sslmode=verify-full",
                "postgres://shop:***@db.example:5433/bkash",
            ),
            (
                "postgresql://shop@127.0.0.1/bkash?password=canary",
                "postgres://shop:***@127.0.0.1:5432/bkash",
            ),
            (
                "postgres://shop:canary@[::1]:1,two:2/bkash",
                "postgres://shop:***@[::1]:1,two:2/bkash",
            ),
            (
                "postgres://shop@one/bkash",
                "postgres://shop@one:5432/bkash",
            ),
        ] {
            let url: PostgresUrl = text.parse().unwrap();
            assert_eq!(url.to_string(), shown);
            assert!(!format!("{url:?}").contains("canary"));
        }
    }

    #[test]
    fn what_is_wrong_is_told_without_repeating_any_of_it() {
        for text in [
            "mysql://shop:canary@db/bkash",
            "postgres://db/bkash",
            "postgres://shop:canary@/bkash",
            "postgres://shop:canary@db",
            "postgres://shop:canary@db/",
            "postgres://shop:word@canary@db/bkash",
            "postgres://shop:canary@db:port/bkash",
            "postgres://shop@db/bkash?canary=1",
            "postgres://shop@db/bkash?sslmode=canary",
        ] {
            let error = text.parse::<PostgresUrl>().unwrap_err().to_string();
            assert!(error.contains("postgres://USER:PASSWORD@HOST"), "{error}");
            assert!(!error.contains("canary"), "{text}: {error}");
        }
    }

    #[test]
    fn tls_is_required_to_another_machine_and_left_out_on_this_one_unless_written_otherwise() {
        let mode = |text: &str| text.parse::<PostgresUrl>().unwrap().config().get_ssl_mode();
        assert_eq!(mode("postgres://u@127.0.0.1/d"), SslMode::Disable);
        assert_eq!(mode("postgres://u@localhost/d"), SslMode::Disable);
        assert_eq!(mode("postgres://u@%2Frun%2Fpostgresql/d"), SslMode::Disable);
        assert_eq!(mode("postgres://u@db/d"), SslMode::Require);
        assert_eq!(
            mode("postgres://u@[::1]/d?sslmode=require"),
            SslMode::Require
        );
        assert_eq!(
            mode("postgres://u@db/d?sslmode=verify-ca"),
            SslMode::Require
        );
        assert_eq!(mode("postgres://u@db/d?sslmode=disable"), SslMode::Disable);
    }
}
