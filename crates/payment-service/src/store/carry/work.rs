use std::path::Path;

use bkash_client::Clock;

use super::CarryError;
use super::fingerprint::Fingerprint;
use super::source::{Source, cells, token_cells};
use super::sums::{Amount, Compared, compared};
use super::table::{TABLES, TOKENS, Table};
use super::target::{Standing, Target};
use crate::store::postgres::{self, PostgresUrl};

/// Records hold times of the old clock, and the rules compare them with the new one.
const CLOCKS_APART_MAX_MS: i64 = 60_000;

/// Whether the copy stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// It does, and the file is marked as moved.
    Copy,
    /// All is done and compared, and then undone in both databases.
    Nothing,
}

/// What came of it.
#[derive(Debug)]
pub enum Carried {
    /// Every line is equal.
    Now(Vec<Compared>),
    /// A former attempt had kept its copy and not come to mark the file: that is done now.
    Before,
}

/// Carries all that a SQLite file holds into an empty PostgreSQL database: one transaction there, compared row by row
/// before it is committed, while a transaction on the file keeps every writer out. Then the file is marked as moved,
/// and takes no change any more.
///
/// Killed at any point, it is repeated: before the one commit nothing was kept; between the two it knows its own copy.
/// What is due keeps its distance from now, whatever the difference of the clocks; `clock` is the file's.
///
/// # Errors
/// Nothing was kept, but for [`CarryError::Unanswered`] and [`CarryError::NotMarked`], which are to be repeated.
pub async fn carry(
    from: &Path,
    to: &PostgresUrl,
    clock: &dyn Clock,
    keep: Keep,
) -> Result<Carried, CarryError> {
    let source = Source::hold(from)?;
    source.is_in_use()?;
    let mut client = postgres::client(to).await?;
    let target = Target::begin(&mut client, to).await?;
    let carried = match target.standing().await? {
        Standing::Empty => Carried::Now(copy(&source, &target, clock).await?),
        Standing::Copy(print) if print == source.fingerprint()? => Carried::Before,
        Standing::Copy(_) => return Err(CarryError::ChangedSince),
        Standing::Holds(what) => return Err(CarryError::TargetHolds(what)),
    };
    match keep {
        Keep::Nothing => target.leave_as_it_was().await?,
        Keep::Copy => {
            target.commit().await?;
            source
                .mark_moved(&to.to_string(), millis(clock))
                .map_err(CarryError::NotMarked)?;
        }
    }
    Ok(carried)
}

async fn copy(
    source: &Source,
    target: &Target<'_>,
    clock: &dyn Clock,
) -> Result<Vec<Compared>, CarryError> {
    let ahead_ms = ahead(target, clock).await?;
    let (mut originals, mut lines) = (Vec::new(), Vec::new());
    for table in TABLES {
        let (original, sent) = rows(source, target, table, ahead_ms).await?;
        originals.push(original);
        lines.push(arrived(target, table, sent).await?);
    }
    let (original, sent) = tokens(source, target, ahead_ms).await?;
    originals.push(original);
    lines.push(arrived(target, TOKENS, sent).await?);
    lines.extend(compared(&source.sums()?, &target.sums().await?));
    match lines.iter().find(|line| !line.is_equal()) {
        Some(line) => Err(CarryError::Differs(line.what.clone())),
        None => {
            target.stamp(&Fingerprint::of_all(&originals)).await?;
            Ok(lines)
        }
    }
}

/// How far the new clock is ahead of the old one.
async fn ahead(target: &Target<'_>, clock: &dyn Clock) -> Result<i64, CarryError> {
    let before = millis(clock);
    let there = target.now().await?;
    let here = before + (millis(clock) - before) / 2;
    match there - here {
        apart if apart.abs() > CLOCKS_APART_MAX_MS => Err(CarryError::ClocksApart {
            apart_s: apart / 1000,
        }),
        apart => Ok(apart),
    }
}

/// The fingerprints of what the file has, and of what was sent.
async fn rows(
    source: &Source,
    target: &Target<'_>,
    table: &Table,
    ahead_ms: i64,
) -> Result<(Fingerprint, Fingerprint), CarryError> {
    let mut original = Fingerprint::default();
    let mut arriving = target.arriving(table).await?;
    let mut statement = source.reading(table)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let mut cells = cells(table, row)?;
        original.add(&cells);
        if let Some(due) = table.due_index() {
            cells[due].later_by(ahead_ms);
        }
        arriving.row(&cells).await?;
    }
    Ok((original, arriving.end().await?))
}

async fn tokens(
    source: &Source,
    target: &Target<'_>,
    ahead_ms: i64,
) -> Result<(Fingerprint, Fingerprint), CarryError> {
    let mut original = Fingerprint::default();
    for tokens in source.tokens(0)? {
        original.add(&token_cells(tokens));
    }
    let mut arriving = target.arriving(TOKENS).await?;
    for tokens in source.tokens(ahead_ms)? {
        arriving.row(&token_cells(tokens)).await?;
    }
    Ok((original, arriving.end().await?))
}

async fn arrived(
    target: &Target<'_>,
    table: &Table,
    sent: Fingerprint,
) -> Result<Compared, CarryError> {
    let there = target.fingerprint(table).await?;
    if there.rows == sent.rows && there != sent {
        return Err(CarryError::Differs(table.name.to_owned()));
    }
    target.count_on(table).await?;
    let rows = |print: Fingerprint| Amount {
        rows: print.rows,
        poisha: None,
    };
    Ok(Compared {
        what: table.name.to_owned(),
        source: rows(sent),
        target: rows(there),
    })
}

fn millis(clock: &dyn Clock) -> i64 {
    clock.now().as_millisecond()
}
