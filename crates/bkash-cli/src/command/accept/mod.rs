//! `bkash accept`: whether bKash will accept a shop.

mod address;
mod ending;
mod init;
mod list;
mod live;
mod options;
mod play;
mod progress;
mod proxy;
mod screen;
mod wanted;
mod watch;

use std::path::PathBuf;

use url::Url;

use crate::exit::{Exit, Failure};
use options::Options;

/// Judge a shop as bKash's engineers will before it goes live.
///
/// Plays payers at your shop against a simulator, watches calls and pages, and says case by case what was seen. The
/// report comes on stdout. Exits with 0 if every must passed, with 1 if something failed, with 3 if nothing failed and
/// some musts were not judged.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
#[group(skip)]
pub struct Args {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    way: Way,
    /// Trust the authorities of this PEM file, and no others, for the real gateway's certificate.
    // Alone, `requires` is not looked at beside an argument that excludes --proxy.
    #[arg(long, value_name = "FILE", requires = "proxy", conflicts_with_all = ["shop", "watch", "dry_run"])]
    proxy_authority: Option<PathBuf>,
    #[command(flatten)]
    options: Options,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    Init(init::Args),
}

/// How the shop comes to be seen.
#[derive(Debug, clap::Args)]
#[group(required = true, multiple = true)]
struct Way {
    /// Play at the shop that this file describes; `bkash accept init` writes one.
    #[arg(long, value_name = "FILE")]
    shop: Option<PathBuf>,
    /// Judge what a person shows by hand at a shop that uses this simulator, until ctrl-c.
    #[arg(long, conflicts_with_all = ["shop", "proxy", "dry_run", "quick"])]
    watch: bool,
    /// Judge what a person shows by hand with the real gateway behind this program, until ctrl-c.
    #[arg(long, value_name = "URL", conflicts_with_all = ["shop", "dry_run", "quick"])]
    proxy: Option<Url>,
    /// List the cases with what they need, and play nothing; with --shop, tell what that file lacks.
    #[arg(long, conflicts_with_all = ["format", "output", "evidence"])]
    dry_run: bool,
}

impl Args {
    pub async fn run(self) -> Result<Exit, Failure> {
        let Self {
            command,
            way,
            proxy_authority,
            options,
        } = self;
        if let Some(Command::Init(args)) = command {
            return init::run(&args);
        }
        match way {
            Way {
                dry_run: true,
                shop,
                ..
            } => {
                let shop = shop.as_deref().map(play::read).transpose()?;
                list::run(shop.map(|shop| shop.facts()).as_ref(), &options)
            }
            Way {
                shop: Some(file), ..
            } => play::run(&file, &options).await,
            Way {
                proxy: Some(gateway),
                ..
            } => proxy::run(&gateway, proxy_authority.as_deref(), &options).await,
            Way { .. } => watch::run(&options).await,
        }
    }
}
