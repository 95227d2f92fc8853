use payment_service::store::postgres::PostgresStore;
use tokio::task::JoinSet;

use crate::postgres::Database;
use crate::store::backend::Desk;
use crate::store::sample::{awaiting, completed, decided, executing, paid, trx};
use payment_service::store::{Committed, Evidence, LedgerQuery};

#[tokio::test]
async fn the_ledger_takes_no_change_and_no_removal() {
    let desk = Desk::postgres().await;
    completed(&desk, "INV-1", "TRX1").await;
    let sql = desk.database().client().await;
    for attack in [
        "UPDATE ledger_entries SET poisha = 1",
        "DELETE FROM ledger_entries",
        "TRUNCATE ledger_entries",
    ] {
        let error = sql.batch_execute(attack).await.unwrap_err();
        let refusal = error.as_db_error().unwrap().message();
        assert!(refusal.contains("append-only"), "{attack}: {refusal}");
    }
    let sum = "SELECT sum(poisha)::bigint, count(*) FROM ledger_postings";
    let row = sql.query_one(sum, &[]).await.unwrap();
    assert_eq!((row.get::<_, i64>(0), row.get::<_, i64>(1)), (0, 2));
}

#[tokio::test]
async fn a_second_claim_of_an_invoice_cannot_be_written_past_the_functions() {
    let desk = Desk::postgres().await;
    awaiting(&desk, "INV-1").await;
    let sql = desk.database().client().await;
    let copy = "INSERT INTO payments SELECT 'pay_copy', account, version, status, merchant_invoice_number,
        claims_invoice, stands_in_the_way, created_at, due_at, needs_attention, record FROM payments";
    let error = sql.batch_execute(copy).await.unwrap_err();
    let constraint = error.as_db_error().unwrap().constraint();
    assert_eq!(constraint, Some("payments_one_claim_of_an_invoice"));
}

/// The gateway has sent control characters; PostgreSQL has no text with a zero in it.
#[tokio::test]
async fn a_zero_in_the_gateway_s_text_loses_no_payment() {
    let desk = Desk::postgres().await;
    let payment = executing(&desk, "INV-1").await;
    let mut change = decided(&payment, paid(&payment, "TRX\0one"), desk.now());
    change.evidence = Some(Evidence {
        call: "execute",
        refund: None,
        at: desk.now(),
        status: Some(200),
        body: "{\"trxID\": \"\0\"}".to_owned(),
    });
    let next = change.next.clone();
    let committed = desk.store.commit_payment(change).await.unwrap();
    assert_eq!(committed, Committed::Done);
    assert_eq!(desk.store.payment(payment.id).await.unwrap(), Some(next));
    let query = LedgerQuery {
        limit: 1,
        ..LedgerQuery::default()
    };
    let posted = desk.store.ledger(desk.account, &query).await.unwrap().items;
    assert_eq!(posted[0].trx_id, Some(trx("TRX\u{2400}one")));

    let other = executing(&desk, "INV-2").await;
    let again = decided(&other, paid(&other, "TRX\0one"), desk.now());
    let committed = desk.store.commit_payment(again).await.unwrap();
    assert_eq!(committed, Committed::TrxIdTaken);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn eight_instances_that_start_on_an_empty_database_share_one_schema() {
    let database = Database::empty().await;
    let mut starts = JoinSet::new();
    for _ in 0..8 {
        let url = database.url.clone();
        starts.spawn(async move { PostgresStore::connect(&url).await.unwrap() });
    }
    assert_eq!(starts.join_all().await.len(), 8);
    let each_once = "SELECT count(*) = max(version) FROM migrations";
    let row = database.client().await.query_one(each_once, &[]).await;
    assert!(row.unwrap().get::<_, bool>(0));
}
