use axum::Json;
use serde_json::{Value, json};

use super::selection::Chosen;

/// Pays the merchant's balance out to its bank: from then on a refund finds too little (2023).
pub(super) async fn settle(Chosen(world): Chosen) -> Json<Value> {
    let settled = world.state().settle();
    Json(json!({ "settled": settled.to_string() }))
}
