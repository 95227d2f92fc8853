//! A checked-in table of `state x event`, as text.
//!
//! A block is a state in brackets; a line is `events: outcome`. Every pair stands in the table once.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// What really happens, pair by pair.
pub(crate) struct Actual {
    pub(crate) states: Vec<&'static str>,
    pub(crate) events: Vec<&'static str>,
    pub(crate) outcome: BTreeMap<(&'static str, &'static str), String>,
}

/// Fails with every differing, missing and unknown pair, and with the text that would be right.
pub(crate) fn assert_matches(table: &str, actual: &Actual) {
    let mut wrong = String::new();
    let mut stated = parse(table, &mut wrong);
    for (&(state, event), is) in &actual.outcome {
        match stated.remove(&(state.to_owned(), event.to_owned())) {
            None => writeln!(wrong, "no row: [{state}] {event}: {is}"),
            Some(said) if said != *is => {
                writeln!(wrong, "[{state}] {event}\n  table: {said}\n  is:    {is}")
            }
            Some(_) => Ok(()),
        }
        .unwrap();
    }
    for (state, event) in stated.keys() {
        writeln!(wrong, "row of nothing: [{state}] {event}").unwrap();
    }
    assert!(wrong.is_empty(), "{wrong}\n{}", render(actual));
}

fn parse(table: &str, wrong: &mut String) -> BTreeMap<(String, String), String> {
    let mut stated = BTreeMap::new();
    let mut state = "";
    for line in table
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
    {
        if let Some(name) = line
            .strip_prefix('[')
            .and_then(|line| line.strip_suffix(']'))
        {
            state = name;
            continue;
        }
        let (events, outcome) = line.split_once(": ").expect("a line is `events: outcome`");
        for event in events.split(", ") {
            let pair = (state.to_owned(), event.to_owned());
            if stated.insert(pair, outcome.to_owned()).is_some() {
                writeln!(wrong, "two rows: [{state}] {event}").unwrap();
            }
        }
    }
    stated
}

/// The whole table in its own format, events of one outcome on one line.
fn render(actual: &Actual) -> String {
    let mut text = String::new();
    for state in &actual.states {
        writeln!(text, "\n[{state}]").unwrap();
        let mut lines: Vec<(&str, Vec<&str>)> = Vec::new();
        for event in &actual.events {
            let outcome = actual.outcome[&(*state, *event)].as_str();
            match lines.iter_mut().find(|(known, _)| *known == outcome) {
                Some((_, events)) => events.push(event),
                None => lines.push((outcome, vec![event])),
            }
        }
        lines.sort_by_key(|(outcome, _)| outcome.starts_with("keep"));
        for (outcome, events) in lines {
            writeln!(text, "{}: {outcome}", events.join(", ")).unwrap();
        }
    }
    text
}
