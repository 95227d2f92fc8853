use super::pattern::Placeholder;

/// A section that says how something is asked.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Checkout,
    Refund,
    Order,
}

impl Kind {
    pub(super) const fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Checkout => &[
                "method",
                "url",
                "form",
                "json",
                "headers",
                "page",
                "bkash_url",
            ],
            Self::Refund => &["method", "url", "form", "json", "headers", "page"],
            Self::Order => &["url", "headers"],
        }
    }

    pub(super) const fn example(self) -> &'static str {
        match self {
            Self::Checkout => "http://127.0.0.1:8000/pay",
            Self::Refund => "http://127.0.0.1:8000/refund",
            Self::Order => "http://127.0.0.1:8000/orders/{invoice}",
        }
    }

    pub(super) const fn allows(self, placeholder: Placeholder) -> bool {
        match self {
            Self::Checkout => !placeholder.is_of_payment(),
            Self::Refund => true,
            Self::Order => !matches!(placeholder, Placeholder::Amount),
        }
    }
}
