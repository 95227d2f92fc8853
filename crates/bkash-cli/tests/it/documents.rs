//! The documents name commands, flags and settings that the program has.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::harness::Bkash;

const DOCUMENTS: &[&str] = &[
    "README.md",
    "docs/acceptance.md",
    "docs/api.md",
    "docs/cli.md",
    "docs/operating.md",
    "docs/simulator.md",
    "deploy/alerts.yml",
    "deploy/bkash@.service",
];

fn read(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The command lines of `bkash` in a document, in code spans and in blocks of code.
fn command_lines(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    // What begins the command lines of this block of code: a prompt where there are answers, too.
    let mut block: Option<&str> = None;
    for line in text.lines() {
        if let Some(language) = line.strip_prefix("```") {
            let prompt = if language == "console" { "$ " } else { "" };
            block = block.is_none().then_some(prompt);
        } else if block.is_some_and(|prompt| line.starts_with(prompt))
            || line.starts_with("ExecStart=")
        {
            let whole = line.split(" #").next().unwrap_or_default();
            let parts = whole.split("&&").map(str::trim);
            let commands = parts.filter_map(|part| {
                // What follows two blanks is about the command.
                let part = part.split("  ").next()?;
                let part = part
                    .trim_start_matches("$ ")
                    .trim_start_matches("ExecStart=/usr/local/bin/");
                part.strip_prefix("bkash ")
            });
            lines.extend(commands.map(str::to_owned));
        } else if block.is_none() {
            let spans = line.split('`').skip(1).step_by(2);
            lines.extend(
                spans
                    .filter_map(|span| span.strip_prefix("bkash "))
                    .map(str::to_owned),
            );
        }
    }
    lines
}

/// The words up to the first that is no name of a command, and the flags.
fn command_and_flags(line: &str) -> (Vec<String>, BTreeSet<String>) {
    let is_name = |word: &&str| word.bytes().all(|byte| byte.is_ascii_lowercase());
    let command = line
        .split_whitespace()
        .take_while(is_name)
        .map(str::to_owned);
    let flag = |word: &str| {
        let flag = word.strip_prefix("--")?;
        Some(flag.split('=').next()?.to_owned())
    };
    let flags = line.split_whitespace().filter_map(flag);
    (command.collect(), flags.collect())
}

#[test]
fn every_command_and_flag_that_a_document_names_is_there() {
    let mut named: BTreeMap<Vec<String>, BTreeSet<String>> = BTreeMap::new();
    for document in DOCUMENTS {
        for line in command_lines(&read(document)) {
            let (command, flags) = command_and_flags(&line);
            named.entry(command).or_default().extend(flags);
        }
    }
    assert!(named.len() >= 20, "{named:?}");
    for (command, flags) in named {
        let mut args: Vec<&str> = command.iter().map(String::as_str).collect();
        args.push("--help");
        let run = Bkash::new().run(&args);
        assert_eq!(run.code, 0, "bkash {command:?}: {}", run.stderr);
        for flag in flags {
            let found = run.stdout.contains(&format!("--{flag}"));
            assert!(found, "bkash {command:?} has no --{flag}");
        }
    }
}

fn settings_in(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !(c.is_ascii_uppercase() || c == '_'));
    words.filter(|word| word.starts_with("BKASH_"))
}

#[test]
fn every_setting_that_a_document_names_is_one() {
    let bkash = Bkash::with_gateway("http://127.0.0.1:8600");
    let settings = bkash.json(&["check", "--json"]);
    let mut known: BTreeSet<String> = settings
        .as_object()
        .unwrap()
        .keys()
        .map(|key| format!("BKASH_{}", key.to_ascii_uppercase()))
        .collect();
    // What the judge sets for a shop's own program is told in the template of its file.
    let template = bkash.run(&["accept", "init"]);
    assert_eq!(template.code, 0, "{template:?}");
    let template = std::fs::read_to_string(bkash.folder().join("shop.toml")).unwrap();
    known.extend(settings_in(&template).map(str::to_owned));
    let mut seen = 0;
    for document in DOCUMENTS {
        let text = read(document);
        for name in settings_in(&text) {
            assert!(known.contains(name), "{document} names {name}");
            seen += 1;
        }
    }
    assert!(seen >= 10, "{seen}");
}
