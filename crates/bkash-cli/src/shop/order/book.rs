use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::record::{NotStarted, Order, OrderNumber};
use crate::shop::catalogue::Product;
use crate::shop::service::{Payment, Refund, ServiceError};

/// The orders of this run, in memory.
#[derive(Debug, Default)]
pub struct OrderBook(Mutex<Orders>);

#[derive(Debug, Default)]
struct Orders {
    /// The highest number of an earlier run on the same database.
    used: Option<OrderNumber>,
    by_number: BTreeMap<OrderNumber, Order>,
    by_form: HashMap<String, OrderNumber>,
}

const FIRST_NUMBER: u32 = 1001;

impl OrderBook {
    /// An empty book after a run that left these payments: an invoice that was paid is never paid again.
    pub fn after(payments: &[Payment]) -> Self {
        let invoices = payments.iter();
        let numbers = invoices.filter_map(|payment| payment.merchant_invoice_number.parse().ok());
        Self(Mutex::new(Orders {
            used: numbers.max(),
            ..Orders::default()
        }))
    }

    /// The order of this form: a form sent twice places one order.
    pub fn place(&self, form: String, product: &'static Product) -> OrderNumber {
        let mut orders = self.lock();
        if let Some(number) = orders.by_form.get(&form) {
            return *number;
        }
        let last = orders.by_number.last_key_value();
        let last = last.map(|(number, _)| *number).or(orders.used);
        let number = OrderNumber(last.map_or(FIRST_NUMBER, |number| number.0 + 1));
        orders.by_form.insert(form.clone(), number);
        let order = Order {
            number,
            product,
            form,
            answered_tries: 0,
            not_started: None,
            payments: Vec::new(),
            refunds: Vec::new(),
            turn: <_>::default(),
        };
        orders.by_number.insert(number, order);
        number
    }

    /// The order as it stands now.
    pub fn order(&self, number: OrderNumber) -> Option<Order> {
        self.lock().by_number.get(&number).cloned()
    }

    /// Newest first.
    pub fn orders(&self) -> Vec<Order> {
        self.lock().by_number.values().rev().cloned().collect()
    }

    /// Records how a try to start a payment ended.
    pub fn tried(&self, number: OrderNumber, answer: &Result<Payment, ServiceError>) {
        let mut orders = self.lock();
        let Some(order) = orders.by_number.get_mut(&number) else {
            return;
        };
        order.not_started = match answer {
            Ok(_) => None,
            Err(ServiceError::Refused(problem)) => Some(NotStarted {
                message: problem.message.clone(),
            }),
            Err(ServiceError::Unheard(_)) => Some(NotStarted { message: None }),
        };
        if !answer.as_ref().is_err_and(ServiceError::may_be_repeated) {
            order.answered_tries += 1;
        }
        if let Ok(payment) = answer {
            order.observe_payment(payment.clone());
        }
    }

    /// Finds the order by the invoice, since a webhook may come before the answer that names the payment.
    pub fn observe_payment(&self, payment: Payment) {
        let Ok(number) = payment.merchant_invoice_number.parse() else {
            return;
        };
        if let Some(order) = self.lock().by_number.get_mut(&number) {
            order.observe_payment(payment);
        }
    }

    pub fn observe_refund(&self, refund: Refund) {
        let mut orders = self.lock();
        let of_payment = |order: &&mut Order| {
            order
                .payments
                .iter()
                .any(|payment| payment.id == refund.payment_id)
        };
        if let Some(order) = orders.by_number.values_mut().find(of_payment) {
            order.observe_refund(refund);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Orders> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
