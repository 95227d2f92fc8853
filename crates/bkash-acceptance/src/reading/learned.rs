use std::collections::BTreeSet;

use super::block::Block;
use super::normal::without_numbers;

/// What the shop's paid and failed pages have taught. Numbers in a text do not make another one of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Learned {
    /// On both pages: menus, titles, footers.
    common: BTreeSet<String>,
    /// On the paid page alone.
    paid_only: BTreeSet<String>,
    /// Whether the two pages differ in what they tell once `common` is left out.
    tells_apart: bool,
}

impl Learned {
    pub(super) fn of(paid: &[Block], failed: &[Block]) -> Self {
        let (paid, failed) = (keys(paid), keys(failed));
        Self {
            common: paid.intersection(&failed).cloned().collect(),
            paid_only: paid.difference(&failed).cloned().collect(),
            tells_apart: false,
        }
    }

    pub(super) fn telling_apart(mut self, tells_apart: bool) -> Self {
        self.tells_apart = tells_apart;
        self
    }

    pub(super) const fn tells_apart(&self) -> bool {
        self.tells_apart
    }

    pub(super) fn has_common(&self) -> bool {
        !self.common.is_empty()
    }

    /// On both pages.
    pub(super) fn is_common(&self, block: &Block) -> bool {
        self.common.contains(&key(block))
    }

    /// On the paid page and not on the failed one.
    pub(super) fn is_of_paid(&self, block: &Block) -> bool {
        self.paid_only.contains(&key(block))
    }
}

fn key(block: &Block) -> String {
    without_numbers(&block.text)
}

fn keys(blocks: &[Block]) -> BTreeSet<String> {
    blocks.iter().map(key).collect()
}
