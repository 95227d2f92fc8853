//! `bkash accept --dry-run`: the cases.

use bkash_acceptance::record::ShopFacts;
use bkash_acceptance::{CASES, Case, Level, Story};

use super::options::Options;
use super::wanted::{Wanted, group};
use crate::exit::{Exit, Failure};
use crate::output::{Style, data, table};

/// Nothing is started. `shop` is what a shop's file says, if one was named.
pub fn run(shop: Option<&ShopFacts>, options: &Options) -> Result<Exit, Failure> {
    let wanted = Wanted::of(&options.only)?;
    let rows: Vec<_> = CASES
        .iter()
        .filter(|case| wanted.has(case.id) && !(options.quick && is_slow(case)))
        .map(|case| row(case, shop, options))
        .collect();
    let headings = ["CASE", "LEVEL", "PACE", "NEEDS", "TITLE"];
    data(table(&headings, &rows, Style::stdout()));
    Ok(Exit::Done)
}

fn row(case: &Case, shop: Option<&ShopFacts>, options: &Options) -> Vec<String> {
    let level = match case.level {
        Level::Must => "must",
        Level::Should => "should",
    };
    let pace = if is_slow(case) { "slow" } else { "quick" };
    vec![
        case.id.to_owned(),
        level.to_owned(),
        pace.to_owned(),
        needs(case, shop),
        case.title.in_language(options.lang).to_owned(),
    ]
}

/// A quick run does not judge it: it shows only where a call hangs.
fn is_slow(case: &Case) -> bool {
    let mut stories = case.needs.iter();
    group(case.id) == "time" || !case.needs.is_empty() && stories.all(|story| story.hangs())
}

/// The flag or the sections of shop.toml, and which of them this shop's file has not.
fn needs(case: &Case, shop: Option<&ShopFacts>) -> String {
    let (name, has): (_, fn(&ShopFacts) -> bool) = match case.needs {
        stories if stories.iter().any(|story| story.refunds()) => ("[refund]", |shop| shop.refunds),
        stories if stories.contains(&Story::Restarted) => ("[app]", |shop| shop.restarts),
        stories if stories.contains(&Story::Stranger) => return "--tls".to_owned(),
        _ => return "[checkout]".to_owned(),
    };
    match shop {
        Some(shop) if !has(shop) => format!("{name} missing"),
        _ => name.to_owned(),
    }
}
