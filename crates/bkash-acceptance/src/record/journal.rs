//! The simulator's journal, read from its JSON.

use serde::Deserialize;

use super::Exchange;

/// Every exchange, oldest first.
#[derive(Clone, Debug)]
pub struct Journal {
    exchanges: Vec<Exchange>,
}

/// Why a text is not a journal.
#[derive(Debug, thiserror::Error)]
#[error("this is not a journal of the simulator: {0}")]
pub struct JournalError(#[from] serde_json::Error);

#[derive(Deserialize)]
struct Document {
    data: Vec<Exchange>,
}

impl Journal {
    /// Reads the answer of `GET /_simulator/journal`.
    pub fn parse(text: &str) -> Result<Self, JournalError> {
        let Document { data } = serde_json::from_str(text)?;
        Ok(Self::new(data))
    }

    /// From exchanges that are at hand already, in any order.
    #[must_use]
    pub fn new(mut exchanges: Vec<Exchange>) -> Self {
        exchanges.sort_by_key(|exchange| exchange.id);
        Self { exchanges }
    }

    /// All of them, oldest first.
    pub fn all(&self) -> impl Iterator<Item = &Exchange> {
        self.exchanges.iter()
    }

    pub(crate) fn of<'a>(&'a self, endpoint: &'a str) -> impl Iterator<Item = &'a Exchange> {
        self.all()
            .filter(move |exchange| exchange.endpoint == endpoint)
    }

    /// Calls that carry an id_token and were not turned away for it.
    pub(crate) fn with_token(&self) -> impl Iterator<Item = (&Exchange, &str)> {
        self.all().filter_map(|exchange| {
            let token = exchange.token().filter(|_| !exchange.is_unauthorized())?;
            Some((exchange, token))
        })
    }

    pub(crate) fn token_calls(&self) -> impl Iterator<Item = &Exchange> {
        self.all().filter(|exchange| exchange.is_token_call())
    }

    /// Calls of one kind that name this payment, those turned away for their token left out.
    pub(crate) fn about<'a>(
        &'a self,
        endpoint: &'a str,
        payment: &'a str,
    ) -> impl Iterator<Item = &'a Exchange> {
        self.of(endpoint).filter(move |exchange| {
            exchange.payment_id() == Some(payment) && !exchange.is_unauthorized()
        })
    }

    /// The newest id, 0 for none.
    pub(crate) fn last_id(&self) -> u64 {
        self.exchanges.last().map_or(0, |exchange| exchange.id)
    }
}
