use std::path::{Path, PathBuf};
use std::time::Duration;

use url::Url;

use crate::shop::section::{Notes, Section};
use crate::shop::{Fill, address, pattern};

/// The longest start of a shop that is waited for.
const READY_SECONDS_MAX: u64 = 600;
const READY_SECONDS: u64 = 30;

/// How the shop is started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct App {
    /// A command of the shell.
    pub start: String,
    /// Answers anything below 500 once the shop serves.
    pub ready: Url,
    /// Where it is started.
    pub folder: PathBuf,
    /// How long that may take.
    pub patience: Duration,
}

impl App {
    pub(in crate::shop) fn read(
        section: &Section<'_, '_>,
        notes: &mut Notes<'_>,
        base: &Path,
    ) -> Option<Self> {
        const READY: &str = "http://127.0.0.1:8000/";
        section.allow_only(notes, &["start", "ready", "folder", "ready_seconds"]);
        let start = section.needed_text(notes, "start", "php -S 127.0.0.1:8000 -t public");
        let ready = section.needed_text(notes, "ready", READY);
        let ready = ready.and_then(|(text, line)| {
            let plain = pattern::Pattern::text(&text);
            match address::check(&plain) {
                Ok(()) => address::filled(&plain, &Fill::default()),
                Err(what) => {
                    notes.add(
                        line,
                        format!("ready {what}"),
                        format!("write it in full, as: ready = \"{READY}\""),
                    );
                    None
                }
            }
        });
        let folder = section.text(notes, "folder", ".").map_or_else(
            || base.to_owned(),
            |(folder, line)| {
                let folder = base.join(folder);
                if !folder.is_dir() {
                    let what = format!("there is no folder {}", folder.display());
                    notes.add(line, what, "name it as seen from the folder of this file");
                }
                folder
            },
        );
        let seconds = section.seconds(notes, "ready_seconds", READY_SECONDS_MAX);
        Some(Self {
            start: start?.0,
            ready: ready?,
            folder,
            patience: Duration::from_secs(seconds.unwrap_or(READY_SECONDS)),
        })
    }
}
