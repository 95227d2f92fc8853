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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shop::catalogue;
    use crate::shop::order::{OrderBook, Standing};
    use serde_json::json;

    fn placed() -> Order {
        let book = OrderBook::default();
        let product = catalogue::product("khadi-panjabi").unwrap();
        book.order(book.place("form".to_owned(), product)).unwrap()
    }

    fn payment(id: &str, status: &str, version: u64) -> Payment {
        let paid = (status == "completed").then_some("1450.00");
        serde_json::from_value(json!({
            "id": id, "status": status, "merchant_invoice_number": "SB-1001", "checkout_url": null,
            "trx_id": null, "paid_amount": paid, "paid_at": null, "status_reason": null,
            "message": null, "retry_allowed": false, "version": version,
        }))
        .unwrap()
    }

    fn refund(id: &str, status: &str, amount: &str) -> Refund {
        serde_json::from_value(json!({
            "id": id, "payment_id": "pay_1", "status": status, "amount": amount, "reason": "r",
            "refund_trx_id": null, "message": null, "created_at": id, "version": 1,
        }))
        .unwrap()
    }

    #[test]
    fn an_old_webhook_that_comes_late_changes_nothing() {
        let mut order = placed();
        order.observe_payment(payment("pay_1", "completed", 4));
        order.observe_payment(payment("pay_1", "unresolved", 3));
        assert!(matches!(order.standing(), Standing::Paid(_)));
        assert_eq!(order.payments.len(), 1);
    }

    #[test]
    fn a_run_on_the_same_database_goes_on_with_its_numbers() {
        let mut other = payment("pay_2", "failed", 1);
        other.merchant_invoice_number = "SB-1040".to_owned();
        let book = OrderBook::after(&[payment("pay_1", "completed", 4), other]);
        let product = catalogue::product("khadi-panjabi").unwrap();
        let place = |form: &str| book.place(form.to_owned(), product).to_string();
        assert_eq!(place("one"), "SB-1041");
        assert_eq!(place("another"), "SB-1042");
    }

    #[test]
    fn a_late_completion_of_an_earlier_try_is_what_counts() {
        let mut order = placed();
        order.observe_payment(payment("pay_1", "unresolved", 3));
        order.observe_payment(payment("pay_2", "cancelled", 2));
        order.observe_payment(payment("pay_1", "completed", 5));
        assert_eq!(order.paid().unwrap().id, "pay_1");
        assert!(!order.standing().may_pay());
    }

    #[test]
    fn nobody_is_asked_to_pay_again_while_money_may_have_moved() {
        let may_pay = |status| {
            let mut order = placed();
            order.observe_payment(payment("pay_1", status, 1));
            order.standing().may_pay()
        };
        for status in [
            "creating",
            "awaiting_payer",
            "executing",
            "unresolved",
            "held",
            "completed",
        ] {
            assert!(!may_pay(status), "{status}");
        }
        for status in ["declined", "cancelled", "failed", "expired"] {
            assert!(may_pay(status), "{status}");
        }
    }

    #[test]
    fn what_may_be_refunded_leaves_out_what_is_gone_or_may_be() {
        let mut order = placed();
        order.observe_payment(payment("pay_1", "completed", 4));
        for (id, status, amount) in [
            ("1", "completed", "450.00"),
            ("2", "unresolved", "300.50"),
            ("3", "declined", "99.00"),
        ] {
            order.observe_refund(refund(id, status, amount));
        }
        assert_eq!(order.refundable(), Price::poisha(69_950));
    }

    #[test]
    fn an_order_has_one_number_only() {
        assert_eq!("SB-1001".parse(), Ok(OrderNumber(1001)));
        for text in [
            "SB-01001",
            "SB-+1",
            "sb-1001",
            "1001",
            "SB-",
            "SB-99999999999",
        ] {
            assert_eq!(text.parse::<OrderNumber>(), Err(()), "{text}");
        }
    }
}
