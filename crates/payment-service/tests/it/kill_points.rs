//! The table of kill points, compared with the code: nothing that commits or calls is without one.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use payment_service::kill_points::{Place, Side};

const STORE: &str = "payment-service/src/store/mod.rs";
const SQLITE: &str = "payment-service/src/store/sqlite/store.rs";
const TOKEN_STORE: &str = "bkash-client/src/token/store.rs";
const CALLS: &str = "bkash-client/src/observer.rs";
const ROUTES: &str = "bkash-client/src/client/routes.rs";
const TABLE: &str = "payment-service/src/kill_points/place.rs";
const MORTAL_STORE: &str = "payment-service/src/kill_points/store.rs";
const MORTAL_TOKEN_STORE: &str = "payment-service/src/kill_points/token_store.rs";
const MORTAL_TRANSPORT: &str = "payment-service/src/kill_points/transport.rs";
const MORTAL_CARRIER: &str = "payment-service/src/kill_points/carrier.rs";

/// Goes through the writer, so that it fails when nothing could be committed, but changes nothing.
const ASKS_THE_WRITER: &str = "now";

#[test]
fn every_verb_of_the_store_that_writes_has_points_and_no_other() {
    let promised: BTreeSet<String> = functions(STORE).into_keys().collect();
    let written: BTreeSet<String> = functions(SQLITE)
        .into_iter()
        .filter(|(verb, body)| promised.contains(verb) && body.contains("self.write("))
        .map(|(verb, _)| verb)
        .filter(|verb| verb != ASKS_THE_WRITER)
        .collect();
    assert!(written.len() >= 8, "found by their bodies: {written:?}");
    let mortal = functions(MORTAL_STORE);
    assert_eq!(mortal.keys().cloned().collect::<BTreeSet<_>>(), promised);
    assert_eq!(with_points(&mortal), written);
}

#[test]
fn every_verb_of_the_token_store_that_writes_has_points() {
    let reads = ["is_persistent", "is_sealed", "load"].map(str::to_owned);
    let mut promised: BTreeSet<String> = functions(TOKEN_STORE).into_keys().collect();
    promised.remove("new");
    let mortal = functions(MORTAL_TOKEN_STORE);
    assert_eq!(mortal.keys().cloned().collect::<BTreeSet<_>>(), promised);
    assert_eq!(with_points(&mortal), &promised - &BTreeSet::from(reads));
}

#[test]
fn every_call_of_the_gateway_has_points_and_every_address_is_known() {
    let names = names();
    for call in variants(CALLS, "pub enum Call") {
        let point = format!("gateway.{}.before", snake(&call));
        assert!(names.contains(&point), "{point} is not in the table");
    }
    let transport = source(MORTAL_TRANSPORT);
    let paths: Vec<String> = source(ROUTES)
        .lines()
        .filter(|line| line.contains("environment.checkout"))
        .filter_map(|line| line.split('"').nth(1).map(str::to_owned))
        .collect();
    assert_eq!(
        paths.len(),
        10,
        "six shared, two of each version: {paths:?}"
    );
    for path in paths {
        assert!(transport.contains(&format!("/{path}\"")), "{path}");
    }
}

#[test]
fn every_place_of_the_table_is_used_by_exactly_one_wrapper() {
    let wrappers = [
        MORTAL_STORE,
        MORTAL_TOKEN_STORE,
        MORTAL_TRANSPORT,
        MORTAL_CARRIER,
    ]
    .map(source);
    let named = names();
    for place in variants(TABLE, "pub enum Place") {
        let used = |text: &&String| {
            // The outcome of a delivery is turned into its place by name.
            let by_outcome = place == "FinishDelivery" && text.contains("Place::finishing(");
            by_outcome || text.contains(&format!("Place::{place}"))
        };
        assert_eq!(wrappers.iter().filter(used).count(), 1, "{place}");
    }
    let all = Place::all().len() * Side::ALL.len();
    assert_eq!(named.len(), all, "no two points have one name");
}

fn names() -> BTreeSet<String> {
    let points = |place: Place| Side::ALL.map(|side| place.point(side));
    Place::all().into_iter().flat_map(points).collect()
}

fn with_points(functions: &BTreeMap<String, String>) -> BTreeSet<String> {
    let pointed = functions
        .iter()
        .filter(|(_, body)| body.contains("Place::"));
    pointed.map(|(verb, _)| verb.clone()).collect()
}

/// Each function of a source with its text up to the next one.
fn functions(path: &str) -> BTreeMap<String, String> {
    let text = source(path);
    let pieces = text.split("fn ").skip(1);
    let named = pieces.filter_map(|piece| {
        let name: String = piece
            .chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect();
        let begins = piece[name.len()..].starts_with(['(', '<']);
        (begins && !name.is_empty()).then(|| (name, piece.to_owned()))
    });
    named.collect()
}

/// The names of an enum's variants.
fn variants(path: &str, head: &str) -> Vec<String> {
    let text = source(path);
    let (_, body) = text.split_once(head).unwrap();
    let (body, _) = body.split_once("\n}").unwrap();
    let name = |line: &str| {
        let name: String = line
            .trim()
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect();
        name.starts_with(|c: char| c.is_ascii_uppercase())
            .then_some(name)
    };
    body.lines().filter_map(name).collect()
}

fn snake(name: &str) -> String {
    let mut text = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !text.is_empty() {
            text.push('_');
        }
        text.push(letter.to_ascii_lowercase());
    }
    text
}

fn source(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
