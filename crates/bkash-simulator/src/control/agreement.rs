use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use serde_json::{Value, json};

use super::problem::Problem;
use crate::gateway::Gateway;
use crate::world::{Party, Refusal, code};

/// The payer ends an agreement in the wallet's own app: its payments are refused from then on.
pub(super) async fn cancel(
    State(gateway): State<Arc<Gateway>>,
    agreement_id: Result<Path<String>, PathRejection>,
) -> Result<Json<Value>, Problem> {
    let unknown = || Problem::not_found("no agreement has this agreementID");
    let Path(agreement_id) = agreement_id.map_err(|_| unknown())?;
    let world = gateway.agreement_world(&agreement_id).ok_or_else(unknown)?;
    let now = world.now();
    let mut state = world.state();
    let cancelled = state
        .cancel_agreement(now, &agreement_id, Party::Customer)
        .map_err(|refusal| not_cancellable(&refusal))?;
    Ok(Json(json!({
        "agreementID": cancelled.id.as_str(),
        "agreementStatus": cancelled.status(),
        "wallet": cancelled.wallet.as_str(),
    })))
}

fn not_cancellable(refusal: &Refusal) -> Problem {
    Problem::conflict(match refusal.code {
        code::AGREEMENT_CANCELLED => "this agreement has been cancelled already",
        _ => "this agreement is not executed yet, so there is nothing to cancel",
    })
}
