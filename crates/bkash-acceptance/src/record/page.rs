use serde::Serialize;

/// What a person sees after all redirects.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Page {
    /// Its address, without what may be secret in it.
    pub url: String,
    /// HTTP status.
    pub status: u16,
    /// The visible text, block by block, without what stands on every page of this shop.
    pub blocks: Vec<String>,
    /// What the text tells the payer.
    pub reading: Reading,
}

/// What a page tells the payer of the payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reading {
    /// That it was paid.
    Paid,
    /// That it was not paid: failed, cancelled, declined.
    Failed,
    /// That it is still being found out.
    Waiting,
    /// Words of both kinds: a person must read it.
    Unclear,
    /// Text, but nothing about the outcome.
    Silent,
    /// No text at all, as on a page that scripts fill in: the judge runs none.
    Empty,
}

impl Reading {
    /// Whether it is about the outcome at all.
    #[must_use]
    pub const fn tells(self) -> bool {
        !matches!(self, Self::Silent | Self::Empty)
    }
}

impl Page {
    /// The whole text, in one line.
    #[must_use]
    pub fn text(&self) -> String {
        self.blocks.join(" ")
    }

    /// Whether a message stands on it: letter case, spaces and the full stop at its end do not count.
    #[must_use]
    pub fn shows(&self, message: &str) -> bool {
        let plain = |text: &str| {
            let words: Vec<_> = text.split_whitespace().collect();
            words.join(" ").to_lowercase()
        };
        let message = plain(message);
        let message = message.trim_end_matches(['.', ' ']);
        !message.is_empty() && plain(&self.text()).contains(message)
    }
}
