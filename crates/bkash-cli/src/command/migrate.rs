//! `bkash migrate`: from SQLite to PostgreSQL.

use std::path::PathBuf;

use bkash_client::SystemClock;
use payment_service::settings::Database;
use payment_service::store::carry::{Amount, Carried, CarryError, Compared, Keep, carry};
use payment_service::store::postgres::PostgresUrl;
use payment_service::view::signed_amount;
use serde_json::{Value, json};

use crate::config::{ServiceCaller, Sources, destination};
use crate::exit::{Exit, Failure};
use crate::output::{Style, data, table, talk};

/// Carry a merchant's data from a SQLite file to an empty PostgreSQL database.
///
/// Stop the service first: what it is asked meanwhile fails, though nothing is lost. All of it goes over in one
/// transaction, is read back and compared, and then the file takes no change any more. Repeat the command
/// after a crash; it finds what was done.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The file that database_url named so far.
    #[arg(long, value_name = "sqlite:PATH")]
    from: String,
    /// The new database. Without it, database_url from the file or the environment, where its password is
    /// not on the command line.
    #[arg(long, value_name = "postgres://...")]
    to: Option<String>,
    /// Do and compare all of it, then undo it.
    #[arg(long)]
    dry_run: bool,
    /// Write what was compared as JSON on stdout.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    sources: Sources<ServiceCaller>,
}

pub async fn run(args: &Args) -> Result<Exit, Failure> {
    let from = source(&args.from)?;
    let to = args.target()?;
    let keep = if args.dry_run {
        Keep::Nothing
    } else {
        Keep::Copy
    };
    let carried = carry(&from, &to, &SystemClock, keep)
        .await
        .map_err(|error| failure(&error))?;
    if args.json {
        data(format_args!("{:#}", record(&carried, args.dry_run)));
    } else if let Carried::Now(lines) = &carried {
        let rows: Vec<_> = lines.iter().map(row).collect();
        data(table(
            &["WHAT", "SQLITE", "POSTGRESQL"],
            &rows,
            Style::stdout(),
        ));
    }
    let good = Style::stderr().green(match (&carried, args.dry_run) {
        (Carried::Now(_), true) => "it can be done:",
        (Carried::Before, true) => "it was done before:",
        (_, false) => "done:",
    });
    talk(match (carried, args.dry_run) {
        (Carried::Now(_), true) => format!("{good} nothing was kept"),
        (Carried::Before, true) => {
            format!("{good} repeat this without --dry-run, to mark the old file as moved")
        }
        (_, false) => {
            format!("{good} the data is in {to}; set database_url to it and start the service")
        }
    });
    Ok(Exit::Done)
}

impl Args {
    fn target(&self) -> Result<PostgresUrl, Failure> {
        let database = match &self.to {
            Some(text) => text
                .parse()
                .map_err(|error| usage(format!("--to is wrong: {error}")))?,
            None => destination(&self.sources.read())?,
        };
        match database {
            Database::Postgres(url) => Ok(url),
            Database::Sqlite(_) => Err(usage(
                "data goes to PostgreSQL only; name it with --to or database_url: \
                 postgres://USER:PASSWORD@HOST:PORT/DATABASE"
                    .to_owned(),
            )),
        }
    }
}

fn source(text: &str) -> Result<PathBuf, Failure> {
    match text.parse() {
        Ok(Database::Sqlite(path)) => Ok(path),
        Ok(Database::Postgres(_)) => Err(usage(
            "there is no way back from PostgreSQL; --from is sqlite: and the path of a file"
                .to_owned(),
        )),
        Err(error) => Err(usage(format!("--from is wrong: {error}"))),
    }
}

fn usage(message: String) -> Failure {
    Failure::new(Exit::Usage, message)
}

fn failure(error: &CarryError) -> Failure {
    let exit = match error {
        CarryError::Unanswered(_) | CarryError::NotMarked(_) => Exit::Unanswered,
        _ => Exit::NotPerformed,
    };
    Failure::new(exit, error.to_string())
}

fn row(line: &Compared) -> Vec<String> {
    let amount = |amount: Amount| match amount.poisha {
        None => amount.rows.to_string(),
        Some(poisha) => format!("{} of {}", amount.rows, signed_amount(poisha)),
    };
    vec![line.what.clone(), amount(line.source), amount(line.target)]
}

fn record(carried: &Carried, dry_run: bool) -> Value {
    let amount =
        |amount: Amount| json!({"rows": amount.rows, "amount": amount.poisha.map(signed_amount)});
    let line = |line: &Compared| json!({"what": line.what, "sqlite": amount(line.source), "postgresql": amount(line.target)});
    let compared: Option<Vec<_>> = match carried {
        Carried::Now(lines) => Some(lines.iter().map(line).collect()),
        Carried::Before => None,
    };
    json!({"dry_run": dry_run, "done_before": compared.is_none(), "compared": compared})
}
