//! A shop that pays well, grants a token for each payer, and refunds.

use std::collections::BTreeSet;

use bkash_acceptance::record::{Pace, Page, Reading, Record, ShopFacts, Visit};
use bkash_acceptance::{
    CASES, Case, Evidence, Journal, Level, Outcome, Report, Said, Story, Verdict, Words,
};
use serde_json::{Value, json};

pub(crate) const WALLET: &str = "01770618575";

pub(crate) fn record(shop: &str) -> Record {
    let mut paid = Visit::new(Story::Paid, "");
    paid.payment_id = Some("TR0011paid".to_owned());
    Record {
        visits: vec![paid],
        shop: ShopFacts {
            name: shop.to_owned(),
            refunds: true,
            ..ShopFacts::default()
        },
        pace: Some(Pace::Together),
        played: BTreeSet::from([Story::Paid, Story::RefundLost]),
        ..Record::of_traffic(journal())
    }
}

pub(crate) fn journal() -> Journal {
    let paid = json!({"paymentID": "TR0011paid"});
    let lost = json!({"paymentID": "TR0011lost"});
    let refund = json!({"paymentId": "TR0011lost", "trxId": "CLB5LOST", "refundAmount": "40.00"});
    let status = json!({"paymentId": "TR0011lost", "trxId": "CLB5LOST"});
    let token = json!({"statusCode": "0000", "id_token": "***aaaa0001", "expires_in": 3600});
    let calls = [
        call(
            1,
            "token_grant",
            &json!({"app_key": "k", "app_secret": "***"}),
            &token,
        ),
        call(2, "create", &create("INV-1"), &created("TR0011paid")),
        call(3, "execute", &paid, &executed("TR0011paid", "CLB5PAID")),
        call(4, "create", &create("INV-2"), &created("TR0011lost")),
        struck(call(5, "execute", &lost, &Value::Null), "answer_lost"),
        call(6, "query", &lost, &executed("TR0011lost", "CLB5LOST")),
        struck(call(7, "refund", &refund, &Value::Null), "answer_lost"),
        call(
            8,
            "refund_status",
            &status,
            &json!({"originalTrxId": "CLB5LOST", "refundTransactions": []}),
        ),
        call(
            9,
            "token_grant",
            &json!({"app_key": "k", "app_secret": "***"}),
            &token,
        ),
    ];
    Journal::parse(&json!({ "data": calls }).to_string()).unwrap()
}

fn create(invoice: &str) -> Value {
    json!({
        "mode": "0011", "payerReference": WALLET, "callbackURL": "http://127.0.0.1:8000/callback",
        "amount": "150.00", "currency": "BDT", "intent": "sale", "merchantInvoiceNumber": invoice,
    })
}

fn created(payment: &str) -> Value {
    json!({"paymentID": payment, "bkashURL": "http://127.0.0.1:8600/pay", "statusCode": "0000", "statusMessage": "Successful"})
}

fn executed(payment: &str, trx: &str) -> Value {
    json!({
        "paymentID": payment, "trxID": trx, "transactionStatus": "Completed", "amount": "150.00",
        "customerMsisdn": WALLET, "statusCode": "0000", "statusMessage": "Successful",
    })
}

fn call(id: u64, endpoint: &str, body: &Value, answer: &Value) -> Value {
    let response =
        json!({"status": 200, "headers": {"content-type": "application/json"}, "body": answer});
    let token = !endpoint.starts_with("token_");
    let headers = match token {
        true => {
            json!({"authorization": "***aaaa0001", "x-app-key": "k", "user-agent": "shop/1", "host": "127.0.0.1:8600"})
        }
        false => json!({"username": "shop", "password": "***"}),
    };
    json!({
        "id": id, "at": format!("2026-01-01T00:00:{id:02}Z"), "endpoint": endpoint,
        "request": {
            "method": "POST", "path": format!("/v1.2.0-beta/tokenized/checkout/{endpoint}"),
            "headers": headers, "body": body,
        },
        "response": response, "duration_ms": 40, "disconnected_after_ms": null,
    })
}

fn struck(mut call: Value, fault: &str) -> Value {
    call["fault"] = fault.into();
    call["response"] = Value::Null;
    call["duration_ms"] = Value::Null;
    call
}

/// Three verdicts, one of each outcome.
pub(crate) fn report(record: Record) -> Report {
    let mut failed = verdict("tokens/1", Level::Must, Outcome::Failed);
    failed.saw = Said::new("2 grants for 2 payers", "2 জন ক্রেতার জন্য 2টি grant");
    failed.evidence = Evidence {
        exchanges: vec![1, 9],
        pages: vec![Page {
            url: "http://127.0.0.1:8000/callback?status=failure".to_owned(),
            status: 200,
            blocks: vec!["Payment failed".to_owned(), format!("Wallet {WALLET}")],
            reading: Reading::Failed,
        }],
    };
    let mut open = verdict("callback/2", Level::Must, Outcome::NotJudged);
    open.saw = Said::new("not played in this run", "এই পরীক্ষায় হয়নি");
    let passed = verdict("messages/3", Level::Should, Outcome::Passed);
    Report {
        began_at: "2026-01-01T00:00:00Z".parse().unwrap(),
        took: jiff::SignedDuration::from_millis(161_400),
        record,
        verdicts: vec![failed, open, passed],
    }
}

pub(crate) fn verdict(id: &'static str, level: Level, outcome: Outcome) -> Verdict {
    Verdict {
        id,
        level,
        title: words("One token serves everybody", "এক টোকেনে সবার সেবা"),
        clause: "You must reuse Id_token for 1 hour",
        outcome,
        expected: words("one grant", "একটি grant"),
        saw: Said::new("it was seen", "দেখা গেছে"),
        evidence: Evidence::default(),
        remedy: words("Keep the token in one place.", "টোকেন এক জায়গায় রাখুন।"),
    }
}

const fn words(en: &'static str, bn: &'static str) -> Words {
    Words { en, bn }
}

/// The three, then every other case of the judge: those of refunds not judged, one more failed, the rest passed.
pub(crate) fn every_case(record: Record) -> Report {
    let mut report = report(record);
    for case in CASES {
        let told = report.verdicts.iter().any(|verdict| verdict.id == case.id);
        if !told {
            report.verdicts.push(verdict_of(case));
        }
    }
    let place = |id| CASES.iter().position(|case| case.id == id);
    report.verdicts.sort_by_key(|verdict| place(verdict.id));
    report
}

fn verdict_of(case: &Case) -> Verdict {
    let outcome = match case.id {
        id if id.starts_with("refund/") => Outcome::NotJudged,
        "execute/2" => Outcome::Failed,
        _ => Outcome::Passed,
    };
    Verdict {
        title: case.title,
        clause: case.clause,
        expected: case.expected,
        remedy: case.remedy,
        evidence: Evidence {
            exchanges: vec![3],
            pages: Vec::new(),
        },
        ..verdict(case.id, case.level, outcome)
    }
}
