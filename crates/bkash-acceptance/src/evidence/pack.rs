use super::Call;
use super::trail::Trail;
use crate::record::{Exchange, Record};
use crate::report::mask;

/// Headers that the gateway reads; the others tell of the shop's HTTP library only.
const HEADERS: &[&str] = &[
    "accept",
    "authorization",
    "content-type",
    "password",
    "username",
    "x-app-key",
];

/// Requests and responses of one payment, or of two where no single one has all of them.
#[derive(Clone, Debug)]
pub struct Pack {
    /// The shop's name.
    pub shop: String,
    /// First the payment whose create and execute went well, then one that shows what the first does not.
    pub parts: Vec<Part>,
    /// Calls that no payment had.
    pub missing: Vec<Call>,
}

/// The calls of one payment.
#[derive(Clone, Debug)]
pub struct Part {
    /// The gateway's paymentID.
    pub payment_id: String,
    /// Whether create and execute were answered with success, as the portal wants to see them.
    pub clean: bool,
    /// In the order of the calls.
    pub items: Vec<Item>,
}

/// One call.
#[derive(Clone, Debug)]
pub struct Item {
    /// Which.
    pub call: Call,
    /// Request and response, masked; without headers that the gateway does not read.
    pub exchange: Exchange,
}

impl Pack {
    /// Chooses the payments that show most.
    #[must_use]
    pub fn of(record: &Record) -> Self {
        let trails = Trail::all(record);
        let clean = trails.iter().filter(|trail| trail.is_clean());
        // `max_by_key` takes the last of equals: the first payment is to win.
        let first = clean.rev().max_by_key(|trail| trail.worth());
        let second = trails
            .iter()
            .rev()
            .max_by_key(|trail| (trail.beyond(first), trail.worth()));
        let second = second.filter(|trail| trail.beyond(first) > 0);
        let chosen: Vec<_> = first.into_iter().chain(second).collect();
        let missing = Call::ASKED_FOR.into_iter().filter(|call| {
            let had = chosen.iter().any(|trail| trail.calls.contains_key(call));
            !had
        });
        Self {
            shop: record.shop.name.clone(),
            missing: missing.collect(),
            parts: parts(&chosen),
        }
    }

    /// The payment to paste, if there is one.
    #[must_use]
    pub fn clean(&self) -> Option<&Part> {
        self.parts.iter().find(|part| part.clean)
    }
}

/// How a token is fetched is told once, with the first payment.
fn parts(chosen: &[&Trail<'_>]) -> Vec<Part> {
    let chosen = chosen.iter().enumerate();
    chosen
        .map(|(place, trail)| part(trail, |call| place == 0 || !call.is_token_call()))
        .collect()
}

fn part(trail: &Trail<'_>, which: impl Fn(Call) -> bool) -> Part {
    let calls = trail.calls.iter().filter(|(call, _)| which(**call));
    let items = calls.map(|(call, exchange)| Item {
        call: *call,
        exchange: presentable(exchange),
    });
    Part {
        payment_id: trail.payment_id.to_owned(),
        clean: trail.is_clean(),
        items: items.collect(),
    }
}

fn presentable(exchange: &Exchange) -> Exchange {
    let mut shown = mask::exchange(exchange);
    if let Some(headers) = shown.request.headers.as_object_mut() {
        headers.retain(|name, _| HEADERS.contains(&name.to_ascii_lowercase().as_str()));
    }
    shown
}
