//! The layers of settings, upper over lower: flag, environment, file, default.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use bkash_client::EncryptionKeys;
use secrecy::{ExposeSecret, SecretString};

use super::encryption;
use super::file;
use super::flags::{Flags, Scope};
use super::nearest::nearest;
use super::origin::{Given, Origin};
use super::problem::{Problem, Problems};
use super::setting::{self, Setting};
use crate::output::{Style, talk};

/// The file that is read when none is named and it exists.
pub const FILE: &str = "bkash.toml";

/// Where the settings of one command come from.
#[derive(Clone, Debug, clap::Args)]
pub struct Sources<S: Scope> {
    /// Read settings from this file. Without it, ./bkash.toml is read if there is one.
    #[arg(long, value_name = "PATH")]
    pub config: Option<PathBuf>,
    #[command(flatten)]
    pub flags: Flags<S>,
}

/// The winning value of each setting.
#[derive(Debug)]
pub struct Layers {
    given: BTreeMap<&'static str, Given>,
    problems: Vec<Problem>,
    broken: bool,
    /// What a person should know though nothing is wrong.
    warnings: Vec<String>,
}

impl<S: Scope> Sources<S> {
    /// Gathers the layers from the file, this process's environment and the flags, and says on
    /// stderr what a person should know.
    #[must_use]
    pub fn read(&self) -> Layers {
        let layers = self.gather(&|name| std::env::var_os(name));
        let names = std::env::vars_os().filter_map(|(name, _)| name.into_string().ok());
        let warning = Style::stderr().yellow("warning:");
        for told in layers.warnings.iter().chain(&misspelt(names)) {
            talk(format_args!("{warning} {told}"));
        }
        layers
    }

    /// `env` reads one environment variable.
    #[must_use]
    fn gather(&self, env: &dyn Fn(&str) -> Option<OsString>) -> Layers {
        let default = Path::new(FILE);
        let path = self
            .config
            .as_deref()
            .or_else(|| default.exists().then_some(default));
        let contents = path.map(file::read).unwrap_or_default();
        let mut given: BTreeMap<_, _> = contents
            .given
            .into_iter()
            .map(|(setting, given)| (setting.key, given))
            .collect();
        let mut problems = contents.problems;
        for setting in setting::ALL {
            match env(&setting.env()).map(OsString::into_string) {
                None => {}
                Some(Err(_)) => problems.push(Problem::not_utf8(setting)),
                Some(Ok(text)) if text.trim().is_empty() => {}
                Some(Ok(text)) => {
                    let origin = Origin::Environment;
                    given.insert(setting.key, Given { text, origin });
                }
            }
        }
        for (setting, text) in self.flags.given() {
            given.insert(
                setting.key,
                Given {
                    text: text.to_owned(),
                    origin: Origin::Flag,
                },
            );
        }
        let key_file = given.get(setting::ENCRYPTION_KEY_FILE.key);
        let key_file = key_file.map(|given: &Given| Path::new(&given.text));
        let secret_files = path.into_iter().chain(key_file);
        let warnings = secret_files.filter_map(open_to_others).collect();
        Layers {
            given,
            problems,
            broken: contents.broken,
            warnings,
        }
    }
}

impl Layers {
    /// The value that wins, if there is one.
    #[must_use]
    pub fn get(&self, setting: &'static Setting) -> Option<Given> {
        let default = || {
            setting.default.map(|text| Given {
                text: text.to_owned(),
                origin: Origin::Default,
            })
        };
        self.given.get(setting.key).cloned().or_else(default)
    }

    /// Reads settings and keeps every problem on the way.
    #[must_use]
    pub fn reader(&self) -> Reader<'_> {
        Reader {
            layers: self,
            problems: Vec::new(),
            keys: None,
        }
    }
}

/// Reads typed values out of the layers; what is wrong is collected, not thrown.
#[derive(Debug)]
pub struct Reader<'a> {
    layers: &'a Layers,
    problems: Vec<Problem>,
    /// Read at most once.
    keys: Option<Option<EncryptionKeys>>,
}

/// Why a text cannot be a setting's value: nothing to add to the rule, or the reason.
pub type Unfit = Option<String>;

