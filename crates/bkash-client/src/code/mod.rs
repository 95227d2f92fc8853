//! The gateway's codes: what each means for money, for the payer and for the developer.

mod notice;
mod table;

use std::fmt;

pub use notice::Language;
use notice::Notice;
use table::{Row, TABLE};

/// Characters of an unknown code that are kept; known ones have at most four.
const LONGEST: usize = 64;

/// A code as the gateway sent it, known or not. The known ones are a table, not variants.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Code(String);

/// What may be done after a refusal (developer portal: Error codes).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Retry {
    /// The same call would be refused again.
    No,
    /// The payer can remove the cause, then pay again with a new payment.
    CustomerAction,
    /// The same may work after some minutes.
    Later,
    /// Money may have moved: ask for the state before anything else.
    QueryFirst,
}

impl Code {
    /// Takes a code as it came.
    #[must_use]
    pub fn new(text: impl AsRef<str>) -> Self {
        Self(text.as_ref().trim().chars().take(LONGEST).collect())
    }

    /// The code as the gateway sent it, such as `2023`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the table has it.
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.row().is_some()
    }

    /// Whether this code, as the answer to a call that moves money, says for sure that no money
    /// moved. An unknown code never does, nor do 503, 9999, the internal failures, and those that
    /// say that something had already been done: they tell of an earlier call's success.
    #[must_use]
    pub fn settles(&self) -> bool {
        self.row()
            .is_some_and(|row| row.retry != Retry::QueryFirst && row.code != "503")
    }

    /// What may be done now; an unknown code is asked about first.
    #[must_use]
    pub fn retry(&self) -> Retry {
        self.row().map_or(Retry::QueryFirst, |row| row.retry)
    }

    /// One sentence for the payer. The gateway's own message is shown as it came, beside it.
    #[must_use]
    pub fn text(&self, language: Language) -> &'static str {
        self.row()
            .map_or(Notice::BeingChecked, |row| row.notice)
            .text(language)
    }

    /// What the developer should look at.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        self.row().map_or(
            "A code that is not in the published table: treat the outcome as unknown.",
            |row| row.hint,
        )
    }

    /// The gateway's usual message for this code (developer portal: Error codes).
    #[must_use]
    pub fn usual_message(&self) -> Option<&'static str> {
        self.row().map(|row| row.message)
    }

    fn row(&self) -> Option<&'static Row> {
        TABLE.iter().find(|row| row.code == self.0)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn evidence() -> Vec<(String, String, String)> {
        let path = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../fixtures/bkash/error-codes.csv"
        );
        let csv = std::fs::read_to_string(path).unwrap();
        csv.lines()
            .skip(1)
            .map(|line| line.split(',').collect::<Vec<_>>())
            .filter(|cells| cells[0] != "0000" && !cells[0].starts_with("GW"))
            .map(|cells| {
                (
                    cells[0].to_owned(),
                    cells[1].to_owned(),
                    cells[3].to_owned(),
                )
            })
            .collect()
    }

    #[test]
    fn the_table_and_the_evidence_hold_the_same_codes_messages_and_advice() {
        let evidence = evidence();
        assert_eq!(evidence.len(), TABLE.len());
        for (row, (code, message, retry)) in TABLE.iter().zip(evidence) {
            assert_eq!((row.code, row.message), (code.as_str(), message.as_str()));
            let expected = match retry.as_str() {
                "no" => Retry::No,
                "customer_action" => Retry::CustomerAction,
                "later" => Retry::Later,
                "query_first" | "query_first_if_execute_else_no" => Retry::QueryFirst,
                other => panic!("{code}: advice {other} is new"),
            };
            assert_eq!(row.retry, expected, "{code}");
        }
    }

    #[test]
    fn codes_that_do_not_settle_are_exactly_these() {
        let open: Vec<_> = TABLE
            .iter()
            .map(|row| row.code)
            .filter(|code| !Code::new(code).settles())
            .collect();
        assert_eq!(
            open,
            [
                "503", "2003", "2020", "2024", "2062", "2068", "2069", "2116", "2117", "2119",
                "9999"
            ]
        );
        for unknown in ["", "0000", "2070", "7777", "GW504", "success"] {
            assert!(!Code::new(unknown).settles(), "{unknown}");
        }
    }

    #[test]
    fn every_code_speaks_to_the_payer_in_two_scripts_and_to_the_developer() {
        for row in TABLE {
            let code = Code::new(row.code);
            assert!(code.text(Language::English).is_ascii(), "{code}");
            let bangla = code.text(Language::Bangla);
            assert!(
                bangla.chars().any(|c| ('\u{980}'..='\u{9ff}').contains(&c)),
                "{code}"
            );
            assert!(code.hint().ends_with('.'), "{code}");
        }
    }
}
