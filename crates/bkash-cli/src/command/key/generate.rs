//! `bkash key generate`: a fresh key.

use std::path::PathBuf;

use secrecy::ExposeSecret;

use crate::command::init::write_secret;
use crate::exit::{Exit, Failure};
use crate::output::{data, talk};

/// Make a fresh encryption key: on stdout, or in a file for its owner alone.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Write the key to a new file (mode 600) instead; an existing one is never replaced.
    #[arg(long, value_name = "PATH")]
    file: Option<PathBuf>,
}

pub fn run(args: &Args) -> Result<Exit, Failure> {
    let key = super::fresh()?;
    let Some(path) = &args.file else {
        data(key.expose_secret());
        return Ok(Exit::Done);
    };
    write_secret(path, &format!("{}\n", key.expose_secret()), false)?;
    let path = path.display();
    talk(format_args!(
        "Wrote {path} (mode 600). Name it: BKASH_ENCRYPTION_KEY_FILE={path}\n\
         Keep a copy apart from the database's: without it, sealed tokens and settings cannot be read."
    ));
    Ok(Exit::Done)
}
