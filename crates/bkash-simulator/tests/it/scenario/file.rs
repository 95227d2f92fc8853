use std::collections::BTreeSet;
use std::path::Path;

use bkash_simulator::Scenario;
use proptest::prelude::*;
use serde_json::Value;

use crate::harness::Merchant;

const HEAD: &str = "name = \"mine\"\nstory = \"Mine.\"\n";

#[test]
fn every_scenario_in_the_folder_is_shipped_under_the_name_of_its_file() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let files: BTreeSet<String> = folder
        .read_dir()
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    let shipped: BTreeSet<String> = Scenario::shipped()
        .map(|scenario| scenario.name().to_owned())
        .collect();
    assert_eq!(shipped, files);
    let readme = include_str!("../../../README.md");
    for name in &shipped {
        let scenario = Scenario::named(name).unwrap();
        assert!(
            scenario.faults() > 0 && !scenario.story().is_empty(),
            "{name}"
        );
        assert!(
            readme.contains(&format!("| `{name}` |")),
            "the README lacks {name}"
        );
    }
    assert!(Scenario::named("doomsday").is_none());
}

#[test]
fn a_wrong_line_is_told_with_its_file_its_field_and_what_it_may_hold() {
    for (text, told) in [
        (
            "story = \"x\"",
            "mine.toml:1: name: name is missing (1 to 64 small letters",
        ),
        (
            "name = \"Mine\"\nstory = \"x\"",
            "mine.toml:1: name: name must be 1 to 64 small",
        ),
        (
            "name = \"mine\"\nstory = \" \"",
            "mine.toml:2: story: story must be 1 to 2000",
        ),
        ("name =", "mine.toml:1: body: "),
        (
            "!colour = \"red\"",
            "mine.toml:3: colour: this field is not known here (one of name, ",
        ),
        (
            "!profile = \"wild\"",
            "mine.toml:3: profile: there is no profile wild (one of lenient, strict)",
        ),
        ("!clock = 5", "mine.toml:3: clock: clock must be a table"),
        (
            "![clock]\nspeed = 1\nadvance = -1",
            "mine.toml:5: clock: advance: advance must be a whole",
        ),
        (
            "![switches]\nmood = \"bad\"",
            "mine.toml:4: switches: mood: this field is not known",
        ),
        (
            "![switches]\n\nsecond_execute = \"1\"",
            "mine.toml:5: switches: second_execute: ",
        ),
        (
            "![[wallet]]\nbalance = \"5\"",
            "mine.toml:3: wallet 1: number: number is missing (11 digits",
        ),
        (
            "![[wallet]]\nnumber = \"01770618575\"\nbalance = 5",
            "mine.toml:5: wallet 1: balance: ",
        ),
        (
            "!fault = \"dropped\"",
            "mine.toml:3: fault: fault must be tables",
        ),
        ("!fault = [1]", "mine.toml:3: fault: fault must be tables"),
        (
            "![[fault]]\nendpoint = \"any\"\nfault = \"dropped\"\n[[fault]]\nendpoint = \"any\"",
            "mine.toml:6: fault 2: fault: fault is missing (one of delay, ",
        ),
        (
            "![[fault]]\nendpoint = \"any\"\nfault = \"delay\"\nseconds = inf",
            "mine.toml:6: fault 1: seconds: seconds must be a number from 0 to 3600",
        ),
        (
            "![[fault]]\nendpoint = \"any\"\nfault = \"dropped\"\nuntil = 2026-01-01T00:00:00Z\nfrom = 2026-01-01T00:00:00Z",
            "mine.toml:6: fault 1: until: until must be later than from",
        ),
    ] {
        let text = text.replacen('!', HEAD, 1);
        let error = Scenario::parse("mine.toml", &text).unwrap_err().to_string();
        assert!(error.starts_with(told), "{text}\n{error}");
    }
}

#[tokio::test]
async fn over_http_a_wrong_scenario_names_its_field() {
    let merchant = Merchant::new().await;
    let text = format!("{HEAD}[[fault]]\nendpoint = \"moon\"\nfault = \"dropped\"\n");
    let refused = merchant.scenario(&text).await;
    assert_eq!(
        (refused.status.as_u16(), refused.text("field")),
        (400, "endpoint")
    );
    assert!(
        refused
            .text("detail")
            .starts_with("body:4: fault 1: endpoint: "),
        "{}",
        refused.body
    );
    assert!(
        refused.body["allowed"]
            .as_array()
            .unwrap()
            .contains(&"any".into())
    );
    for (body, field) in [
        ("{\"name\":\"doomsday\"}", "name"),
        ("{}", "name"),
        ("", "name"),
        ("{\"colour\":1}", "colour"),
        ("{", "body"),
        ("nothing at all", "body"),
    ] {
        let refused = merchant.scenario(body).await;
        assert_eq!(
            (refused.status.as_u16(), refused.text("field")),
            (400, field),
            "{body}"
        );
        assert!(!refused.body["allowed"].is_null(), "{}", refused.body);
    }
    let faults = merchant.control("GET", "faults", Value::Null).await;
    assert_eq!(
        faults.body["data"],
        Value::Array(Vec::new()),
        "nothing of them was played"
    );
}

const LINES: [&str; 22] = [
    "name = \"mine\"",
    "story = \"Mine.\"",
    "name = 5",
    "profile = \"strict\"",
    "profile = []",
    "[switches]",
    "second_execute = \"2062\"",
    "[clock]",
    "speed = 60",
    "advance = 1e3",
    "[[wallet]]",
    "number = \"01770618575\"",
    "balance = \"20.00\"",
    "locked = true",
    "[[fault]]",
    "endpoint = \"any\"",
    "endpoint = [\"execute\"]",
    "fault = \"dropped\"",
    "seconds = nan",
    "from = 1979-05-27",
    "probability = 0x1",
    "count = \"unlimited\"",
];

fn text() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        9 => prop::sample::select(&LINES[..]).prop_map(str::to_owned),
        1 => "[ -~]{0,20}",
    ];
    let lines = prop::collection::vec(line, 0..10);
    (any::<bool>(), lines).prop_map(|(headed, lines)| {
        let head = if headed { HEAD } else { "" };
        format!("{head}{}", lines.join("\n"))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn any_text_is_a_scenario_or_an_error_that_says_where(text in text()) {
        match Scenario::parse("mine.toml", &text) {
            Ok(scenario) => prop_assert_eq!(scenario.name(), "mine"),
            Err(error) => {
                let told = error.to_string();
                let place = told.strip_prefix("mine.toml:").and_then(|rest| rest.split(':').next());
                let line: usize = place.unwrap().parse().unwrap();
                prop_assert!((1..=text.lines().count().max(1)).contains(&line), "{}\n{}", text, told);
            }
        }
    }
}
