use super::guide::{self, Gateway};
use crate::case::Level;
use crate::verdict::{Outcome, Verdict};
use crate::words::{Said, Words};

/// What traffic has shown so far, and what is still to be shown.
#[derive(Clone, Debug, Default)]
pub struct Checklist {
    items: Vec<Item>,
}

/// One case on a checklist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The case's id.
    pub id: &'static str,
    /// How much it weighs.
    pub level: Level,
    /// The case in a few words.
    pub title: Words,
    /// Whether it was shown.
    pub mark: Mark,
    /// What was seen, or why nothing is concluded.
    pub saw: Said,
    /// How a person shows it; `None` where this gateway gives no way.
    pub how: Option<Words>,
    /// How to pass.
    pub remedy: Words,
}

/// Whether a case was shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// It was, and it is right.
    Passed,
    /// It was, and it is wrong.
    Failed,
    /// Not yet.
    Open,
}

impl Checklist {
    /// The cases that traffic can decide with this gateway, and any other that it has decided.
    #[must_use]
    pub fn of(verdicts: &[Verdict], gateway: Gateway) -> Self {
        let items = verdicts.iter().map(|verdict| Item::of(verdict, gateway));
        Self {
            items: items
                .filter(|item| item.mark != Mark::Open || item.how.is_some())
                .collect(),
        }
    }

    /// In the order of the cases.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// Those with this mark.
    pub fn marked(&self, mark: Mark) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(move |item| item.mark == mark)
    }

    /// What was decided since, or decided otherwise.
    pub fn news<'a>(&'a self, before: &'a Self) -> impl Iterator<Item = &'a Item> {
        let was = |item: &Item| {
            let earlier = before.items.iter().find(|earlier| earlier.id == item.id);
            earlier.map_or(Mark::Open, |earlier| earlier.mark)
        };
        self.items.iter().filter(move |item| item.mark != was(item))
    }
}

impl Item {
    fn of(verdict: &Verdict, gateway: Gateway) -> Self {
        Self {
            id: verdict.id,
            level: verdict.level,
            title: verdict.title,
            mark: match verdict.outcome {
                Outcome::Passed => Mark::Passed,
                Outcome::Failed => Mark::Failed,
                Outcome::NotJudged => Mark::Open,
            },
            saw: verdict.saw.clone(),
            how: guide::how(verdict.id, gateway),
            remedy: verdict.remedy,
        }
    }
}
