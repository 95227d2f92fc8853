use serde::Serialize;

use super::{Call, Item, Pack, Part};
use crate::record::Exchange;
use crate::words::Said;

#[derive(Serialize)]
struct Document<'a> {
    shop: &'a str,
    payments: Vec<Payment<'a>>,
    missing: Vec<Missing>,
}

#[derive(Serialize)]
struct Payment<'a> {
    #[serde(rename = "paymentID")]
    payment_id: &'a str,
    /// Whether create and execute can be pasted into the portal.
    clean: bool,
    calls: Vec<Made<'a>>,
}

#[derive(Serialize)]
struct Made<'a> {
    call: Call,
    name: &'static str,
    exchange: &'a Exchange,
}

#[derive(Serialize)]
struct Missing {
    call: Call,
    name: &'static str,
    why: Said,
}

impl Pack {
    /// Pretty, and with a line break at its end; why a call is missing stands in both languages.
    pub fn json(&self) -> Result<String, serde_json::Error> {
        let document = Document {
            shop: &self.shop,
            payments: self.parts.iter().map(payment).collect(),
            missing: self.missing.iter().copied().map(missing).collect(),
        };
        serde_json::to_string_pretty(&document).map(|text| text + "\n")
    }
}

fn payment(part: &Part) -> Payment<'_> {
    Payment {
        payment_id: &part.payment_id,
        clean: part.clean,
        calls: part.items.iter().map(made).collect(),
    }
}

fn made(item: &Item) -> Made<'_> {
    Made {
        call: item.call,
        name: item.call.name(),
        exchange: &item.exchange,
    }
}

fn missing(call: Call) -> Missing {
    Missing {
        call,
        name: call.name(),
        why: call.absence(),
    }
}
