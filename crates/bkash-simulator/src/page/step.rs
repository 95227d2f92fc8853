use std::sync::Arc;

use axum::Form;
use axum::extract::rejection::{FormRejection, PathRejection};
use axum::extract::{Path, State};
use axum::response::Response;
use jiff::Timestamp;
use serde::Deserialize;

use super::html::{error_page, see_other};
use super::record::Visit;
use crate::gateway::{Gateway, World};
use crate::world::{self, Outcome, PageError, Window};

/// What a form of the pages asks for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step {
    Wallet,
    Otp,
    Resend,
    Pin,
    Cancel,
}

pub(super) const FORMS: [(&str, Step); 5] = [
    ("/checkout/{payment_id}/wallet", Step::Wallet),
    ("/checkout/{payment_id}/otp", Step::Otp),
    ("/checkout/{payment_id}/resend", Step::Resend),
    ("/checkout/{payment_id}/pin", Step::Pin),
    ("/checkout/{payment_id}/cancel", Step::Cancel),
];

/// One form for all steps: a step reads its own field. No Debug: PIN and OTP are in it.
#[derive(Deserialize)]
pub(super) struct Entry {
    window: String,
    #[serde(default)]
    wallet: String,
    #[serde(default)]
    otp: String,
    #[serde(default)]
    pin: String,
}

impl Step {
    fn give(
        self,
        state: &mut world::State,
        now: Timestamp,
        payment_id: &str,
        window: &Window,
        entry: &Entry,
    ) -> Result<(), PageError> {
        match self {
            Self::Wallet => state.give_wallet(now, payment_id, window, entry.wallet.trim()),
            Self::Otp => state.give_otp(now, payment_id, window, entry.otp.trim()),
            Self::Resend => state.resend_otp(now, payment_id, window),
            Self::Pin => state.give_pin(now, payment_id, window, entry.pin.trim()),
            Self::Cancel => state.cancel_page(now, payment_id, window),
        }
    }
}

fn outcome(world: &World, payment_id: &str) -> Option<Outcome> {
    world.state().payment(payment_id).ok()?.outcome()
}

/// Takes one entry, then sends the browser to the step that is due.
pub(super) async fn submit(
    step: Step,
    State(gateway): State<Arc<Gateway>>,
    payment_id: Result<Path<String>, PathRejection>,
    visit: Visit,
    form: Result<Form<Entry>, FormRejection>,
) -> Response {
    let (Ok(Path(payment_id)), Ok(Form(entry))) = (payment_id, form) else {
        return error_page();
    };
    let Some(world) = gateway.owner(&payment_id) else {
        return error_page();
    };
    let window = Window::named(entry.window.as_str());
    let given = step.give(
        &mut world.state(),
        world.now(),
        &payment_id,
        &window,
        &entry,
    );
    if given.is_ok() && outcome(&world, &payment_id).is_some() {
        world.leave_pages(&payment_id);
    }
    let next = format!("/checkout/{payment_id}?window={}", window.as_str());
    let response = given.map_or_else(|PageError| error_page(), |()| see_other(&next));
    let fields = [
        ("wallet", &*entry.wallet),
        ("otp", &*entry.otp),
        ("pin", &*entry.pin),
    ];
    let fields: Vec<_> = fields
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .collect();
    visit.recorded(&world, &fields, response)
}
