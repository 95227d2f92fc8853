use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

use crate::gateway::{Gateway, World};

/// Every app key that was seen, with a line on its world.
pub(super) async fn list(State(gateway): State<Arc<Gateway>>) -> Json<Value> {
    let worlds = gateway.named_worlds();
    let data: Vec<Value> = worlds.iter().map(|world| world_value(world)).collect();
    Json(json!({ "data": data }))
}

fn world_value(world: &World) -> Value {
    let exchanges = world.journal().entries().count();
    let faults = world.faults().list().count();
    let payments = world.state().payments().count();
    json!({
        "app_key": world.app_key,
        "now": world.now().to_string(),
        "payments": payments,
        "exchanges": exchanges,
        "faults": faults,
    })
}
