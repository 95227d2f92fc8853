//! `bkash accept init`: a commented shop.toml.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write as _};
use std::path::PathBuf;

use bkash_acceptance::shop;

use crate::exit::{Exit, Failure};
use crate::output::{Style, talk};

/// Write a commented shop.toml that says how a payer starts at your shop.
///
/// A file that is there is never replaced.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Write the file here.
    #[arg(value_name = "FILE", default_value = "shop.toml")]
    file: PathBuf,
}

pub fn run(args: &Args) -> Result<Exit, Failure> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    options
        .open(&args.file)
        .and_then(|mut file| file.write_all(shop::TEMPLATE.as_bytes()))
        .map_err(|error| refusal(args, &error))?;
    let (style, file) = (Style::stderr(), args.file.display());
    talk(format_args!(
        "{} {file}. Put your shop's addresses in, point the shop at the simulator, then:\n\n  {}",
        style.green("Wrote"),
        style.bold(&format!("bkash accept --shop {file}")),
    ));
    Ok(Exit::Done)
}

fn refusal(args: &Args, error: &std::io::Error) -> Failure {
    let file = args.file.display();
    match error.kind() {
        ErrorKind::AlreadyExists => Failure::new(
            Exit::Usage,
            format!("{file} exists and is left as it is\n    remedy   name another file"),
        ),
        _ => Failure::new(
            Exit::NotPerformed,
            format!("{file} cannot be written: {error}"),
        ),
    }
}
