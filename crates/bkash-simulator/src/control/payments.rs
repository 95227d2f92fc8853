use std::cmp::Ordering;
use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use http::Uri;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::journal::exchanges_of;
use super::parameters::Parameters;
use super::problem::Problem;
use super::selection::ChosenIfAny;
use crate::gateway::{Gateway, World};
use crate::world::{self, Outcome, Payment, Stage};

const STATES: [&str; 10] = [
    "initiated",
    "failed",
    "cancelled",
    "approved",
    "expired",
    "refused",
    "agreed",
    "authorized",
    "completed",
    "voided",
];

/// Newest first.
pub(super) async fn list(
    ChosenIfAny(world): ChosenIfAny,
    uri: Uri,
) -> Result<Json<Value>, Problem> {
    let parameters = Parameters::read(&uri, &["state", "invoice", "limit"])?;
    let wanted = parameters.word("state", &STATES)?;
    let invoice = parameters.text("invoice");
    let limit = parameters.whole("limit", 1..=1000)?.unwrap_or(100);
    let Some(world) = world else {
        return Ok(Json(json!({ "data": [], "total": 0 })));
    };
    let all = world.state();
    let moment = Moment::of(&world, &all);
    let mut payments: Vec<&Payment> = all
        .payments()
        .filter(|payment| wanted.is_none_or(|wanted| moment.state(payment) == wanted))
        .filter(|payment| invoice.is_none_or(|invoice| payment.invoice() == Some(invoice)))
        .collect();
    let total = payments.len();
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    if limit < payments.len() {
        // Of very many only the newest are put in order.
        payments.select_nth_unstable_by(limit, newest_first);
        payments.truncate(limit);
    }
    payments.sort_unstable_by(newest_first);
    let data: Vec<Value> = payments
        .into_iter()
        .map(|payment| payment_value(payment, &moment))
        .collect();
    drop(all);
    Ok(Json(json!({ "data": data, "total": total })))
}

fn newest_first(one: &&Payment, other: &&Payment) -> Ordering {
    let by_time = other.created_at.cmp(&one.created_at);
    by_time.then_with(|| one.id.as_str().cmp(other.id.as_str()))
}

/// One payment with every exchange of the journal that is about it, oldest first.
pub(super) async fn show(
    State(gateway): State<Arc<Gateway>>,
    payment_id: Result<Path<String>, PathRejection>,
) -> Result<Json<Value>, Problem> {
    let unknown = || Problem::not_found("no payment has this paymentID");
    let Path(payment_id) = payment_id.map_err(|_| unknown())?;
    let world = gateway.owner(&payment_id).ok_or_else(unknown)?;
    let exchanges = exchanges_of(&world, &payment_id);
    let state = world.state();
    let payment = state.payment(&payment_id).map_err(|_| unknown())?;
    let mut value = payment_value(payment, &Moment::of(&world, &state));
    drop(state);
    value["app_key"] = world.app_key.as_str().into();
    value["exchanges"] = exchanges.into();
    Ok(Json(value))
}

/// When the states are looked at, and how long a payment may wait in this world.
struct Moment {
    now: Timestamp,
    life: SignedDuration,
}

impl Moment {
    fn of(world: &World, state: &world::State) -> Self {
        Self {
            now: world.now(),
            life: state.payment_life(),
        }
    }

    /// As a tester sees it: `Initiated` to a merchant has many faces.
    fn state(&self, payment: &Payment) -> &'static str {
        match &payment.stage {
            Stage::Initiated(_) | Stage::Approved { .. }
                if payment.is_expired(self.now, self.life) =>
            {
                "expired"
            }
            Stage::Initiated(_) => "initiated",
            Stage::Abandoned(reason) => match reason.outcome() {
                Outcome::Cancel => "cancelled",
                Outcome::Failure | Outcome::Success => "failed",
            },
            Stage::Approved { .. } => "approved",
            Stage::Spent => "refused",
            Stage::Agreed(_) => "agreed",
            Stage::Authorized(_) => "authorized",
            Stage::Completed(_) => "completed",
            Stage::Voided(_) => "voided",
        }
    }
}

fn payment_value(payment: &Payment, moment: &Moment) -> Value {
    let (order, bill) = (&payment.order, payment.bill());
    let completion = payment.completion();
    let wallet = match &payment.stage {
        Stage::Approved { wallet } => Some(*wallet),
        _ => completion.map(|completion| completion.wallet),
    };
    let refunds: Vec<Value> = payment
        .refunds
        .iter()
        .map(|refund| {
            json!({
                "trxID": refund.trx_id.as_str(),
                "amount": refund.amount.to_string(),
                "at": refund.at.to_string(),
            })
        })
        .collect();
    json!({
        "paymentID": payment.id.as_str(),
        "state": moment.state(payment),
        "outcome": payment.outcome().map(Outcome::status),
        "mode": order.mode(),
        "amount": bill.map(|bill| bill.amount.to_string()),
        "currency": bill.map(|bill| &*bill.currency),
        "merchantInvoiceNumber": payment.invoice(),
        "payerReference": order.payer_reference,
        "callbackURL": order.callback_url,
        "created_at": payment.created_at.to_string(),
        "wallet": wallet.as_ref().map(|wallet| wallet.as_str()),
        "trxID": completion.map(|paid| paid.trx_id.as_str()),
        "completed_at": completion.map(|paid| paid.updated_at.to_string()),
        "refundable": payment.refundable().to_string(),
        "refunds": refunds,
    })
}