impl Reader<'_> {
    /// `None` if it is not set, or wrong, which is noted.
    pub fn optional<T>(
        &mut self,
        setting: &'static Setting,
        read: impl FnOnce(&str) -> Result<T, Unfit>,
    ) -> Option<T> {
        let given = self.layers.get(setting)?;
        let opened = self.opened(setting, &given)?;
        let text = opened
            .as_ref()
            .map_or(given.text.as_str(), |it| it.expose_secret());
        match read(text) {
            Ok(value) => Some(value),
            Err(why) => {
                self.problems.push(Problem::wrong(setting, &given, why));
                None
            }
        }
    }

    /// What a sealed setting says; `Some(None)` for one that is not sealed.
    fn opened(&mut self, setting: &'static Setting, given: &Given) -> Option<Option<SecretString>> {
        if !encryption::may_be_sealed(setting) || !EncryptionKeys::is_sealed(&given.text) {
            return Some(None);
        }
        let keys = self.encryption_keys();
        match encryption::open(setting, &given.text, keys.as_ref()) {
            Ok(opened) => Some(Some(opened)),
            Err(why) => {
                self.problems
                    .push(Problem::wrong(setting, given, Some(why)));
                None
            }
        }
    }

    /// The keys that seal tokens and open settings; `None` if there are none, or if they are wrong, which is
    /// noted.
    pub fn encryption_keys(&mut self) -> Option<EncryptionKeys> {
        if self.keys.is_none() {
            // A key that claims to be sealed must not ask for itself.
            self.keys = Some(None);
            self.keys = Some(encryption::read(self));
        }
        self.keys.clone().flatten()
    }

    /// Whether anybody set it.
    #[must_use]
    pub fn is_given(&self, setting: &'static Setting) -> bool {
        self.layers.get(setting).is_some()
    }

    /// Like `optional`, and notes it if it is missing.
    pub fn required<T>(
        &mut self,
        setting: &'static Setting,
        read: impl FnOnce(&str) -> Result<T, Unfit>,
    ) -> Option<T> {
        if self.layers.get(setting).is_none() {
            self.missing(setting);
        }
        self.optional(setting, read)
    }

    /// Notes that a setting is needed. Not while the file is broken: it may be in there.
    pub fn missing(&mut self, setting: &'static Setting) {
        if !self.layers.broken {
            self.problems.push(Problem::missing(setting));
        }
    }

    /// As [`Reader::missing`], for a setting that is not always needed.
    pub fn missing_because(&mut self, setting: &'static Setting, why: &str) {
        if !self.layers.broken {
            self.problems
                .push(Problem::missing(setting).note("note", why));
        }
    }

    /// Notes that a setting does not go with another one.
    pub fn unfit(&mut self, setting: &'static Setting, why: &str) {
        if let Some(given) = self.layers.get(setting) {
            self.problems
                .push(Problem::wrong(setting, &given, Some(why.to_owned())));
        }
    }

    /// The value, unless something was wrong, here or in the file.
    ///
    /// # Errors
    /// Everything that is wrong, the file's lines first.
    pub fn finish<T>(self, value: Option<T>) -> Result<T, Problems> {
        let problems = [self.layers.problems.clone(), self.problems].concat();
        match value {
            Some(value) if problems.is_empty() => Ok(value),
            _ => Err(Problems(problems)),
        }
    }
}

/// Environment variables that look like a setting and are none.
#[must_use]
fn misspelt(names: impl Iterator<Item = String>) -> Vec<String> {
    let known: Vec<String> = setting::ALL.iter().map(|setting| setting.env()).collect();
    names
        .filter(|name| name.starts_with("BKASH_") && !known.contains(name))
        .filter_map(|name| {
            let meant = nearest(&name, known.iter().map(String::as_str))?;
            Some(format!("{name} is not a setting; did you mean {meant}?"))
        })
        .collect()
}

#[cfg(unix)]
fn open_to_others(path: &Path) -> Option<String> {
    use std::fs::Metadata;
    use std::os::unix::fs::PermissionsExt;
    let file = std::fs::metadata(path).ok().filter(Metadata::is_file)?;
    let mode = file.permissions().mode();
    let path = path.display();
    (mode & 0o077 != 0).then(|| {
        format!("other users of this machine can read {path}; close it with: chmod 600 {path}")
    })
}

#[cfg(not(unix))]
fn open_to_others(_: &Path) -> Option<String> {
    None
}
