use axum::Json;
use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use http::StatusCode;
use serde_json::{Value, json};

use super::fault_input::FaultInput;
use super::problem::Problem;
use super::selection::Chosen;
use super::sent::Sent;
use crate::fault::{Fault, Rule};

pub(super) async fn add(
    Chosen(world): Chosen,
    Sent(body): Sent,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let FaultInput {
        endpoint,
        fault,
        payment_id,
        count,
    } = FaultInput::read(&body)?;
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
    id: Result<Path<u64>, PathRejection>,
) -> Result<StatusCode, Problem> {
    match id {
        Ok(Path(id)) if world.faults().remove(id) => Ok(StatusCode::NO_CONTENT),
        _ => Err(Problem::not_found(
            "no fault has this id: it may have struck its last time",
        )),
    }
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
