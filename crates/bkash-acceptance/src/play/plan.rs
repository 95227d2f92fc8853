use std::collections::BTreeSet;

use super::stopped::Stopped;
use crate::case::CASES;
use crate::record::ShopFacts;
use crate::story::{Phase, Story};

/// Which cases are asked for, and the stories that they take.
#[derive(Debug)]
pub(super) struct Plan {
    wanted: Vec<String>,
    stories: BTreeSet<Story>,
    /// Whether a restart is asked for, should it be possible.
    restarts: bool,
}

impl Plan {
    /// `only` has ids of cases or names of groups; empty means all.
    pub(super) fn of(
        only: &[String],
        quick: bool,
        shop: &ShopFacts,
        tls: bool,
    ) -> Result<Self, Stopped> {
        let unknown = only
            .iter()
            .find(|asked| !CASES.iter().any(|case| names(asked, case.id)));
        if let Some(asked) = unknown {
            return Err(Stopped::UnknownCase(asked.clone()));
        }
        let mut plan = Self {
            wanted: only.to_vec(),
            stories: BTreeSet::new(),
            restarts: false,
        };
        let wanted = CASES.iter().filter(|case| plan.wants(case.id));
        let mut stories: BTreeSet<Story> = if only.is_empty() {
            Story::ALL.into_iter().collect()
        } else {
            wanted.flat_map(|case| case.needs).copied().collect()
        };
        // From these two the judge learns what the shop's pages say.
        stories.extend([Story::Paid, Story::WrongOtp]);
        // Shows whether slow stories can be told side by side, and leaves a token that is soon over.
        let needs_cold = |story: &Story| story.phase() == Phase::Slow || *story == Story::Expired;
        if stories.iter().any(needs_cold) {
            stories.insert(Story::ColdStart);
        }
        plan.restarts = stories.contains(&Story::Restarted);
        stories.retain(|story| {
            !(quick && story.hangs()
                || story.refunds() && !shop.refunds
                || *story == Story::RefundedTooMuch && !shop.refunds_parts
                || *story == Story::Restarted && !shop.restarts
                || *story == Story::Stranger && !tls
                || *story == Story::Tampered && shop.takes_amount)
        });
        plan.stories = stories;
        Ok(plan)
    }

    /// The shop can be stopped and started, though its file does not say how.
    pub(super) fn allow_restart(&mut self) {
        if self.restarts {
            self.stories.insert(Story::Restarted);
        }
    }

    /// There is nothing for this story to show.
    pub(super) fn leave_out(&mut self, story: Story) {
        self.stories.remove(&story);
    }

    pub(super) fn wants(&self, id: &str) -> bool {
        self.wanted.is_empty() || self.wanted.iter().any(|asked| names(asked, id))
    }

    /// In the order in which they are told.
    pub(super) fn of_phase(&self, phase: Phase) -> Vec<Story> {
        let stories = self.stories.iter().copied();
        stories.filter(|story| story.phase() == phase).collect()
    }

    pub(super) fn stories(&self) -> &BTreeSet<Story> {
        &self.stories
    }
}

/// `callback` names `callback/2` too.
fn names(asked: &str, id: &str) -> bool {
    id == asked || id.split_once('/').is_some_and(|(group, _)| group == asked)
}
