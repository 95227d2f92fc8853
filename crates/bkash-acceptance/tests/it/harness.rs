use bkash_acceptance::record::Record;
use bkash_acceptance::{Journal, Outcome, Verdict, judge};
use serde_json::{Value, json};

/// A journal in the making; every call takes the next id and starts a second after the one before.
#[derive(Default)]
pub(crate) struct Tape {
    calls: Vec<Value>,
    offset_s: i64,
}

impl Tape {
    pub(crate) fn wait(mut self, seconds: i64) -> Self {
        self.offset_s += seconds;
        self
    }

    pub(crate) fn grant(self) -> Self {
        self.call(
            "token_grant",
            None,
            &json!({}),
            &json!({"statusCode": "0000"}),
        )
    }

    pub(crate) fn refresh(self, code: &str) -> Self {
        self.call(
            "token_refresh",
            None,
            &json!({}),
            &json!({"statusCode": code}),
        )
    }

    pub(crate) fn pay(self, payment: &str, token: &str) -> Self {
        self.create(payment, token).execute(payment, token, "0000")
    }

    pub(crate) fn create(self, payment: &str, token: &str) -> Self {
        let answer = json!({"statusCode": "0000", "paymentID": payment});
        self.call("create", Some(token), &json!({}), &answer)
    }

    pub(crate) fn execute(self, payment: &str, token: &str, code: &str) -> Self {
        let body = json!({"paymentID": payment});
        self.call("execute", Some(token), &body, &json!({"statusCode": code}))
    }

    pub(crate) fn query(self, payment: &str, token: &str) -> Self {
        let body = json!({"paymentID": payment});
        self.call("query", Some(token), &body, &json!({"statusCode": "0000"}))
    }

    pub(crate) fn refund(self, payment: &str, token: &str) -> Self {
        let body = json!({"paymentId": payment, "trxId": "T", "refundAmount": "10.00"});
        self.call("refund", Some(token), &body, &json!({"refundTrxId": "R"}))
    }

    pub(crate) fn refund_status(self, payment: &str, token: &str) -> Self {
        let body = json!({"paymentId": payment, "trxId": "T"});
        self.call(
            "refund_status",
            Some(token),
            &body,
            &json!({"originalTrxId": "T"}),
        )
    }

    /// The last call was hung up on by the caller.
    pub(crate) fn hung_up(mut self, after_ms: u64) -> Self {
        let last = self.calls.last_mut().unwrap();
        last["response"] = Value::Null;
        last["duration_ms"] = Value::Null;
        last["disconnected_after_ms"] = after_ms.into();
        self.offset_s += 32;
        self
    }

    /// The last call was answered by the gateway in front of the backend.
    pub(crate) fn with_status(mut self, status: u16) -> Self {
        let last = self.calls.last_mut().unwrap();
        last["response"] = json!({"status": status, "headers": {}, "body": {"message": "no"}});
        self
    }

    fn call(mut self, endpoint: &str, token: Option<&str>, body: &Value, answer: &Value) -> Self {
        let id = self.calls.len() + 1;
        let start = "2026-01-01T00:00:00Z".parse::<jiff::Timestamp>().unwrap();
        let seconds = i64::try_from(id).unwrap() + self.offset_s;
        let at = start + jiff::SignedDuration::from_secs(seconds);
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

    pub(crate) fn verdicts(self) -> Vec<Verdict> {
        let text = json!({"data": self.calls}).to_string();
        judge(&Record::of_traffic(Journal::parse(&text).unwrap()))
    }

    /// The ids of the cases with this outcome.
    pub(crate) fn ids(self, outcome: Outcome) -> Vec<&'static str> {
        self.verdicts()
            .into_iter()
            .filter(|v| v.outcome == outcome)
            .map(|v| v.id)
            .collect()
    }
}
