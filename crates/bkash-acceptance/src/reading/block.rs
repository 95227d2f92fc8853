/// One piece of text that stands by itself: a paragraph, a heading, a row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Block {
    pub(super) text: String,
    /// Links, buttons and menus: they offer something, and tell nothing of what happened.
    pub(super) offers: bool,
    /// A field of an answer in JSON.
    pub(super) is_field: bool,
}

impl Block {
    pub(super) fn told(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            offers: false,
            is_field: false,
        }
    }

    pub(super) fn offered(text: impl Into<String>) -> Self {
        Self {
            offers: true,
            ..Self::told(text)
        }
    }

    pub(super) fn field(text: impl Into<String>) -> Self {
        Self {
            is_field: true,
            ..Self::told(text)
        }
    }
}
