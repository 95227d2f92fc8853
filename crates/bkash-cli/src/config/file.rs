//! bkash.toml: flat, one key per setting, and every key known.

use std::ops::Range;
use std::path::Path;

use toml::de::{DeTable, DeValue};

use super::nearest::nearest;
use super::origin::{Given, Origin};
use super::problem::Problem;
use super::setting::{self, Setting};

/// What a file says, and what is wrong with it.
#[derive(Debug, Default)]
pub struct Contents {
    /// The known settings with a value.
    pub given: Vec<(&'static Setting, Given)>,
    /// Everything wrong.
    pub problems: Vec<Problem>,
    /// Whether lines were skipped because they are not TOML, so that a setting may only seem missing.
    pub broken: bool,
}

/// Reads the file at `path`. An empty text counts as not set, so that a line can stay as a reminder.
#[must_use]
pub fn read(path: &Path) -> Contents {
    match std::fs::read_to_string(path) {
        Ok(text) => parse(path, &text),
        Err(error) => {
            let problem = Problem::new(format!("{} cannot be read: {error}", path.display())).note(
                "remedy",
                "give the right --config, or write a new file with `bkash init`",
            );
            Contents {
                problems: vec![problem],
                broken: true,
                ..Contents::default()
            }
        }
    }
}

fn parse(path: &Path, text: &str) -> Contents {
    let line = |span: Range<usize>| {
        1 + text
            .bytes()
            .take(span.start)
            .filter(|b| *b == b'\n')
            .count()
    };
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut contents = Contents {
        broken: !errors.is_empty(),
        ..Contents::default()
    };
    // Only the message: the parser's own picture of the line could show a secret.
    contents.problems.extend(errors.iter().map(|error| {
        let line = line(error.span().unwrap_or_default());
        Problem::new(format!(
            "{}:{line} is not TOML: {}",
            path.display(),
            error.message()
        ))
        .note("must be", "a line like: key = \"value\"")
    }));
    for (key, value) in table.get_ref() {
        let name = key.get_ref().as_ref();
        let place = Place {
            path,
            line: line(key.span()),
        };
        match known(name) {
            None => contents.problems.push(place.unknown(name)),
            Some(setting) => match text_of(value.get_ref()) {
                Some(text) if text.trim().is_empty() => {}
                Some(text) => contents.given.push((setting, place.given(text))),
                None => contents
                    .problems
                    .push(place.not_text(setting, value.get_ref())),
            },
        }
    }
    contents
}

fn known(name: &str) -> Option<&'static Setting> {
    setting::ALL
        .iter()
        .copied()
        .find(|setting| setting.key == name)
}

/// A text, or a number exactly as it is written.
fn text_of(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Integer(number) if number.radix() == 10 => Some(number.as_str().to_owned()),
        DeValue::Float(number) => Some(number.as_str().to_owned()),
        _ => None,
    }
}

/// A line of the file.
struct Place<'a> {
    path: &'a Path,
    line: usize,
}

impl Place<'_> {
    fn given(&self, text: String) -> Given {
        let origin = Origin::File {
            path: self.path.to_owned(),
            line: self.line,
        };
        Given { text, origin }
    }

    fn unknown(&self, name: &str) -> Problem {
        let shown: String = name.chars().take(40).collect();
        let headline = format!(
            "{}:{}: `{shown}` is not a setting",
            self.path.display(),
            self.line
        );
        let problem = Problem::new(headline);
        match nearest(name, setting::ALL.iter().map(|setting| setting.key)) {
            Some(meant) => problem.note("remedy", format!("did you mean `{meant}`?")),
            None => problem.note(
                "remedy",
                "remove it; `bkash init` writes every setting there is",
            ),
        }
    }

    fn not_text(&self, setting: &Setting, value: &DeValue<'_>) -> Problem {
        let (path, key) = (self.path.display(), setting.key);
        let found = value.type_str();
        Problem::new(format!(
            "{path}:{}: {key} is {found}, not a text",
            self.line
        ))
        .note("must be", setting.must_be)
        .note("example", format!("{key} = \"{}\"", setting.example))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(text: &str) -> String {
        let contents = parse(Path::new("bkash.toml"), text);
        contents
            .problems
            .iter()
            .map(|problem| format!("{problem}\n"))
            .collect()
    }

    #[test]
    fn texts_and_numbers_are_taken_as_written_with_their_line() {
        let text =
            "# a comment\nlisten = \"127.0.0.1:1\"\n\namount_max = 10.50\npayment_expiry = 60\n";
        let contents = parse(Path::new("bkash.toml"), text);
        assert_eq!(contents.problems, []);
        let mut given: Vec<_> = contents
            .given
            .iter()
            .map(|(setting, given)| format!("{} {}", given.origin.name(setting), given.text))
            .collect();
        given.sort();
        assert_eq!(
            given,
            [
                "bkash.toml:2 127.0.0.1:1",
                "bkash.toml:4 10.50",
                "bkash.toml:5 60"
            ]
        );
    }

    #[test]
    fn every_wrong_line_is_named_at_once() {
        let told = problems("gatway_url = \"x\"\nlisten = [1]\ncolour = 1\n");
        assert!(
            told.contains("bkash.toml:1: `gatway_url` is not a setting"),
            "{told}"
        );
        assert!(told.contains("did you mean `gateway_url`?"), "{told}");
        assert!(
            told.contains("bkash.toml:2: listen is array, not a text"),
            "{told}"
        );
        assert!(
            told.contains("bkash.toml:3: `colour` is not a setting"),
            "{told}"
        );
    }

    #[test]
    fn a_broken_line_is_named_without_its_content() {
        let told = problems("listen = \"127.0.0.1:1\"\npassword = canary\"\n");
        assert!(told.contains("bkash.toml:2 is not TOML"), "{told}");
        assert!(!told.contains("canary"), "{told}");
    }

    #[test]
    fn an_empty_value_counts_as_not_set() {
        assert!(
            parse(Path::new("x"), "api_key = \"\"\nlog = \" \"\n")
                .given
                .is_empty()
        );
    }
}
