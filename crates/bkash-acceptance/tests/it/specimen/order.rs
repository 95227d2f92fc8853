use tokio::time::Instant;

/// One thing to be paid for.
#[derive(Clone, Debug)]
pub(crate) struct Order {
    pub(crate) number: u64,
    /// In its callback address, for shops that have one each.
    pub(crate) secret: String,
    /// The browser that made it.
    pub(crate) session: String,
    pub(crate) invoice: String,
    /// In poisha.
    pub(crate) amount: i64,
    pub(crate) payment_id: Option<String>,
    pub(crate) state: State,
    pub(crate) executing_since: Option<Instant>,
    pub(crate) refunds: Vec<Refund>,
    /// In poisha: asked for, its outcome not known yet.
    pub(crate) refund_in_flight: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum State {
    AwaitingPayer,
    Executing,
    Paid {
        trx_id: String,
    },
    Failed {
        code: String,
        message: String,
    },
    Cancelled,
    /// Sent, and nobody knows yet what became of it.
    Checking,
}

#[derive(Clone, Debug)]
pub(crate) struct Refund {
    pub(crate) trx_id: String,
    /// In poisha.
    pub(crate) amount: i64,
}

impl State {
    /// Without a word of the gateway's.
    pub(crate) const fn failed() -> Self {
        Self::Failed {
            code: String::new(),
            message: String::new(),
        }
    }
}

impl Order {
    /// Poisha that can still be given back.
    pub(crate) fn refundable(&self) -> i64 {
        let refunded: i64 = self.refunds.iter().map(|refund| refund.amount).sum();
        self.amount - refunded - self.refund_in_flight.unwrap_or(0)
    }
}

/// Poisha of an amount in taka.
pub(crate) fn poisha(text: &str) -> Option<i64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let part = format!("{part:0<2}");
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(&part) || part.len() != 2 {
        return None;
    }
    let whole: i64 = whole.parse().ok()?;
    whole.checked_mul(100)?.checked_add(part.parse().ok()?)
}

/// Taka with two decimals.
pub(crate) fn taka(poisha: i64) -> String {
    format!("{}.{:02}", poisha / 100, poisha % 100)
}
