use axum::Json;
use serde_json::{Value, json};

use super::selection::ChosenIfAny;
use crate::journal::Entry;

/// Oldest first.
pub(super) async fn show(ChosenIfAny(world): ChosenIfAny) -> Json<Value> {
    // Written outside the lock: a long journal takes a while.
    let entries: Vec<Entry> = world.map_or_else(Vec::new, |world| {
        world.journal().entries().cloned().collect()
    });
    let data: Vec<Value> = entries.iter().map(Entry::to_value).collect();
    Json(json!({ "data": data }))
}
