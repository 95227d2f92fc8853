//! `bkash key seal`: a secret as it may stand in a file.

use std::io::{IsTerminal, Read};

use secrecy::{ExposeSecret, SecretString};

use crate::config::setting::{self, Setting};
use crate::config::{EncryptionSettings, KeyHolder, Sources, may_be_sealed, seal_context};
use crate::exit::{Exit, Failure};
use crate::output::{data, talk};
use crate::terminal;

/// No setting is longer.
const LONGEST: u64 = 64 * 1024;

/// Read a secret from stdin and print it sealed, to be written as the setting's value.
///
/// On a terminal the input is not shown. It is sealed with the first encryption key and for this one setting: it
/// does not open as another.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The setting that it is for, such as app_secret.
    #[arg(value_parser = secret_setting)]
    setting: &'static Setting,
    #[command(flatten)]
    sources: Sources<KeyHolder>,
}

pub fn run(args: &Args) -> Result<Exit, Failure> {
    let keys = EncryptionSettings::load(&args.sources.read())?.keys;
    let plain = read(args.setting)?;
    let sealed = keys
        .seal(&seal_context(args.setting), plain.expose_secret())
        .map_err(|error| Failure::new(Exit::NotPerformed, error.to_string()))?;
    data(sealed);
    Ok(Exit::Done)
}

fn read(setting: &Setting) -> Result<SecretString, Failure> {
    let unreadable =
        |error: std::io::Error| Failure::new(Exit::Usage, format!("stdin cannot be read: {error}"));
    let text = if std::io::stdin().is_terminal() {
        talk(format_args!("{} (it is not shown):", setting.key));
        terminal::hidden_line().map_err(unreadable)?
    } else {
        let mut text = String::new();
        let mut stdin = std::io::stdin().lock().take(LONGEST);
        stdin.read_to_string(&mut text).map_err(unreadable)?;
        text.into()
    };
    let line = text.expose_secret().trim_end_matches(['\r', '\n']);
    if line.trim().is_empty() || line.contains('\n') {
        let message = format!("stdin must hold {} alone, in one line", setting.key);
        return Err(Failure::new(Exit::Usage, message));
    }
    Ok(line.into())
}

fn secret_setting(name: &str) -> Result<&'static Setting, String> {
    let mut sealable = setting::ALL.iter().copied().filter(|it| may_be_sealed(it));
    sealable.find(|it| it.key == name).ok_or_else(|| {
        let all = setting::ALL.iter().filter(|it| may_be_sealed(it));
        let names: Vec<_> = all.map(|it| it.key).collect();
        format!("can be sealed: {}", names.join(", "))
    })
}
