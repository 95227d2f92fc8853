use super::words::{
    AFTER_PAID, BEFORE_PAID, BROKEN, BUSY, DONE, ENTRIES, NEGATORS, NOT_MONEY, PRAISE, SUBJECTS,
    SUCCESS, SUPPOSING, VERBS, WAITING, WRONG,
};
use crate::reading::clause::Clause;
use crate::reading::signal::Signals;

/// What one clause tells.
pub(in crate::reading) fn read(clause: &Clause) -> Signals {
    let words: Vec<&str> = clause.text.split(' ').collect();
    let said = Said {
        words: &words,
        clause,
    };
    if clause.is_question || words.len() > 60 {
        return Signals::NONE;
    }
    let mut signals = said.waiting();
    for at in 0..words.len() {
        signals = signals | said.word(at);
    }
    signals
}

struct Said<'a> {
    words: &'a [&'a str],
    clause: &'a Clause,
}

impl Said<'_> {
    fn waiting(&self) -> Signals {
        let has = |phrases: &[&str]| phrases.iter().any(|phrase| self.contains(phrase));
        let waiting = if has(WAITING) {
            self.unless_about_order(Signals::WAITING)
        } else {
            Signals::NONE
        };
        let busy = if has(BUSY) {
            Signals::BUSY
        } else {
            Signals::NONE
        };
        waiting | busy
    }

    /// An order may be under way because it is paid.
    fn unless_about_order(&self, signals: Signals) -> Signals {
        let money = ["payment", "transaction", "refund", "bkash"];
        let about = |names: &[&str]| self.words.iter().any(|word| names.contains(word));
        let orders = ["order", "orders", "shipment", "delivery"];
        // "We have your payment and your order is being processed": the last noun before the verb is meant.
        let verb = self
            .words
            .windows(2)
            .position(|pair| pair == ["being", "processed"]);
        let nouns = self.words[..verb.unwrap_or(0)].iter();
        let mut nouns = nouns.filter(|word| money.contains(word) || orders.contains(word));
        let is_orders = nouns.next_back().is_some_and(|noun| orders.contains(noun));
        match is_orders || about(&orders) && !about(&money) {
            true => Signals::BUSY,
            false => signals,
        }
    }

    fn word(&self, at: usize) -> Signals {
        let word = self.words[at];
        let before = &self.words[..at];
        if self.is_supposed(before) {
            return Signals::NONE;
        }
        let is_negated = before
            .iter()
            .rev()
            .take(6)
            .any(|word| NEGATORS.contains(word));
        if SUCCESS.contains(&word) {
            return if is_negated {
                self.negated(word)
            } else {
                self.success(at)
            };
        }
        if word == "paid" {
            return if is_negated {
                self.negated(word)
            } else {
                self.paid(at)
            };
        }
        if DONE.contains(&word) {
            return if is_negated {
                self.negated(word)
            } else {
                self.done(at)
            };
        }
        if VERBS.contains(&word) && is_negated {
            return self.negated(word);
        }
        if BROKEN.contains(&word) && !is_negated {
            return Signals::FAILED;
        }
        if WRONG.contains(&word) {
            return Signals::NOT_PAID;
        }
        match word {
            "fail" if self.words.len() == 1 => Signals::FAILED,
            // "Thank you for your payment."
            "thank" | "thanks" if self.contains("for your payment") => Signals::PAID,
            "thank" | "thanks" | "congratulations" => Signals::THANKS,
            _ => Signals::NONE,
        }
    }

    fn success(&self, at: usize) -> Signals {
        let is_short = self.words.len() <= 3;
        let other = self.is_about(NOT_MONEY) && !self.is_about(&["payment", "paid", "transaction"]);
        let is_entry = self.is_about(ENTRIES);
        match is_entry || self.is_about(PRAISE) {
            true => Signals::NONE,
            false if other => Signals::THANKS,
            false if is_short || self.is_about(SUBJECTS) || at + 1 == self.words.len() => {
                Signals::PAID
            }
            false => Signals::NONE,
        }
    }

    fn paid(&self, at: usize) -> Signals {
        if self.clause.is_label {
            return Signals::NONE;
        }
        let before = at.checked_sub(1).map(|at| self.words[at]);
        let after = self.words.get(at + 1).copied();
        let is_verb = before.is_some_and(|word| BEFORE_PAID.contains(&word));
        let is_amount = |word: &str| {
            word.starts_with(|first: char| first.is_numeric())
                && word.contains(|digit: char| digit.is_numeric() && !matches!(digit, '0' | '০'))
        };
        let is_end = after
            .is_none_or(|word| AFTER_PAID.contains(&word) || before.is_none() && is_amount(word));
        let is_name = matches!(after, Some("amount" | "total" | "orders" | "by")) && !is_verb
            || matches!(
                before,
                Some("total" | "amount" | "pre" | "how" | "that" | "who")
            );
        if is_name {
            return Signals::NONE;
        }
        match (is_verb || is_end) && self.words.len() <= 20 {
            true => Signals::PAID,
            false => Signals::THANKS,
        }
    }

    fn done(&self, at: usize) -> Signals {
        let word = self.words[at];
        let is_about_money =
            self.is_about(&["payment", "transaction", "refund", "money", "donation"])
                || word == "refunded";
        // "Complete your payment", "Payment method accepted".
        let is_offer = word == "complete" && at == 0
            || at.checked_sub(1).is_some_and(|at| {
                matches!(self.words[at], "to" | "please" | "and" | "being" | "get")
            })
            || self.is_about(&["method", "methods", "accept", "options"]);
        let is_taken = matches!(word, "charged" | "taken" | "deducted" | "debited");
        match () {
            () if is_offer
                || is_taken
                || self.is_about(PRAISE)
                || self.clause.is_label && matches!(word, "made" | "refunded" | "accepted") =>
            {
                Signals::NONE
            }
            () if is_about_money => Signals::PAID,
            () if self.is_about(&["order", "purchase", "booking"]) => Signals::THANKS,
            () if self.words.len() == 1 && matches!(word, "completed" | "confirmed") => {
                Signals::THANKS
            }
            () => Signals::NONE,
        }
    }

    fn negated(&self, word: &str) -> Signals {
        let about = self.is_about(SUBJECTS) || self.words.len() <= 4;
        if matches!(word, "verified" | "confirmed" | "verify" | "confirm") {
            return Signals::NOT_PAID | Signals::WAITING;
        }
        if matches!(
            word,
            "charged" | "taken" | "deducted" | "debited" | "paid" | "made" | "received"
        ) {
            return Signals::NOT_PAID;
        }
        match about {
            true if self.contains("yet") || self.contains("finished") => Signals::NOT_PAID,
            true => Signals::FAILED,
            false => Signals::NOT_PAID,
        }
    }

    fn is_supposed(&self, before: &[&str]) -> bool {
        let near = before.iter().any(|word| SUPPOSING.contains(word));
        let is_negated_ability = before
            .windows(2)
            .any(|pair| matches!(pair, ["could" | "can" | "would" | "will", "not"]));
        let is_to_be = before.ends_with(&["to", "be"]) || before.ends_with(&["to"]);
        near && !is_negated_ability
            || is_to_be
                && !before
                    .iter()
                    .any(|word| matches!(*word, "failed" | "unable"))
    }

    fn is_about(&self, names: &[&str]) -> bool {
        let label = self.clause.label.as_deref().unwrap_or_default();
        self.words
            .iter()
            .copied()
            .chain(label.split(' '))
            .any(|word| names.contains(&word))
    }

    fn contains(&self, phrase: &str) -> bool {
        let phrase: Vec<_> = phrase.split(' ').collect();
        self.words
            .windows(phrase.len())
            .any(|words| words == phrase)
    }
}
