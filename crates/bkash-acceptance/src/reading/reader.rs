use std::collections::BTreeSet;

use scraper::Html;

use super::block::Block;
use super::normal::{is_bangla, normal, without_long_words, without_numbers};
use super::signal::Signals;
use super::{bangla, clause, english, json, label, url, visible};
use crate::browser::{Answer, Arrival};
use crate::record::{Page, Reading};
use crate::shop::OwnWords;

/// Reads the pages of one shop.
#[derive(Clone, Debug)]
pub struct Reader {
    own: OwnWords,
    learned: Learned,
}

/// What the shop's paid and failed pages have taught.
#[derive(Clone, Debug, Default)]
struct Learned {
    /// On both pages: menus, titles, footers.
    common: BTreeSet<String>,
    /// On the paid page alone.
    paid_only: BTreeSet<String>,
    /// Whether the two pages differ in what they tell once `common` is left out.
    tells_apart: bool,
}

impl Reader {
    /// For a shop whose pages have not been seen yet.
    #[must_use]
    pub fn new(own: &OwnWords) -> Self {
        let normal = |words: &[String]| words.iter().map(|words| normal(words)).collect();
        Self {
            own: OwnWords {
                paid: normal(&own.paid),
                failed: normal(&own.failed),
            },
            learned: Learned::default(),
        }
    }

    /// Learns from the page after a payment and the one after a failure what stands on every page of this shop.
    /// If nothing else tells the two apart, nothing is left out.
    pub fn learn(&mut self, paid: &Answer, failed: &Answer) {
        let (paid, failed) = (blocks(paid), blocks(failed));
        let (paid_texts, failed_texts) = (keys(&paid), keys(&failed));
        let common: BTreeSet<_> = paid_texts.intersection(&failed_texts).cloned().collect();
        let paid_only = paid_texts.difference(&failed_texts).cloned().collect();
        let rest = |blocks: &[Block]| {
            let told = blocks.iter().filter(|block| !common.contains(&key(block)));
            self.signals(told).reading()
        };
        let tells_apart = rest(&paid) != rest(&failed);
        self.learned = Learned {
            common,
            paid_only,
            tells_apart,
        };
    }

    /// What stands on a page and what it tells.
    #[must_use]
    pub fn page(&self, answer: &Answer) -> Page {
        let blocks = blocks(answer);
        let reading = self.reading(&blocks);
        let learned = &self.learned;
        let told = blocks
            .into_iter()
            .filter(|block| !learned.tells_apart || !learned.common.contains(&key(block)));
        Page {
            url: url::shown(&answer.url),
            status: answer.status,
            blocks: told.map(|block| without_long_words(&block.text)).collect(),
            reading,
        }
    }

    /// The page on which a way through the shop ended; if that tells nothing, as a shop's front page does not, the last
    /// one before it that the payer saw and that does. `None` if it ended elsewhere or before any page.
    #[must_use]
    pub fn seen(&self, arrival: &Arrival) -> Option<Page> {
        let last = self.page(arrival.page()?);
        if !matches!(last.reading, Reading::Silent | Reading::Empty) {
            return Some(last);
        }
        let shown = arrival.answers.iter().rev().skip(1);
        let mut shown = shown.filter(|answer| !(300..400).contains(&answer.status));
        let telling = shown.find_map(|answer| {
            let page = self.page(answer);
            (!matches!(page.reading, Reading::Silent | Reading::Empty)).then_some(page)
        });
        Some(telling.unwrap_or(last))
    }

    fn reading(&self, blocks: &[Block]) -> Reading {
        if blocks.is_empty() {
            return Reading::Empty;
        }
        if let Some(reading) = self.own_reading(blocks) {
            return reading;
        }
        let all = self.signals(blocks).reading();
        let rest = blocks
            .iter()
            .filter(|block| !self.learned.common.contains(&key(block)));
        let rest = self.signals(rest).reading();
        match (self.learned.tells_apart, all) {
            (true, _) => rest,
            // Menus can speak of failed payments on every page.
            (false, Reading::Failed)
                if rest == Reading::Silent && !self.learned.common.is_empty() =>
            {
                Reading::Unclear
            }
            (false, all) => all,
        }
    }

    /// By the shop's file.
    fn own_reading(&self, blocks: &[Block]) -> Option<Reading> {
        let text: Vec<_> = blocks.iter().map(|block| normal(&block.text)).collect();
        let text = text.join(" ");
        let says = |words: &[String]| words.iter().any(|words| text.contains(words.as_str()));
        match (says(&self.own.paid), says(&self.own.failed)) {
            (true, true) => Some(Reading::Unclear),
            (true, false) => Some(Reading::Paid),
            (false, true) => Some(Reading::Failed),
            (false, false) => None,
        }
    }

    fn signals<'a>(&self, blocks: impl IntoIterator<Item = &'a Block>) -> Signals {
        let told = blocks.into_iter().filter(|block| !block.offers);
        told.map(|block| self.of_block(block))
            .fold(Signals::NONE, |all, one| all | one)
    }

    fn of_block(&self, block: &Block) -> Signals {
        let clauses = clause::clauses(&block.text);
        let signals = clauses.iter().map(|clause| {
            let labelled = clause.label.as_deref();
            let labelled =
                labelled.and_then(|label| label::read(label, &clause.text, block.is_field));
            labelled.unwrap_or_else(|| match clause.text.chars().any(is_bangla) {
                true => bangla::read(clause),
                false if block.is_field && clause.is_label => Signals::NONE,
                false => english::read(clause),
            })
        });
        let signals = signals.fold(Signals::NONE, |all, one| all | one);
        // Kind words that stand on the paid page and not on the failed one mean it.
        let is_learned = self.learned.tells_apart && self.learned.paid_only.contains(&key(block));
        match signals == Signals::THANKS && is_learned {
            true => Signals::PAID,
            false => signals,
        }
    }
}

fn blocks(answer: &Answer) -> Vec<Block> {
    if let Some(value) = answer.json() {
        return json::blocks(&value);
    }
    if answer.is_html() {
        return visible::blocks(&Html::parse_document(&answer.body));
    }
    let lines = answer.body.lines().map(str::trim);
    lines
        .filter(|line| !line.is_empty())
        .map(Block::told)
        .collect()
}

fn key(block: &Block) -> String {
    without_numbers(&block.text)
}

fn keys(blocks: &[Block]) -> BTreeSet<String> {
    blocks.iter().map(key).collect()
}
