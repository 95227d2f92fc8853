use std::time::Duration;

use url::Url;

use super::Answer;

/// Where the browser got to, and all that it got on the way.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// Every answer in its order: redirects, pages that refreshed themselves, the last page.
    pub answers: Vec<Answer>,
    /// The shop's own scripts that the pages load, each once over all browsers of [`Browsers`](super::Browsers).
    pub scripts: Vec<Answer>,
    /// How it ended.
    pub end: End,
    /// From the first request to the last page.
    pub took: Duration,
}

/// How a way through the shop ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// On the shop's page that is the last answer.
    Page,
    /// On the checkout's own page, before anything was asked for: it could not be opened.
    NoCheckoutPage,
    /// At the hosted page, which was not opened.
    Hosted {
        /// The gateway payment's id in its address.
        payment_id: String,
        /// Its address.
        url: Url,
    },
    /// At the hosted page of bKash itself, which was not opened: the shop does not talk to this gateway.
    RealGateway {
        /// Its address.
        url: Url,
    },
    /// Nothing answers there.
    Unreachable {
        /// The address.
        url: Url,
        /// Why.
        why: Unreached,
    },
    /// More than twenty redirects, one after the other.
    TooManyRedirects,
    /// No answer came in the time that this payer has.
    Impatient,
}

/// Why an address gave no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreached {
    /// Nothing listens there.
    Refused,
    /// The name does not exist.
    NoSuchHost,
    /// The connection was closed before an answer.
    Closed,
    /// Its certificate was not accepted, or it speaks no TLS.
    Tls(String),
    /// Anything else, in the system's words.
    Other(String),
}

impl Arrival {
    /// The page on which it ended; `None` if it ended elsewhere.
    #[must_use]
    pub fn page(&self) -> Option<&Answer> {
        match self.end {
            End::Page | End::NoCheckoutPage => self.answers.last(),
            _ => None,
        }
    }

    /// The gateway payment's id, if the hosted page was reached.
    #[must_use]
    pub fn payment_id(&self) -> Option<&str> {
        match &self.end {
            End::Hosted { payment_id, .. } => Some(payment_id),
            _ => None,
        }
    }

    /// All that the browser was given: answers and scripts.
    pub fn everything(&self) -> impl Iterator<Item = &Answer> {
        self.answers.iter().chain(&self.scripts)
    }
}
