use std::collections::BTreeSet;

use jiff::SignedDuration;

use super::{Exchange, Journal, Leak, Stall, Trouble, Visit};
use crate::story::Story;

/// A stall that made a call late may be noted so long after it.
const NOTED: SignedDuration = SignedDuration::from_secs(1);

/// All that a run, or a watched shop, has shown.
#[derive(Clone, Debug)]
pub struct Record {
    /// Every exchange on the wire.
    pub journal: Journal,
    /// What payers met, in the order in which they began; empty when only traffic was watched.
    pub visits: Vec<Visit>,
    /// Secrets that reached a browser.
    pub leaks: Vec<Leak>,
    /// What the shop's file says of the shop.
    pub shop: ShopFacts,
    /// Whether the shop serves several payers at the same time; `None` if it was not tried.
    pub pace: Option<Pace>,
    /// The stories that were played, even if they came to nothing.
    pub played: BTreeSet<Story>,
    /// Whether stories in which calls hang were left out.
    pub quick: bool,
    /// How many TLS handshakes the shop began while the gateway showed a certificate that nobody vouches for.
    pub stranger_handshakes: u64,
    /// When the machine that played was too busy to time anything.
    pub stalls: Vec<Stall>,
}

/// What can be asked of the shop.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ShopFacts {
    /// Its name in reports.
    pub name: String,
    /// The checkout carries `{amount}`: this browser decides what is paid.
    pub takes_amount: bool,
    /// `[refund]` is there.
    pub refunds: bool,
    /// `[refund]` carries `{amount}`.
    pub refunds_parts: bool,
    /// `[order]` is there: what the shop has recorded can be read.
    pub shows_orders: bool,
    /// `[app]` is there: it can be restarted.
    pub restarts: bool,
}

/// How a shop serves payers who come at the same time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// Side by side.
    Together,
    /// One waits for the other.
    OneByOne,
}

impl Record {
    /// What traffic alone shows: nobody played, no page was seen.
    #[must_use]
    pub fn of_traffic(journal: Journal) -> Self {
        Self {
            journal,
            visits: Vec::new(),
            leaks: Vec::new(),
            shop: ShopFacts::default(),
            pace: None,
            played: BTreeSet::new(),
            quick: false,
            stranger_handshakes: 0,
            stalls: Vec::new(),
        }
    }

    /// How much of the time that a call took may be the judge's own lateness.
    #[must_use]
    pub fn stalled_ms(&self, call: &Exchange) -> u64 {
        let ended_at = call.ended_at();
        let noted_by = ended_at.checked_add(NOTED).unwrap_or(ended_at);
        self.stalls
            .iter()
            .filter(|stall| (call.at..=noted_by).contains(&stall.ended_at))
            .map(|stall| stall.late_ms)
            .sum()
    }

    /// The visits of one story that got as far as it takes.
    pub fn of(&self, story: Story) -> impl Iterator<Item = &Visit> {
        self.visits
            .iter()
            .filter(move |visit| visit.story == story && visit.trouble.is_none())
    }

    /// What stopped the first payer, if none got through: no story shows anything then.
    #[must_use]
    pub fn nobody_came(&self) -> Option<&Trouble> {
        if self.visits.iter().any(|visit| visit.trouble.is_none()) {
            return None;
        }
        self.visits.first()?.trouble.as_ref()
    }

    /// What stopped the first visit of this story, if none of them got through.
    #[must_use]
    pub fn trouble(&self, story: Story) -> Option<&Trouble> {
        if self.of(story).next().is_some() {
            return None;
        }
        self.visits
            .iter()
            .filter(|visit| visit.story == story)
            .find_map(|visit| visit.trouble.as_ref())
    }
}
