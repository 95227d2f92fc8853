//! What is PostgreSQL's own: instances that share it, its connections, the schema's own guards.

use super::backend::Desk;
use super::sample::completed;

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
