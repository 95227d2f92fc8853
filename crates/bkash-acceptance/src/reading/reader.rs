use scraper::Html;

use super::block::Block;
use super::clause::Clause;
use super::learned::Learned;
use super::normal::{is_bangla, normal, without_long_words};
use super::signal::Signals;
use super::topic::Topic;
use super::{bangla, clause, english, json, label, shell, url, visible};
use crate::browser::{Answer, Arrival};
use crate::record::{Page, Reading};
use crate::shop::OwnWords;

/// Reads the pages of one shop.
#[derive(Clone, Debug)]
pub struct Reader {
    own: OwnWords,
    learned: Learned,
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
        let learned = Learned::of(&paid, &failed);
        let rest = |blocks: &[Block]| {
            let told = blocks.iter().filter(|block| !learned.is_common(block));
            self.signals(told, Topic::Payment).reading()
        };
        let tells_apart = rest(&paid) != rest(&failed);
        self.learned = learned.telling_apart(tells_apart);
    }

    /// What stands on a page and what it tells of the payment.
    #[must_use]
    pub fn page(&self, answer: &Answer) -> Page {
        self.page_about(answer, Topic::Payment)
    }

    /// The page on which a way through the shop ended; if that tells nothing, as a shop's front page does not, the last
    /// one before it that the payer saw and that does. `None` if it ended elsewhere or before any page.
    #[must_use]
    pub fn seen(&self, arrival: &Arrival) -> Option<Page> {
        self.seen_about(arrival, Topic::Payment)
    }

    /// The same after a refund was asked for: what it tells of the refund. That the payment was made is no news there.
    #[must_use]
    pub fn seen_of_refund(&self, arrival: &Arrival) -> Option<Page> {
        self.seen_about(arrival, Topic::Refund)
    }

    fn seen_about(&self, arrival: &Arrival, topic: Topic) -> Option<Page> {
        let last = self.page_about(arrival.page()?, topic);
        if last.reading.tells() {
            return Some(last);
        }
        let before = arrival.answers.iter().rev().skip(1);
        let mut shown = before.filter(|answer| !(300..400).contains(&answer.status));
        let telling = shown.find_map(|answer| {
            let page = self.page_about(answer, topic);
            page.reading.tells().then_some(page)
        });
        Some(telling.unwrap_or(last))
    }

    fn page_about(&self, answer: &Answer, topic: Topic) -> Page {
        let blocks = blocks(answer);
        let reading = match self.reading(&blocks, topic) {
            Reading::Silent | Reading::Waiting if is_shell(answer) => Reading::Empty,
            reading => reading,
        };
        let learned = &self.learned;
        let is_own = |block: &&Block| !(learned.tells_apart() && learned.is_common(block));
        let mut told: Vec<_> = blocks.iter().filter(is_own).collect();
        if told.is_empty() {
            told = blocks.iter().collect();
        }
        Page {
            url: url::shown(&answer.url),
            status: answer.status,
            blocks: told
                .iter()
                .map(|block| without_long_words(&block.text))
                .collect(),
            reading,
        }
    }

    fn reading(&self, blocks: &[Block], topic: Topic) -> Reading {
        if blocks.is_empty() {
            return Reading::Empty;
        }
        if topic == Topic::Refund {
            let news = blocks
                .iter()
                .filter(|block| !self.learned.is_common(block) && !self.learned.is_of_paid(block));
            return self.signals(news, topic).reading();
        }
        if let Some(reading) = self.own_reading(blocks) {
            return reading;
        }
        let all = self.signals(blocks, topic).reading();
        let rest = blocks.iter().filter(|block| !self.learned.is_common(block));
        let rest = self.signals(rest, topic).reading();
        let only_by_menus = rest == Reading::Silent && self.learned.has_common();
        match (self.learned.tells_apart(), all) {
            (true, _) => rest,
            // Menus can speak of failed payments on every page.
            (false, Reading::Failed) if only_by_menus => Reading::Unclear,
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

    fn signals<'a>(&self, blocks: impl IntoIterator<Item = &'a Block>, topic: Topic) -> Signals {
        let told = blocks.into_iter();
        told.filter(|block| !block.offers && topic.has(block))
            .map(|block| self.of_block(block))
            .fold(Signals::NONE, |all, one| all | one)
    }

    fn of_block(&self, block: &Block) -> Signals {
        let clauses = clause::clauses(&block.text);
        let signals = clauses.iter().map(|clause| of_clause(clause, block));
        let signals = signals.fold(Signals::NONE, |all, one| all | one);
        // Kind words that stand on the paid page and not on the failed one mean it.
        let is_learned = self.learned.tells_apart() && self.learned.is_of_paid(block);
        match signals == Signals::THANKS && is_learned {
            true => Signals::PAID,
            false => signals,
        }
    }
}

fn of_clause(clause: &Clause, block: &Block) -> Signals {
    let signals = told_by(clause, block);
    // "Payment failed: Successful" quotes somebody else.
    let fails = clause.label.as_deref().is_some_and(|label| {
        let label = Clause::plain(label);
        told_by(&label, block).has(Signals::FAILED)
    });
    match fails {
        true => signals.without(Signals::PAID | Signals::THANKS | Signals::WAITING),
        false => signals,
    }
}

fn told_by(clause: &Clause, block: &Block) -> Signals {
    let labelled = clause.label.as_deref();
    let labelled = labelled.and_then(|label| label::read(label, &clause.text, block.is_field));
    labelled.unwrap_or_else(|| match clause.text.chars().any(is_bangla) {
        true => bangla::read(clause),
        false if block.is_field && clause.is_label => Signals::NONE,
        false => english::read(clause),
    })
}

fn is_shell(answer: &Answer) -> bool {
    answer.is_html() && shell::is_shell(&Html::parse_document(&answer.body))
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
