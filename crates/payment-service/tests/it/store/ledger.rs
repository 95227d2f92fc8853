use payment_core::ledger::{LedgerAccount, Movement};
use payment_service::store::{LedgerLine, LedgerQuery};

use super::backend::{Desk, on_every_backend};
use super::sample::{completed, refund_decided, reserved, taka, trx, went_back};

on_every_backend! {
    books_balance_and_show_every_account,
    postings_come_newest_first_in_pages_of_any_size,
    postings_are_found_by_payment_and_time,
}

/// Three payments of 500.00, and 120.00 back from the last.
async fn trade(desk: &Desk) -> [payment_core::PaymentId; 3] {
    let mut ids = Vec::new();
    for n in 1..=3 {
        let payment = completed(desk, &format!("INV-{n}"), &format!("TRX{n}")).await;
        ids.push(payment.id);
        desk.wait(std::time::Duration::from_secs(60));
        if n == 3 {
            let refund = reserved(desk, &payment, "120.00", "k").await;
            let back = went_back(&refund, &payment, "REF1");
            let change = refund_decided(&refund, &payment, back, desk.now());
            desk.store.commit_refund(change).await.unwrap();
        }
    }
    ids.try_into().unwrap()
}

async fn lines(desk: &Desk, query: LedgerQuery) -> Vec<LedgerLine> {
    let page = desk.store.ledger(desk.account, &query).await.unwrap();
    assert!(!page.more);
    page.items
}

fn all() -> LedgerQuery {
    LedgerQuery {
        limit: 100,
        ..LedgerQuery::default()
    }
}

async fn books_balance_and_show_every_account(desk: Desk) {
    let empty = desk.store.balances(desk.account).await.unwrap();
    assert!(empty.iter().all(|balance| balance.poisha == 0));
    trade(&desk).await;
    let balances = desk.store.balances(desk.account).await.unwrap();
    let accounts: Vec<_> = balances.iter().map(|balance| balance.account).collect();
    assert_eq!(accounts, LedgerAccount::ALL);
    let poisha: Vec<_> = balances.iter().map(|balance| balance.poisha).collect();
    assert_eq!(poisha, [138_000, -150_000, 12_000, 0]);
}

async fn postings_come_newest_first_in_pages_of_any_size(desk: Desk) {
    trade(&desk).await;
    let whole = lines(&desk, all()).await;
    assert_eq!(whole.len(), 8);
    assert!(whole.windows(2).all(|pair| pair[0].id > pair[1].id));
    for pair in whole.chunks(2) {
        assert_eq!(pair[0].entry, pair[1].entry);
        assert_eq!(pair[0].poisha + pair[1].poisha, 0);
    }
    assert_eq!(whole[0].movement, Movement::RefundPaid);
    for limit in 1..=9 {
        let mut pages = Vec::new();
        let mut query = LedgerQuery { limit, ..all() };
        loop {
            let page = desk.store.ledger(desk.account, &query).await.unwrap();
            assert!(page.items.len() <= limit);
            pages.extend(page.items);
            query.after = pages.last().map(|line| line.id);
            if !page.more {
                break;
            }
        }
        assert_eq!(pages, whole, "pages of {limit}");
    }
}

async fn postings_are_found_by_payment_and_time(desk: Desk) {
    let start = desk.now();
    let [first, second, third] = trade(&desk).await;
    let of = async |payment| {
        let payment = Some(payment);
        lines(&desk, LedgerQuery { payment, ..all() }).await
    };
    assert_eq!(of(first).await.len(), 2);
    assert_eq!(of(third).await.len(), 4);
    let middle = LedgerQuery {
        from: Some(start.plus(std::time::Duration::from_secs(60))),
        to: Some(start.plus(std::time::Duration::from_secs(120))),
        ..all()
    };
    let middle = lines(&desk, middle).await;
    assert_eq!(middle.len(), 2);
    assert!(middle.iter().all(|line| line.payment == second));
    assert_eq!(middle[0].trx_id, Some(trx("TRX2")));
    assert_eq!(middle[1].poisha, taka("500.00").poisha());
}
