use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use tokio::sync::Mutex;

use crate::shop::catalogue::Product;
use crate::shop::price::Price;
use crate::shop::service::{Payment, PaymentStatus, Refund, RefundStatus};

/// `SB-1001`: shown to people, and the invoice number of every try to pay the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OrderNumber(pub u32);

impl fmt::Display for OrderNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SB-{}", self.0)
    }
}

impl FromStr for OrderNumber {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let digits = text.strip_prefix("SB-").ok_or(())?;
        let number = Self(digits.parse().map_err(|_| ())?);
        // One order has one address: no leading zeros or signs.
        if number.to_string() == text {
            Ok(number)
        } else {
            Err(())
        }
    }
}

#[derive(Clone, Debug)]
pub struct Order {
    pub number: OrderNumber,
    pub product: &'static Product,
    /// The random text of the form that placed it; the root of its idempotency keys.
    pub form: String,
    /// Counts the tries that got a final answer, so that only a new intent gets a new key.
    pub answered_tries: u32,
    /// What the last try said when it could not even be started.
    pub not_started: Option<NotStarted>,
    pub payments: Vec<Payment>,
    pub refunds: Vec<Refund>,
    /// Held while a payment or a refund is asked for: the second of two clicks waits for the first.
    pub turn: Arc<Mutex<()>>,
}

/// A try that gave no payment.
#[derive(Clone, Debug)]
pub struct NotStarted {
    /// The gateway's own words where it refused.
    pub message: Option<String>,
}

impl Order {
    pub fn price(&self) -> Price {
        self.product.price
    }

    /// The idempotency key of the next, or of the still unanswered, try.
    pub fn try_key(&self) -> String {
        format!("pay-{}-{}", self.form, self.answered_tries)
    }

    pub fn paid(&self) -> Option<&Payment> {
        self.payments
            .iter()
            .find(|payment| payment.status == PaymentStatus::Completed)
    }

    /// What may still go back to the payer.
    pub fn refundable(&self) -> Price {
        let moved = self
            .paid()
            .and_then(Payment::paid_amount)
            .unwrap_or_default();
        moved.less(
            self.refunds
                .iter()
                .filter(|r| r.counts())
                .map(Refund::amount)
                .sum(),
        )
    }

    /// Takes over what the service says, unless something newer is known.
    pub fn observe_payment(&mut self, seen: Payment) {
        match self.payments.iter_mut().find(|known| known.id == seen.id) {
            Some(known) if known.version > seen.version => {}
            Some(known) => *known = seen,
            None => self.payments.push(seen),
        }
    }

    /// Takes over what the service says, unless something newer is known.
    pub fn observe_refund(&mut self, seen: Refund) {
        match self.refunds.iter_mut().find(|known| known.id == seen.id) {
            Some(known) if known.version > seen.version => {}
            Some(known) => *known = seen,
            None => self.refunds.push(seen),
        }
        self.refunds
            .sort_by(|one, other| one.created_at.cmp(&other.created_at));
    }

    /// Payments whose end is not known yet.
    pub fn open_payments(&self) -> impl Iterator<Item = &Payment> {
        use PaymentStatus::{AwaitingPayer, Creating, Executing, Held, Unresolved};
        let open = [Creating, AwaitingPayer, Executing, Unresolved, Held];
        self.payments
            .iter()
            .filter(move |payment| open.contains(&payment.status))
    }

    /// Refunds whose end is not known yet.
    pub fn open_refunds(&self) -> impl Iterator<Item = &Refund> {
        let open = [RefundStatus::Pending, RefundStatus::Unresolved];
        self.refunds
            .iter()
            .filter(move |refund| open.contains(&refund.status))
    }
}
