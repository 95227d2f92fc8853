use jiff::SignedDuration;

use super::file::File;
use super::section::Section;
use super::{Scenario, ScenarioError};
use crate::clock::Speed;
use crate::fault::Rule;
use crate::input::{BadField, Fields, WALLET_FIELDS, missing, wallet_change};
use crate::switch::{Profile, Switches, UnknownSwitch};
use crate::world::{WalletChange, WalletNumber};

const FIELDS: [&str; 7] = [
    "name", "story", "profile", "switches", "clock", "wallet", "fault",
];
const NAME_RULE: &str = "1 to 64 small letters, digits and hyphens";
const STORY_RULE: &str = "1 to 2000 characters";
const WALLET_RULE: &str = "11 digits that begin with 01";
/// Of wallets, and of faults.
const MOST: usize = 200;
/// Ten years, as far as the clock can be moved in one step.
const MOST_SECONDS: u64 = 10 * 365 * 24 * 3600;

pub(super) fn scenario(file: &str, text: &str) -> Result<Scenario, ScenarioError> {
    let file = File { name: file, text };
    let table = file.parsed()?;
    let top = file.top(&table);
    let fields = top.fields(&FIELDS)?;
    let name = top.read(required(&fields, "name", NAME_RULE, is_name))?;
    let story = top.read(required(&fields, "story", STORY_RULE, is_story))?;
    let profile = top.read(profile(&fields))?;
    let switches = top.table("switches")?;
    let (advance, speed) = clock(top.table("clock")?.as_ref())?;
    Ok(Scenario {
        name: name.into(),
        story: story.trim().to_owned(),
        profile,
        switches: switches.as_ref().map_or(Ok(Vec::new()), read_switches)?,
        advance,
        speed,
        wallets: all(&top, "wallet", wallet)?,
        rules: all(&top, "fault", rule)?,
    })
}

fn required<'f>(
    fields: &'f Fields,
    name: &str,
    rule: &str,
    fits: fn(&str) -> bool,
) -> Result<&'f str, BadField> {
    let text = fields.text(name, rule)?;
    let text = text.ok_or_else(|| missing(name, rule))?;
    match fits(text) {
        true => Ok(text),
        false => Err(BadField::unfit(name, rule)),
    }
}

fn is_name(text: &str) -> bool {
    let fits = |byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-');
    (1..=64).contains(&text.len()) && text.bytes().all(fits)
}

fn is_story(text: &str) -> bool {
    !text.trim().is_empty() && text.chars().count() <= 2000
}

fn profile(fields: &Fields) -> Result<Option<Profile>, BadField> {
    let name = fields.text("profile", "text")?;
    Ok(name.map(str::parse).transpose()?)
}

/// Each is tried on a set of its own, so that playing them cannot fail.
fn read_switches(section: &Section<'_, '_>) -> Result<Vec<(String, String)>, ScenarioError> {
    let rows = Switches::rows();
    let known: Vec<&str> = rows.iter().map(|row| row.name).collect();
    let fields = section.fields(&known)?;
    let mut trial = Switches::of(Profile::default());
    let mut switches = Vec::new();
    for name in known {
        if let Some(value) = section.read(fields.plain(name))? {
            let set = trial.set(name, &value).map_err(BadField::from);
            section.read(set)?;
            switches.push((name.to_owned(), value));
        }
    }
    Ok(switches)
}

type Clock = (Option<SignedDuration>, Option<Speed>);

fn clock(section: Option<&Section<'_, '_>>) -> Result<Clock, ScenarioError> {
    let Some(section) = section else {
        return Ok((None, None));
    };
    let fields = section.fields(&["advance", "speed"])?;
    let advance = section.read(fields.whole("advance", 0..=MOST_SECONDS))?;
    let speed = section.read(fields.number("speed", 0.0..=Speed::FASTEST))?;
    let advance = advance.and_then(|seconds| i64::try_from(seconds).ok());
    Ok((
        advance.map(SignedDuration::from_secs),
        speed.and_then(Speed::of),
    ))
}

fn all<T>(
    top: &Section<'_, '_>,
    name: &str,
    one: fn(&Section<'_, '_>) -> Result<T, ScenarioError>,
) -> Result<Vec<T>, ScenarioError> {
    let tables = top.tables(name)?;
    if tables.len() > MOST {
        let detail = format!("a scenario has at most {MOST} of them");
        return top.read(Err(BadField::new(name, detail, format!("at most {MOST}"))));
    }
    tables.iter().map(one).collect()
}

fn wallet(section: &Section<'_, '_>) -> Result<(WalletNumber, WalletChange), ScenarioError> {
    let mut known = vec!["number"];
    known.extend(WALLET_FIELDS);
    let fields = section.fields(&known)?;
    let number = fields.parsed("number", WALLET_RULE, WalletNumber::parse);
    let number = number.and_then(|number| number.ok_or_else(|| missing("number", WALLET_RULE)));
    let number = section.read(number)?;
    Ok((number, section.read(wallet_change(&fields))?))
}

fn rule(section: &Section<'_, '_>) -> Result<Rule, ScenarioError> {
    let fields = section.fields(&Rule::fields())?;
    section.read(Rule::read(&fields))
}

impl From<UnknownSwitch> for BadField {
    fn from(unknown: UnknownSwitch) -> Self {
        Self::new(unknown.field, unknown.detail, unknown.allowed)
    }
}
