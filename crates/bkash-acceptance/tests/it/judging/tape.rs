use bkash_acceptance::record::{Journal, Record};
use bkash_acceptance::{Outcome, Verdict, judge};
use serde_json::{Value, json};

/// A journal in the making; every call takes the next id and starts a second after the one before.
#[derive(Default)]
pub(crate) struct Tape {
    calls: Vec<Value>,
    offset_ms: i64,
}

impl Tape {
    /// Later, or with less than nothing, nearer to the call before.
    pub(crate) fn wait_ms(mut self, ms: i64) -> Self {
        self.offset_ms += ms;
        self
    }

    pub(crate) fn wait(self, seconds: i64) -> Self {
        self.wait_ms(seconds * 1000)
    }

    pub(crate) fn grant(self, token: &str) -> Self {
        self.grant_for(token, 3600)
    }

    pub(crate) fn grant_for(self, token: &str, seconds: u32) -> Self {
        let answer = json!({
            "statusCode": "0000", "id_token": format!("***{token}"),
            "refresh_token": "***r", "expires_in": seconds,
        });
        self.call("token_grant", None, &json!({}), &answer)
    }

    pub(crate) fn refresh(self, token: &str) -> Self {
        self.refresh_for(token, 3600)
    }

    pub(crate) fn refresh_for(self, token: &str, seconds: u32) -> Self {
        let answer = json!({
            "statusCode": "0000", "id_token": format!("***{token}"),
            "refresh_token": "***r", "expires_in": seconds,
        });
        let body = json!({"refresh_token": "***r"});
        self.call("token_refresh", None, &body, &answer)
    }

    pub(crate) fn refused_refresh(self) -> Self {
        let body = json!({"refresh_token": "***r"});
        let answer = json!({"statusCode": "2079", "statusMessage": "Invalid app Token"});
        self.call("token_refresh", None, &body, &answer)
    }

    pub(crate) fn refused_grant(self) -> Self {
        let answer = json!({"statusCode": "2001", "statusMessage": "Invalid App Key"});
        self.call("token_grant", None, &json!({}), &answer)
    }

    pub(crate) fn pay(self, payment: &str, token: &str) -> Self {
        self.create(payment, token).execute(payment, token, "0000")
    }

    pub(crate) fn create(self, payment: &str, token: &str) -> Self {
        let body = json!({"merchantInvoiceNumber": format!("I{payment}"), "amount": "500"});
        let answer = json!({"statusCode": "0000", "paymentID": payment});
        self.call("create", Some(token), &body, &answer)
    }

    pub(crate) fn execute(self, payment: &str, token: &str, code: &str) -> Self {
        let body = json!({"paymentID": payment});
        let answer = json!({
            "statusCode": code, "statusMessage": "Insufficient Balance", "amount": "500.00",
            "merchantInvoiceNumber": format!("I{payment}"), "transactionStatus": "Completed",
        });
        self.call("execute", Some(token), &body, &answer)
    }

    pub(crate) fn query(self, payment: &str, token: &str) -> Self {
        let body = json!({"paymentID": payment});
        self.call("query", Some(token), &body, &json!({"statusCode": "0000"}))
    }

    pub(crate) fn refund(self, payment: &str, token: &str, amount: &str) -> Self {
        let trx_id = format!("T{payment}");
        let body = json!({"paymentId": payment, "trxId": trx_id, "refundAmount": amount});
        let answer = json!({"originalTrxId": trx_id, "refundTrxId": "R"});
        self.call("refund", Some(token), &body, &answer)
    }

    pub(crate) fn refund_status(self, payment: &str, token: &str) -> Self {
        let body = json!({"paymentId": payment, "trxId": format!("T{payment}")});
        let answer = json!({"originalTrxId": format!("T{payment}")});
        self.call("refund_status", Some(token), &body, &answer)
    }

    /// A payer's step at the hosted pages.
    pub(crate) fn step(self, payment: &str, step: &str) -> Self {
        let path = format!("/checkout/{payment}/{step}");
        self.call("page", None, &json!({}), &json!(null))
            .with(|last| last["request"]["path"] = path.into())
    }

    /// The last call was hung up on by the caller.
    pub(crate) fn hung_up(self, after_ms: u32) -> Self {
        let tape = self.with(|last| {
            last["response"] = Value::Null;
            last["duration_ms"] = Value::Null;
            last["disconnected_after_ms"] = after_ms.into();
        });
        tape.wait_ms(after_ms.into())
    }

    /// The answer of the last call was lost at once.
    pub(crate) fn lost(self) -> Self {
        self.with(|last| last["response"] = Value::Null)
    }

    /// The last call was answered by the gateway in front of the backend.
    pub(crate) fn with_status(self, status: u16) -> Self {
        let answer = json!({"status": status, "headers": {}, "body": {"message": "no"}});
        self.with(|last| last["response"] = answer)
    }

    /// The last call carried this header.
    pub(crate) fn with_header(self, name: &str, value: &str) -> Self {
        self.with(|last| last["request"]["headers"][name] = value.into())
    }

    /// The last call was answered with another value.
    pub(crate) fn answering(self, field: &str, value: &str) -> Self {
        self.with(|last| last["response"]["body"][field] = value.into())
    }

    /// The last call asked something else.
    pub(crate) fn asking(self, field: &str, value: &str) -> Self {
        self.with(|last| last["request"]["body"][field] = value.into())
    }

    pub(crate) fn with(mut self, change: impl FnOnce(&mut Value)) -> Self {
        change(self.calls.last_mut().unwrap());
        self
    }

    /// The id of the last call.
    pub(crate) fn last_id(&self) -> u64 {
        self.calls.len() as u64
    }

    fn call(mut self, endpoint: &str, token: Option<&str>, body: &Value, answer: &Value) -> Self {
        let id = self.calls.len() + 1;
        let start = "2026-01-01T00:00:00Z".parse::<jiff::Timestamp>().unwrap();
        let ms = i64::try_from(id).unwrap() * 1000 + self.offset_ms;
        let at = start + jiff::SignedDuration::from_millis(ms);
        let headers = match token {
            Some(token) => json!({"authorization": format!("***{token}")}),
            None => json!({}),
        };
        self.calls.push(json!({
            "id": id, "at": at.to_string(), "endpoint": endpoint,
            "request": {"method": "POST", "path": "/", "headers": headers, "body": body},
            "response": {"status": 200, "headers": {}, "body": answer},
            "duration_ms": 40, "disconnected_after_ms": null,
        }));
        self
    }

    pub(crate) fn journal(&self) -> Journal {
        Journal::parse(&json!({"data": self.calls}).to_string()).unwrap()
    }

    pub(crate) fn verdicts(&self) -> Vec<Verdict> {
        judge(&Record::of_traffic(self.journal()))
    }

    /// The ids of the cases with this outcome.
    pub(crate) fn ids(&self, outcome: Outcome) -> Vec<&'static str> {
        ids(&self.verdicts(), outcome)
    }
}

/// The ids of the verdicts with this outcome.
pub(crate) fn ids(verdicts: &[Verdict], outcome: Outcome) -> Vec<&'static str> {
    let those = verdicts.iter().filter(|verdict| verdict.outcome == outcome);
    those.map(|verdict| verdict.id).collect()
}
