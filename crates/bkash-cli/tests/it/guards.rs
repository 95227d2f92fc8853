//! `guards/` keeps up with the code: `scripts/guards` removes each guard and shows that a test notices.

use std::fs;
use std::path::Path;

/// Fewer would leave a kind of guard without a proof.
const AT_LEAST: usize = 20;

struct Guard {
    name: String,
    says: String,
    file: String,
    with: String,
}

#[test]
fn every_guard_stands_once_in_the_code() {
    let guards = guards();
    assert!(guards.len() >= AT_LEAST, "{} guards", guards.len());
    for Guard {
        name, file, with, ..
    } in guards
    {
        let source = fs::read_to_string(root().join(&file)).unwrap();
        let found = source.matches(&with).count();
        assert_eq!(
            found, 1,
            "guards/{name}.guard: its text is found {found} times in {file}; write what the guard is now"
        );
    }
}

#[test]
fn the_table_names_every_guard_and_no_other() {
    let table = fs::read_to_string(root().join("docs/guards.md")).unwrap();
    let rows: Vec<_> = table
        .lines()
        .filter_map(|line| line.strip_prefix("| ")?.split(" | ").next())
        .filter(|first| *first != "guard")
        .collect();
    let mut guards: Vec<_> = guards().into_iter().map(|guard| guard.says).collect();
    let mut listed: Vec<_> = rows.into_iter().map(str::to_owned).collect();
    guards.sort();
    listed.sort();
    assert_eq!(listed, guards, "run scripts/guards");
}

fn guards() -> Vec<Guard> {
    let folder = fs::read_dir(root().join("guards")).unwrap();
    folder.map(|entry| read(&entry.unwrap().path())).collect()
}

fn read(path: &Path) -> Guard {
    let text = fs::read_to_string(path).unwrap();
    let (head, parts) = text.split_once("\n-\n").unwrap();
    let (with, _) = parts.split_once("\n+\n").unwrap();
    let field = |name: &str| {
        let prefix = format!("{name}: ");
        let line = head.lines().find_map(|line| line.strip_prefix(&prefix));
        line.unwrap().to_owned()
    };
    Guard {
        name: path.file_stem().unwrap().to_string_lossy().into_owned(),
        says: field("says"),
        file: field("file"),
        with: with.to_owned(),
    }
}

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}
