//! Habits that a test can keep.

use std::fs;
use std::path::{Path, PathBuf};

/// A longer file would be better off with two names; cases of one subject may run on.
const LONGEST_FILE: usize = 400;
const LONGEST_TEST: usize = 500;

/// Names that say nothing of what is inside.
const EMPTY_NAMES: &[&str] = &[
    "utils", "util", "helpers", "helper", "common", "misc", "types",
];

/// What is left undone.
const UNDONE: &[&str] = &["TODO", "FIXME", "HACK"];

#[test]
fn files_are_short_and_named_after_what_they_hold() {
    let mut wrong = Vec::new();
    for path in sources() {
        let text = fs::read_to_string(&path).unwrap();
        let lines = text.lines().count();
        let is_test = path.components().any(|part| part.as_os_str() == "tests");
        if lines > if is_test { LONGEST_TEST } else { LONGEST_FILE } {
            wrong.push(format!("{}: {lines} lines", path.display()));
        }
        let name = path.file_stem().unwrap().to_string_lossy();
        if EMPTY_NAMES.contains(&name.as_ref()) {
            wrong.push(format!("{}: the name says nothing", path.display()));
        }
        let undone = |line: &&str| UNDONE.iter().any(|word| line.contains(word));
        if path.file_name().unwrap() != "tidy.rs" {
            let left = text.lines().filter(undone);
            wrong.extend(left.map(|line| format!("{}: {}", path.display(), line.trim())));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_document_begins_with_a_title() {
    let root = root();
    let mut documents = files(&root.join("docs"), "md");
    documents.extend(
        fs::read_dir(&root)
            .unwrap()
            .map(|entry| entry.unwrap().path()),
    );
    documents.extend(sources_of("README.md"));
    for path in documents
        .iter()
        .filter(|path| path.extension().is_some_and(|it| it == "md"))
    {
        let text = fs::read_to_string(path).unwrap();
        assert!(text.starts_with("# "), "{} has no title", path.display());
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .canonicalize()
        .unwrap()
}

fn sources() -> Vec<PathBuf> {
    files(&root().join("crates"), "rs")
}

fn sources_of(name: &str) -> Vec<PathBuf> {
    let all = files(&root().join("crates"), "md");
    all.into_iter()
        .filter(|path| path.file_name().is_some_and(|it| it == name))
        .collect()
}

fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, extension));
        } else if path.extension().is_some_and(|it| it == extension) {
            found.push(path);
        }
    }
    found
}
