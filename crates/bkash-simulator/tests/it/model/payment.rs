/// How far a payment has come, as its payer and its merchant could both tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Phase {
    OnPages,
    /// The payer gave up or failed on the pages.
    Left,
    Approved {
        wallet: usize,
    },
    /// Execute was refused.
    Spent,
    /// The money is held for the merchant.
    Authorized {
        wallet: usize,
    },
    Voided,
    Paid {
        wallet: usize,
        at: i64,
        /// In poisha, oldest first.
        refunds: Vec<i64>,
    },
}

/// One payment of the model. Times are seconds since the life began.
#[derive(Debug, Clone)]
pub(super) struct Payment {
    pub(super) id: String,
    pub(super) poisha: i64,
    pub(super) authorize_only: bool,
    pub(super) created_at: i64,
    pub(super) phase: Phase,
    /// Of the execute, once it succeeded.
    pub(super) trx_id: Option<String>,
    /// The agreement that it is paid by.
    pub(super) agreement: Option<String>,
}

const DAY: i64 = 86_400;
const REFUND_DAYS: i64 = 60 * DAY;

impl Payment {
    pub(super) fn is_too_old(&self, now: i64) -> bool {
        now - self.created_at > DAY
    }

    pub(super) fn left_to_refund(&self) -> i64 {
        match &self.phase {
            Phase::Paid { refunds, .. } => self.poisha - refunds.iter().sum::<i64>(),
            _ => 0,
        }
    }

    /// `transactionStatus` of query.
    pub(super) fn status(&self) -> &'static str {
        match self.phase {
            Phase::OnPages | Phase::Left | Phase::Approved { .. } | Phase::Spent => "Initiated",
            Phase::Authorized { .. } => "Authorized",
            Phase::Voided => "Cancelled",
            Phase::Paid { .. } => "Completed",
        }
    }

    /// The code that refuses a refund, apart from the merchant's own balance.
    pub(super) fn refund_refusal(
        &self,
        now: i64,
        poisha: i64,
        version: u8,
    ) -> Option<&'static str> {
        let (at, refunds) = match &self.phase {
            Phase::Paid { at, refunds, .. } => (at, refunds),
            Phase::Voided => return Some("2056"),
            _ => return Some("2127"),
        };
        let too_much = if version == 1 { "2026" } else { "2072" };
        let left = self.left_to_refund();
        match refunds.len() {
            _ if now - at > REFUND_DAYS => Some("2071"),
            _ if poisha > self.poisha => Some(too_much),
            _ if left == 0 => Some("2034"),
            1.. if version == 1 => Some("2034"),
            10.. => Some("2074"),
            _ if poisha > left => Some(too_much),
            _ => None,
        }
    }
}
