use axum::extract::State;
use payment_core::Timestamp;
use serde_json::{Map, Value, json};

use super::delivery::delivery;
use crate::api::App;
use crate::api::answer::Answer;
use crate::api::auth::Caller;
use crate::api::body::JsonBody;
use crate::api::fields::{Field, Fields};
use crate::api::path::Named;
use crate::problem::{Problem, ProblemKind};

const STATUS: Field = Field {
    name: "status",
    example: "failed",
};
const SINCE: Field = Field {
    name: "since",
    example: "2026-01-31T00:00:00Z",
};

/// `POST /v1/webhooks/deliveries/{id}/redeliver`
pub(crate) async fn redeliver(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named,
) -> Result<Answer, Problem> {
    let id = id.parse().map_err(|_| {
        Problem::new(
            ProblemKind::NOT_FOUND,
            "There is no such webhook; ids begin with msg_.",
        )
    })?;
    let record = app.engine.redeliver(caller.account, id).await?;
    Ok(Answer(delivery(&record)))
}

/// `POST /v1/webhooks/deliveries/redeliver`
pub(crate) async fn redeliver_failed(
    State(app): State<App>,
    caller: Caller,
    JsonBody(members): JsonBody,
) -> Result<Answer, Problem> {
    let since = parse(members)?;
    let count = app.engine.redeliver_failed(caller.account, since).await?;
    Ok(Answer(json!({"redelivered": count})))
}

/// The status is asked for, so that an empty body does not set everything in motion.
fn parse(members: Map<String, Value>) -> Result<Option<Timestamp>, Problem> {
    let mut fields = Fields::new(members);
    fields.required(STATUS, |text| match text {
        "failed" => Ok(()),
        _ => Err("must be failed: others are sent again one by one".to_owned()),
    });
    let since = fields.optional(SINCE, |text| {
        text.parse::<jiff::Timestamp>()
            .map(|at| Timestamp::from_millis(at.as_millisecond()))
            .map_err(|_| "must be an RFC 3339 time with its offset".to_owned())
    });
    fields
        .finish()
        .map_err(|errors| Problem::invalid_fields(&errors))?;
    Ok(since)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_failed_is_sent_again_together() {
        let read = |body: Value| parse(body.as_object().unwrap().clone());
        assert_eq!(read(json!({"status": "failed"})).unwrap(), None);
        let since = json!({"status": "failed", "since": "1970-01-01T06:00:01+06:00"});
        assert_eq!(read(since).unwrap(), Some(Timestamp::from_millis(1000)));
        for bad in [
            json!({}),
            json!({"status": "delivered"}),
            json!({"status": "failed", "since": "yesterday"}),
            json!({"status": "failed", "from": "1970-01-01T00:00:00Z"}),
        ] {
            assert!(read(bad.clone()).is_err(), "{bad}");
        }
    }
}
