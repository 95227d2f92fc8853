use std::collections::BTreeMap;
use std::sync::Mutex;

use tokio::sync::watch;
use tokio::time::Instant;

use super::order::{Order, State};

/// The shop's database: it outlives the process.
#[derive(Debug)]
pub(crate) struct Books {
    orders: Mutex<BTreeMap<u64, Order>>,
    changed: watch::Sender<()>,
}

impl Default for Books {
    fn default() -> Self {
        Self {
            orders: Mutex::default(),
            changed: watch::Sender::new(()),
        }
    }
}

impl Books {
    /// The new order, with the next number.
    pub(crate) fn open(&self, order: impl FnOnce(u64) -> Order) -> Order {
        let mut orders = self.orders.lock().unwrap();
        let number = orders.keys().last().map_or(1_001, |last| last + 1);
        let order = order(number);
        orders.insert(number, order.clone());
        order
    }

    pub(crate) fn order(&self, number: u64) -> Option<Order> {
        self.orders.lock().unwrap().get(&number).cloned()
    }

    pub(crate) fn find(&self, wanted: impl Fn(&Order) -> bool) -> Option<Order> {
        let orders = self.orders.lock().unwrap();
        orders.values().rev().find(|order| wanted(order)).cloned()
    }

    pub(crate) fn by_payment(&self, payment_id: &str) -> Option<Order> {
        self.find(|order| order.payment_id.as_deref() == Some(payment_id))
    }

    /// One change, seen whole by everybody; its result comes back.
    pub(crate) fn change<T>(&self, number: u64, change: impl FnOnce(&mut Order) -> T) -> T {
        let result = change(self.orders.lock().unwrap().get_mut(&number).unwrap());
        self.changed.send_replace(());
        result
    }

    /// From waiting for the payer to executing, for one caller alone.
    pub(crate) fn claim(&self, number: u64) -> bool {
        self.change(number, |order| {
            let free = order.state == State::AwaitingPayer;
            if free {
                order.state = State::Executing;
                order.executing_since = Some(Instant::now());
            }
            free
        })
    }

    /// The order once execute has come to something.
    pub(crate) async fn settled(&self, number: u64) -> Order {
        let mut changes = self.changed.subscribe();
        loop {
            changes.borrow_and_update();
            match self.order(number) {
                Some(order) if order.state != State::Executing => return order,
                _ => changes.changed().await.unwrap(),
            }
        }
    }
}
