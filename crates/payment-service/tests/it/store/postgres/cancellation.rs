//! A caller may leave at any moment.

// The call that is not awaited yet is what a case leaves.
#![allow(clippy::async_yields_async)]

use std::fmt::Debug;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use payment_core::payment::PayerOutcome;
use payment_core::refund::RefundEvent;
use payment_service::store::{ClaimOrder, EndpointDigest, Lane, LedgerQuery, PaymentQuery};

use crate::store::backend::{Desk, world};
use crate::store::sample::{
    awaiting, completed, created, decided, opened, opening, payment, refund_decided, reserved,
    reserving, returned,
};

/// Ends after so many polls, done or not.
struct Impatient<F> {
    inner: F,
    polls: usize,
}

impl<F: Future + Unpin> Future for Impatient<F> {
    type Output = Option<F::Output>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let Some(left) = self.polls.checked_sub(1) else {
            return Poll::Ready(None);
        };
        self.polls = left;
        match Pin::new(&mut self.inner).poll(cx) {
            Poll::Ready(output) => Poll::Ready(Some(output)),
            Poll::Pending if left == 0 => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        }
    }
}

/// Drops the verb after one poll, after two, and so on, until it has been answered.
async fn leave_at_every_poll<T, E: Debug, F>(
    desk: &Desk,
    name: &str,
    mut verb: impl AsyncFnMut() -> F,
) where
    F: Future<Output = Result<T, E>> + Unpin,
{
    for polls in 1.. {
        let inner = verb().await;
        let answer = Impatient { inner, polls }.await;
        assert_nothing_is_left_open(desk, name, polls).await;
        if let Some(answer) = answer {
            answer.map(drop).unwrap();
            return;
        }
    }
}

/// A statement on its way ends by itself; what is still open after that would stay so.
const ENDS_WITHIN: Duration = Duration::from_secs(5);

async fn assert_nothing_is_left_open(desk: &Desk, name: &str, polls: usize) {
    let sql = desk.database().client().await;
    let open = "SELECT count(*) FILTER (WHERE state <> 'idle'),
            coalesce(sum((SELECT count(*) FROM pg_locks l WHERE l.pid = a.pid)), 0)::bigint
        FROM pg_stat_activity a WHERE datname = current_database() AND application_name = 'bkash'";
    let closed = async {
        while sql
            .query_one(open, &[])
            .await
            .map(|row| (row.get(0), row.get(1)))
            .unwrap()
            != (0_i64, 0_i64)
        {
            tokio::task::yield_now().await;
        }
    };
    let ended = tokio::time::timeout(ENDS_WITHIN, closed).await;
    ended.unwrap_or_else(|_| panic!("{name} left something open after {polls} polls"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_leaves_a_change_leaves_nothing_open() {
    let desk = Desk::postgres().await;
    let store = &desk.store;
    let fresh = || fastrand::u64(..).to_string();

    leave_at_every_poll(&desk, "open_payment", async || {
        store.open_payment(opening(&payment(&desk, &fresh())))
    })
    .await;
    leave_at_every_poll(&desk, "commit_payment", async || {
        let payment = opened(&desk, &fresh()).await;
        store.commit_payment(decided(&payment, created(&payment), desk.now()))
    })
    .await;
    leave_at_every_poll(&desk, "commit_payment, executing", async || {
        let payment = awaiting(&desk, &fresh()).await;
        let back = returned(&payment, PayerOutcome::Success);
        store.commit_payment(decided(&payment, back, desk.now()))
    })
    .await;
    leave_at_every_poll(&desk, "reserve_refund", async || {
        let payment = completed(&desk, &fresh(), &fresh()).await;
        store.reserve_refund(reserving(&desk, &payment, "1.00", &fresh()))
    })
    .await;
    leave_at_every_poll(&desk, "commit_refund", async || {
        let payment = completed(&desk, &fresh(), &fresh()).await;
        let refund = reserved(&desk, &payment, "1.00", &fresh()).await;
        let change = refund_decided(&refund, &payment, RefundEvent::Unanswered, desk.now());
        store.commit_refund(change)
    })
    .await;
    leave_at_every_poll(&desk, "claim_deliveries", async || {
        store.claim_deliveries(9, Duration::from_secs(1), ClaimOrder::LongestOverdue)
    })
    .await;
    leave_at_every_poll(&desk, "finish_deliveries", async || {
        store.finish_deliveries(EndpointDigest([1; 32]), Vec::new())
    })
    .await;
    leave_at_every_poll(&desk, "open_endpoint", async || {
        store.open_endpoint(EndpointDigest([1; 32]))
    })
    .await;
    let world = world();
    leave_at_every_poll(&desk, "open_account", async || store.open_account(&world)).await;
    opened(&desk, "INV-last").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_leaves_a_read_leaves_nothing_open() {
    let desk = Desk::postgres().await;
    let (store, account) = (&desk.store, desk.account);
    let payment = completed(&desk, "INV-1", "TRX1").await;
    let payments = PaymentQuery {
        limit: 5,
        ..PaymentQuery::default()
    };
    let postings = LedgerQuery {
        limit: 5,
        ..LedgerQuery::default()
    };
    leave_at_every_poll(&desk, "payment", async || store.payment(payment.id)).await;
    leave_at_every_poll(&desk, "payments", async || {
        store.payments(account, &payments)
    })
    .await;
    leave_at_every_poll(&desk, "due", async || store.due_payments(Lane::Local, 5)).await;
    leave_at_every_poll(&desk, "ledger", async || store.ledger(account, &postings)).await;
    leave_at_every_poll(&desk, "balances", async || store.balances(account)).await;
    leave_at_every_poll(&desk, "now", async || store.now()).await;
    opened(&desk, "INV-last").await;
}
