use std::time::Duration;

use axum::Json;
use axum::body::Bytes;
use axum::extract::Path;
use http::StatusCode;
use serde_json::{Value, json};

use super::fields::{Fields, missing};
use super::problem::Problem;
use super::selection::Chosen;
use crate::endpoint::Endpoint;
use crate::fault::{AnswerLost, CodeInstead, Delay, Dropped, Fault, Rule, StatusInstead};
use crate::world::{Code, code};

const FIELDS: [&str; 8] = [
    "endpoint",
    "fault",
    "seconds",
    "after_effect",
    "status",
    "code",
    "count",
    "paymentID",
];

/// Fields that only some faults have, with those faults.
const FIELDS_OF_FAULTS: [(&str, &[&str]); 4] = [
    ("seconds", &["delay"]),
    ("after_effect", &["delay", "status", "code"]),
    ("status", &["status"]),
    ("code", &["code"]),
];

/// The calls whose body names a payment.
const ENDPOINTS_WITH_PAYMENT: [&str; 4] = ["execute", "query", "refund", "refund_status"];

pub(super) async fn add(
    Chosen(world): Chosen,
    body: Bytes,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let fields = Fields::read(&body, &FIELDS)?;
    let endpoint = endpoint(&fields)?;
    let fault = fault(&fields)?;
    let payment_id = payment_id(&fields, endpoint)?;
    let count = fields.whole("count", 1..=1_000_000)?.unwrap_or(1);
    let count = u32::try_from(count).unwrap_or(u32::MAX);
    let id = world.faults().add(endpoint, fault, payment_id, count);
    Ok((StatusCode::CREATED, Json(json!({ "id": id }))))
}

pub(super) async fn list(Chosen(world): Chosen) -> Json<Value> {
    let data: Vec<Value> = world.faults().list().iter().map(rule_value).collect();
    Json(json!({ "data": data }))
}

pub(super) async fn clear(Chosen(world): Chosen) -> StatusCode {
    world.faults().clear();
    StatusCode::NO_CONTENT
}

pub(super) async fn remove(
    Chosen(world): Chosen,
    Path(id): Path<u64>,
) -> Result<StatusCode, Problem> {
    match world.faults().remove(id) {
        true => Ok(StatusCode::NO_CONTENT),
        false => Err(Problem::not_found(
            "no fault has this id: it may have struck its last time",
        )),
    }
}

fn endpoint(fields: &Fields) -> Result<Endpoint, Problem> {
    let names = Endpoint::ALL.map(Endpoint::name);
    let name = fields
        .text("endpoint", "text")?
        .ok_or_else(|| missing("endpoint", names.as_slice()))?;
    Endpoint::named(name).ok_or_else(|| {
        Problem::field(
            "endpoint",
            format!("there is no endpoint {name}"),
            names.as_slice(),
        )
    })
}

fn fault(fields: &Fields) -> Result<Fault, Problem> {
    let names = Fault::NAMES.as_slice();
    let name = fields
        .text("fault", "text")?
        .ok_or_else(|| missing("fault", names))?;
    for (field, faults) in FIELDS_OF_FAULTS {
        if fields.has(field) && names.contains(&name) && !faults.contains(&name) {
            let detail = format!("{field} has no meaning for the fault {name}");
            return Err(Problem::field(
                field,
                detail,
                format!("only with {}", faults.join(", ")),
            ));
        }
    }
    let after_effect = fields.boolean("after_effect")?.unwrap_or(false);
    match name {
        "delay" => Ok(Fault::Delay(Delay {
            time: seconds(fields)?,
            after_effect,
        })),
        "answer_lost" => Ok(Fault::AnswerLost(AnswerLost)),
        "dropped" => Ok(Fault::Dropped(Dropped)),
        "status" => Ok(Fault::Status(StatusInstead {
            status: status(fields)?,
            after_effect,
        })),
        "code" => Ok(Fault::Code(CodeInstead {
            code: error_code(fields)?,
            after_effect,
        })),
        _ => Err(Problem::field(
            "fault",
            format!("there is no fault {name}"),
            names,
        )),
    }
}

fn seconds(fields: &Fields) -> Result<Duration, Problem> {
    let seconds = fields.number("seconds", 0.0..=3600.0)?;
    let seconds = seconds.ok_or_else(|| missing("seconds", "a number from 0 to 3600"))?;
    Ok(Duration::from_secs_f64(seconds))
}

fn status(fields: &Fields) -> Result<StatusCode, Problem> {
    let status = fields.whole("status", 400..=599)?;
    let status = status.ok_or_else(|| missing("status", "a whole number from 400 to 599"))?;
    let status = u16::try_from(status)
        .ok()
        .and_then(|status| StatusCode::from_u16(status).ok());
    Ok(status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR))
}

fn error_code(fields: &Fields) -> Result<Code, Problem> {
    let errors = || Code::all().filter(|known| *known != code::SUCCESSFUL);
    let numbers = || errors().map(|known| known.number).collect::<Vec<_>>();
    let number = fields
        .text("code", "text")?
        .ok_or_else(|| missing("code", numbers()))?;
    Code::numbered(number)
        .filter(|known| *known != code::SUCCESSFUL)
        .ok_or_else(|| {
            Problem::field(
                "code",
                format!("{number} is no error code of the gateway"),
                numbers(),
            )
        })
}

fn payment_id(fields: &Fields, endpoint: Endpoint) -> Result<Option<String>, Problem> {
    let payment_id = fields.text("paymentID", "text")?;
    if payment_id.is_some() && !ENDPOINTS_WITH_PAYMENT.contains(&endpoint.name()) {
        let detail = format!("a {endpoint} call names no payment");
        let allowed = format!("only with {}", ENDPOINTS_WITH_PAYMENT.join(", "));
        return Err(Problem::field("paymentID", detail, allowed));
    }
    Ok(payment_id.map(str::to_owned))
}

fn rule_value(rule: &Rule) -> Value {
    let mut value = json!({
        "id": rule.id,
        "endpoint": rule.endpoint.name(),
        "fault": rule.fault.name(),
        "remaining": rule.remaining,
        "paymentID": rule.payment_id,
    });
    let own = match &rule.fault {
        Fault::Delay(delay) => {
            json!({ "seconds": delay.time.as_secs_f64(), "after_effect": delay.after_effect })
        }
        Fault::Status(fault) => {
            json!({ "status": fault.status.as_u16(), "after_effect": fault.after_effect })
        }
        Fault::Code(fault) => {
            json!({ "code": fault.code.number, "after_effect": fault.after_effect })
        }
        Fault::AnswerLost(_) | Fault::Dropped(_) => json!({}),
    };
    if let (Value::Object(value), Value::Object(own)) = (&mut value, own) {
        value.extend(own);
    }
    value
}
