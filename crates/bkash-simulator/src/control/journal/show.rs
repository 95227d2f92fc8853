use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode, Uri, header};
use serde_json::{Value, json};

use super::filter::{FILTERS, about_payment, filter};
use crate::control::parameters::Parameters;
use crate::control::problem::Problem;
use crate::control::selection::ChosenIfAny;
use crate::gateway::{Gateway, OnlyWorld, World};
use crate::journal::{Entry, Filter, archive};

const FORMATS: [&str; 3] = ["json", "jsonl", "har"];

/// Oldest first. With a limit, the newest of those that the filters leave.
pub(in crate::control) async fn show(
    State(gateway): State<Arc<Gateway>>,
    ChosenIfAny(world): ChosenIfAny,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let known: Vec<&str> = FILTERS.into_iter().chain(["limit", "format"]).collect();
    let parameters = Parameters::read(&uri, &known)?;
    let filter = filter(&parameters, world.as_deref())?;
    let limit = parameters.whole("limit", 1..=1_000_000)?;
    let limit = limit.map_or(usize::MAX, |limit| {
        usize::try_from(limit).unwrap_or(usize::MAX)
    });
    let format = parameters.word("format", &FORMATS)?;
    let (revision, mut data) = match (world, gateway.only_world()) {
        (Some(world), _) => read(&world, &filter),
        // Wrong routes that came before any world.
        (None, OnlyWorld::None) => read(&gateway.unnamed_world(), &filter),
        (None, _) => (0, Vec::new()),
    };
    data.drain(..data.len().saturating_sub(limit));
    Ok(match format {
        Some("jsonl") => file(
            "application/x-ndjson",
            "jsonl",
            data.iter()
                .map(|exchange| format!("{exchange}\n"))
                .collect(),
        ),
        Some("har") => {
            let host = headers.get(header::HOST);
            let origin = gateway
                .settings
                .origin(host.and_then(|host| host.to_str().ok()));
            let archive = archive(&data, &origin).to_string();
            file("application/json", "har", archive)
        }
        _ => Json(json!({ "data": data, "revision": revision })).into_response(),
    })
}

pub(in crate::control) async fn clear(ChosenIfAny(world): ChosenIfAny) -> StatusCode {
    if let Some(world) = world {
        world.journal().clear();
    }
    StatusCode::NO_CONTENT
}

/// What the filter leaves, and the revision of the journal at that moment.
pub(super) fn read(world: &World, filter: &Filter) -> (u64, Vec<Value>) {
    // Written outside the lock: a long journal takes a while.
    let journal = world.journal();
    let revision = journal.revision();
    let entries: Vec<Entry> = journal
        .entries()
        .filter(|entry| filter.admits(entry))
        .cloned()
        .collect();
    drop(journal);
    let told = entries.iter().map(Entry::to_value);
    let data = told.filter(|value| filter.admits_value(value)).collect();
    (revision, data)
}

/// Everything that the journal still has about one payment.
pub(in crate::control) fn exchanges_of(world: &World, payment_id: &str) -> Vec<Value> {
    let filter = Filter {
        about: Some(about_payment(world, payment_id)),
        ..Filter::default()
    };
    read(world, &filter).1
}

fn file(content_type: &'static str, extension: &str, text: String) -> Response {
    let disposition = format!("attachment; filename=\"bkash-journal.{extension}\"");
    let headers = [
        (header::CONTENT_TYPE, content_type.to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    (headers, text).into_response()
}
