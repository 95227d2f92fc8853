use bkash_acceptance::record::{Journal, Reading, Record, Visit};
use bkash_acceptance::{CASES, Story, judge};
use fastrand::Rng;
use serde_json::{Value, json};

use super::payer::{Payer, payer};

/// However little sense a record makes, it is judged without a panic, each case once.
#[test]
fn no_record_is_too_strange_to_judge() {
    let seed = fastrand::u64(..);
    println!("seed {seed}");
    let mut rng = Rng::with_seed(seed);
    for _ in 0..1_000 {
        let record = strange(&mut rng);
        let verdicts = judge(&record);
        assert_eq!(verdicts.len(), CASES.len(), "seed {seed}");
        for verdict in verdicts {
            assert!(
                !verdict.saw.en.is_empty() && !verdict.saw.bn.is_empty(),
                "seed {seed}: {}",
                verdict.id
            );
        }
    }
}

fn strange(rng: &mut Rng) -> Record {
    let calls: Vec<Value> = (0..rng.u64(0..30)).map(|id| exchange(rng, id)).collect();
    let journal = Journal::parse(&json!({ "data": calls }).to_string()).unwrap();
    let mut record = Record::of_traffic(journal);
    record.visits = (0..rng.usize(0..8)).map(|_| visit(rng)).collect();
    record.quick = rng.bool();
    record.shop.refunds = rng.bool();
    record.played = record.visits.iter().map(|visit| visit.story).collect();
    record
}

fn visit(rng: &mut Rng) -> Visit {
    let payment = *pick(rng, &["P", "Q", ""]);
    let mut visit = payer(*pick(rng, &Story::ALL), payment);
    for _ in 0..rng.usize(0..4) {
        let reading = reading(rng);
        visit = match rng.u8(0..5) {
            0 => visit.sees(reading, "TP Insufficient Balance 500"),
            1 => visit.types(reading, "৳ paid…"),
            2 => visit.sees_nothing(),
            3 => visit.order(reading, "IP"),
            _ => visit.asks_back("10.5", reading, ""),
        };
    }
    visit.other = rng.bool().then(|| rng.usize(0..9));
    visit.amount = rng
        .bool()
        .then(|| pick(rng, &["1.00", "x", "", "99999999999999999999"]).to_string());
    visit.exchanges = (rng.u64(0..30), rng.u64(0..30));
    if rng.bool() {
        visit.payment_id = None;
    }
    match rng.bool() {
        true => visit.paid(),
        false => visit,
    }
}

fn reading(rng: &mut Rng) -> Reading {
    use Reading::{Empty, Failed, Paid, Silent, Unclear, Waiting};
    *pick(rng, &[Paid, Failed, Waiting, Unclear, Silent, Empty])
}

fn exchange(rng: &mut Rng, id: u64) -> Value {
    const ENDPOINTS: [&str; 11] = [
        "token_grant",
        "token_refresh",
        "create",
        "execute",
        "query",
        "refund",
        "refund_status",
        "search",
        "page",
        "wrong_route",
        "",
    ];
    let payment = *pick(rng, &["P", "Q", "TR0011"]);
    let at = jiff::Timestamp::from_second(rng.i64(0..9_000)).unwrap();
    let body = match rng.u8(0..4) {
        0 => json!({"paymentID": payment, "amount": "10", "merchantInvoiceNumber": "IP"}),
        1 => {
            json!({"paymentId": payment, "trxId": "TP", "refundAmount": 10.5, "refresh_token": "r"})
        }
        2 => json!("text"),
        _ => Value::Null,
    };
    let answer = match rng.u8(0..6) {
        0 => {
            json!({"statusCode": pick(rng, &["0000", "2023", "9999", "7777", ""]), "paymentID": payment})
        }
        1 => {
            json!({"statusCode": "0000", "id_token": "***a", "expires_in": rng.i64(..), "refresh_token": "r"})
        }
        2 => json!({"id_token": pick(rng, &["***a", "***b"]), "expires_in": "soon"}),
        3 => json!({"message": "no"}),
        4 => json!([1]),
        _ => Value::Null,
    };
    let status = *pick(rng, &[200, 302, 400, 401, 403, 429, 500, 504]);
    json!({
        "id": id, "at": at.to_string(), "endpoint": pick(rng, &ENDPOINTS),
        "request": {
            "method": pick(rng, &["POST", "OPTIONS", ""]),
            "path": pick(rng, &["/", "/checkout/P/cancel", "/checkout/P/otp", "/payment/execute/TR0011", ""]),
            "headers": {"authorization": pick(rng, &["***a", "***b", ""])}, "body": body,
        },
        "response": match rng.u8(0..4) {
            0 => Value::Null,
            _ => json!({"status": status, "body": answer}),
        },
        "duration_ms": match rng.bool() { true => json!(rng.u64(..)), false => Value::Null },
        "disconnected_after_ms": match rng.u8(0..4) { 0 => json!(rng.u64(..)), _ => Value::Null },
    })
}

fn pick<'a, T>(rng: &mut Rng, from: &'a [T]) -> &'a T {
    &from[rng.usize(0..from.len())]
}
