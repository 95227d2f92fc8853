//! What is logged, and how.

use tracing_subscriber::EnvFilter;

use super::layers::{Reader, Unfit};
use super::setting;

/// The log on stderr.
#[derive(Debug)]
pub struct LogSettings {
    pub filter: EnvFilter,
    pub format: LogFormat,
}

/// How one log line looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object on each line.
    Json,
}

impl LogSettings {
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let filter = reader.optional(setting::LOG, |text| {
            EnvFilter::try_new(text).map_err(|error| Some(error.to_string()))
        });
        let format = reader.optional(setting::LOG_FORMAT, format);
        filter
            .zip(format)
            .map(|(filter, format)| Self { filter, format })
    }

    /// Sends the program's log to stderr from here on.
    pub fn start(self, colour: bool) {
        let log = tracing_subscriber::fmt()
            .with_env_filter(self.filter)
            .with_writer(std::io::stderr)
            .with_ansi(colour);
        match self.format {
            LogFormat::Text => log.init(),
            LogFormat::Json => log.json().init(),
        }
    }
}

fn format(text: &str) -> Result<LogFormat, Unfit> {
    match text {
        "text" => Ok(LogFormat::Text),
        "json" => Ok(LogFormat::Json),
        _ => Err(None),
    }
}
