//! `bkash key`: the key that seals tokens and credentials.

pub mod generate;
pub mod seal;

use bkash_client::EncryptionKeys;
use secrecy::SecretString;

use crate::exit::{Exit, Failure};

/// Make an encryption key, and seal secrets with it.
///
/// The key seals the gateway's tokens where they are kept. Any secret setting may be written sealed, too: it is
/// opened with the key when the settings are read.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    Generate(generate::Args),
    Seal(seal::Args),
}

impl Command {
    pub fn run(self) -> Result<Exit, Failure> {
        match self {
            Self::Generate(args) => generate::run(&args),
            Self::Seal(args) => seal::run(&args),
        }
    }
}

/// A key that nobody else has.
///
/// # Errors
/// If the system gives no random bytes.
pub fn fresh() -> Result<SecretString, Failure> {
    EncryptionKeys::generate().map_err(|error| Failure::new(Exit::NotPerformed, error.to_string()))
}
