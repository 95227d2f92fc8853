//! The evidence of a verdict, fit to be shown.

use super::phrases::Phrases;
use super::wire::Wire;
use super::{Report, foreign, mask};
use crate::record::Page;
use crate::verdict::Verdict;
use crate::words::Language;

const LONGEST_SENTENCE: usize = 1_200;
const LONGEST_PAGE: usize = 1_500;
const LONGEST_EXCERPT: usize = 160;
const LONGEST_ADDRESS: usize = 200;

/// A page as a payer saw it.
#[derive(Debug)]
pub(crate) struct Shown {
    pub(crate) url: String,
    pub(crate) status: u16,
    /// The text block by block; one line that says so for a blank page.
    pub(crate) blocks: Vec<String>,
}

impl Shown {
    /// The beginning of the text, in one line.
    pub(crate) fn excerpt(&self) -> String {
        foreign::line(&self.blocks.join(" "), LONGEST_EXCERPT)
    }
}

/// A sentence that may quote the shop.
pub(crate) fn sentence(text: &str) -> String {
    foreign::line(&mask::text(text), LONGEST_SENTENCE)
}

/// What a verdict's exchanges were; ids that the journal does not have are left out.
pub(crate) fn exchanges(report: &Report, verdict: &Verdict, language: Language) -> Vec<Wire> {
    let cited = &verdict.evidence.exchanges;
    report
        .record
        .journal
        .all()
        .filter(|exchange| cited.contains(&exchange.id))
        .map(|exchange| Wire::of(exchange, language))
        .collect()
}

/// What payers saw.
pub(crate) fn pages(verdict: &Verdict, language: Language) -> Vec<Shown> {
    let pages = verdict.evidence.pages.iter();
    pages.map(|page| page_shown(page, language)).collect()
}

fn page_shown(page: &Page, language: Language) -> Shown {
    let mut blocks = Vec::new();
    let mut left = LONGEST_PAGE;
    for block in &page.blocks {
        let block = foreign::line(&mask::text(block), left);
        left = left.saturating_sub(block.chars().count());
        if !block.is_empty() {
            blocks.push(block);
        }
        if left == 0 {
            break;
        }
    }
    if blocks.is_empty() {
        blocks.push(Phrases::of(language).blank_page.to_owned());
    }
    Shown {
        url: foreign::line(&mask::text(&page.url), LONGEST_ADDRESS),
        status: page.status,
        blocks,
    }
}
