use super::{callback, execute, outside, refund, time, tokens};
use crate::specimen::flaw::Flaw;
use crate::specimen::style::Style;

/// A shop, and what the judge must say of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row {
    pub(crate) style: Style,
    pub(crate) flaw: Option<Flaw>,
    /// The mistake in a few words.
    pub(crate) what: &'static str,
    /// Its own case; more than one only where the mistake breaks two rules at once.
    pub(crate) fails: &'static [&'static str],
    /// Cases that the mistake can leave nothing to see of, beside those that a failed one stands before; what is seen
    /// of them all the same must be right.
    pub(crate) hides: &'static [&'static str],
}

/// The right ones first.
pub(crate) fn all() -> Vec<Row> {
    let right = [
        (Style::Plain, "right: pages, one callback address"),
        (
            Style::Api,
            "right: JSON, a callback address for each order, in Bangla",
        ),
        (
            Style::Serial,
            "right: one request at a time, the older refund",
        ),
    ];
    let right = right.into_iter().map(|(style, what)| Row {
        style,
        flaw: None,
        what,
        fails: &[],
        hides: &[],
    });
    right
        .chain(tokens::rows())
        .chain(callback::rows())
        .chain(execute::rows())
        .chain(outside::rows())
        .chain(time::rows())
        .chain(refund::rows())
        .collect()
}

impl Row {
    /// A mistake of the plain shop that breaks one rule.
    pub(crate) const fn wrong(
        flaw: Flaw,
        what: &'static str,
        fails: &'static [&'static str],
    ) -> Self {
        Self {
            style: Style::Plain,
            flaw: Some(flaw),
            what,
            fails,
            hides: &[],
        }
    }

    pub(crate) const fn at(mut self, style: Style) -> Self {
        self.style = style;
        self
    }

    pub(crate) const fn hides(mut self, cases: &'static [&'static str]) -> Self {
        self.hides = cases;
        self
    }

    /// What it is called in the table and in the judge's reports.
    pub(crate) fn name(&self) -> String {
        let style = format!("{:?}", self.style);
        self.flaw.map_or(style, |flaw| format!("{flaw:?}"))
    }
}
