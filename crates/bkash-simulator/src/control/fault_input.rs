use std::time::Duration;

use http::StatusCode;

use super::fields::{Fields, missing};
use super::problem::Problem;
use crate::endpoint::Endpoint;
use crate::fault::{AnswerLost, CodeInstead, Delay, Dropped, Fault, StatusInstead};
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

/// A fault as a tester asks for it.
#[derive(Debug)]
pub(super) struct FaultInput {
    pub(super) endpoint: Endpoint,
    pub(super) fault: Fault,
    pub(super) payment_id: Option<String>,
    /// Calls that it strikes; one, unless said.
    pub(super) count: u32,
}

impl FaultInput {
    pub(super) fn read(body: &[u8]) -> Result<Self, Problem> {
        let fields = Fields::read(body, &FIELDS)?;
        let endpoint = endpoint(&fields)?;
        let fault = fault(&fields)?;
        let payment_id = payment_id(&fields, endpoint)?;
        let count = fields.whole("count", 1..=1_000_000)?.unwrap_or(1);
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        Ok(Self {
            endpoint,
            fault,
            payment_id,
            count,
        })
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
