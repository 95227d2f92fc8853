//! `bkash init`: a commented settings file with fresh keys.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ring::rand::{SecureRandom, SystemRandom};
use secrecy::ExposeSecret;

use crate::config::template::{self, Fresh};
use crate::exit::{Exit, Failure};
use crate::output::{Style, talk};

/// Write a commented bkash.toml with fresh keys.
///
/// The file names every setting, its default and its environment variable. As written it works with
/// `bkash simulate`. It is made for its owner alone (mode 600): it holds secrets.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Write the file here.
    #[arg(long, value_name = "PATH", default_value = crate::config::FILE)]
    path: PathBuf,
    /// Replace the file if there is one. The keys in it are lost.
    #[arg(long)]
    force: bool,
}

pub fn run(args: &Args) -> Result<Exit, Failure> {
    let api_key = format!("bk_{}", URL_SAFE_NO_PAD.encode(random()?));
    let webhook_secret = format!("whsec_{}", STANDARD.encode(random()?));
    let encryption_key = super::key::fresh()?;
    let fresh = Fresh {
        api_key: &api_key,
        webhook_secret: &webhook_secret,
        encryption_key: encryption_key.expose_secret(),
    };
    write_secret(&args.path, &template::render(&fresh), args.force)?;
    talk(next_steps(&args.path));
    Ok(Exit::Done)
}

/// 32 bytes, too many to guess.
fn random() -> Result<[u8; 32], Failure> {
    let mut bytes = [0; 32];
    SystemRandom::new()
        .fill(&mut bytes)
        .map_err(|_| Failure::new(Exit::NotPerformed, "the system gives no random bytes"))?;
    Ok(bytes)
}

/// Writes a file with keys.
///
/// # Errors
/// If it exists and is not to be replaced, or cannot be written.
pub(super) fn write_secret(path: &Path, text: &str, force: bool) -> Result<(), Failure> {
    write(path, text, force).map_err(|error| refusal(path, &error))
}

/// Writes beside the target and renames, so that a file with keys is whole and closed to others from
/// its first byte on.
fn write(path: &Path, text: &str, force: bool) -> io::Result<()> {
    if !force && path.symlink_metadata().is_ok() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let mut file = tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new(".")))?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    if force {
        file.persist(path)?
    } else {
        file.persist_noclobber(path)?
    };
    Ok(())
}

fn refusal(path: &Path, error: &io::Error) -> Failure {
    let path = path.display();
    match error.kind() {
        io::ErrorKind::AlreadyExists => Failure::new(
            Exit::Usage,
            format!(
                "{path} exists; its keys would be lost\n    remedy   name another --path, or replace it with --force"
            ),
        ),
        _ => Failure::new(
            Exit::NotPerformed,
            format!("{path} cannot be written: {error}"),
        ),
    }
}

fn next_steps(path: &Path) -> String {
    let style = Style::stderr();
    let path = path.display();
    let step =
        |command: &str, what: &str| format!("\n  {} {what}", style.bold(&format!("{command:<36}")));
    format!(
        "{} {path} with a fresh API key, webhook secret and encryption key (mode 600).\n\nIt works at once with the simulator:{}{}{}",
        style.green("Wrote"),
        step("bkash simulate", "a gateway on this machine"),
        step(
            &format!("bkash serve --config {path}"),
            "the service beside your shop"
        ),
        step(
            &format!("bkash check --config {path}"),
            "every setting and where it came from"
        ),
    )
}
