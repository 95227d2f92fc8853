//! The journal as lines that people read.

use std::collections::HashMap;

use jiff::Timestamp;
use serde_json::Value;

use super::gateway::{Call, Response};
use crate::output::Style;

/// Leaves a whole line of 100 columns.
const OUTCOME_WIDTH: usize = 44;

/// Writes calls relative to the first one.
#[derive(Debug, Default)]
pub struct Timeline {
    began: Option<Timestamp>,
    invoices: HashMap<String, String>,
}

impl Timeline {
    /// `+0.214 s  execute   SB-1001   1450.00   <1 ms   0000 Successful, DKN50PG0H4 from 017*****575`
    pub fn line(&mut self, call: &Call, style: Style) -> String {
        let began = *self.began.get_or_insert(call.at);
        let since = call.at.duration_since(began).as_secs_f64();
        if let (Some(payment), Some(invoice)) = (
            call.gateway_payment(),
            call.request.body["merchantInvoiceNumber"].as_str(),
        ) {
            self.invoices.insert(payment.to_owned(), invoice.to_owned());
        }
        let invoice = call
            .gateway_payment()
            .and_then(|payment| self.invoices.get(payment));
        let answer = call.response.as_ref().map(|response| &response.body);
        let amount = [Some(&call.request.body), answer]
            .into_iter()
            .flatten()
            .find_map(|body| {
                let names = ["amount", "refundAmount"];
                names.iter().find_map(|name| body[*name].as_str())
            });
        format!(
            "  {} {:<13} {:<8} {:>8}  {:>6}   {}",
            style.dim(&format!("{:>9} s", format!("+{since:.3}"))),
            name(&call.endpoint),
            invoice.map_or("", String::as_str),
            amount.unwrap_or_default(),
            duration(call.duration_ms),
            outcome(call.response.as_ref(), style),
        )
    }
}

fn name(endpoint: &str) -> String {
    match endpoint {
        "token_grant" => "grant token".to_owned(),
        "token_refresh" => "refresh token".to_owned(),
        other => other.replace('_', " "),
    }
}

fn duration(ms: Option<u64>) -> String {
    match ms {
        Some(0) => "<1 ms".to_owned(),
        Some(ms) => format!("{ms} ms"),
        None => "-".to_owned(),
    }
}

/// The code and message of either dialect, and what moved from whom.
fn outcome(response: Option<&Response>, style: Style) -> String {
    let Some(Response { status, body }) = response else {
        return style.red("no answer");
    };
    let text = |names: &[&str]| names.iter().find_map(|name| body[*name].as_str());
    let code = text(&["statusCode", "errorCode", "externalCode"]);
    let message = text(&["statusMessage", "errorMessage", "errorMessageEn", "message"]);
    let head = match (code, message.or(text(&["refundTransactionStatus"]))) {
        (Some(code), Some(message)) => format!("{code} {message}"),
        (None, Some(message)) => format!("{status} {message}"),
        (_, None) => status.to_string(),
    };
    let head = shortened(head);
    let good = code.map_or(*status == 200, |code| code == "0000");
    let head = if good {
        style.green(&head)
    } else {
        style.yellow(&head)
    };
    let trx = text(&["trxID", "refundTrxId", "refundTrxID"]).map(|trx| format!("  {trx}"));
    let payer =
        text(&["payerAccount", "customerMsisdn"]).map(|payer| format!(" from {}", masked(payer)));
    [Some(head), trx, payer].into_iter().flatten().collect()
}

/// What does not fit into the line is on the shop's page, which is checked.
fn shortened(text: String) -> String {
    if text.chars().count() <= OUTCOME_WIDTH {
        return text;
    }
    let kept: String = text.chars().take(OUTCOME_WIDTH - 1).collect();
    format!("{}…", kept.trim_end())
}

/// `017*****575`
fn masked(wallet: &str) -> String {
    match (wallet.get(..3), wallet.get(8..)) {
        (Some(head), Some(tail)) => format!("{head}*****{tail}"),
        _ => "*****".to_owned(),
    }
}

/// Every kind of call in the order of a payment's life: one of it, several of it.
const KINDS: [(&str, &str, &str); 8] = [
    ("token_grant", "grant", "grants"),
    ("token_refresh", "refresh", "refreshes"),
    ("create", "create", "creates"),
    ("execute", "execute", "executes"),
    ("query", "query", "queries"),
    ("search", "search", "searches"),
    ("refund", "refund", "refunds"),
    ("refund_status", "refund status", "refund statuses"),
];

/// `1 grant, 0 refreshes, 11 creates, ...`
pub fn counts(calls: &[Call]) -> String {
    let parts = KINDS.map(|(endpoint, one, many)| {
        let count = calls
            .iter()
            .filter(|call| call.endpoint == endpoint)
            .count();
        format!("{count} {}", if count == 1 { one } else { many })
    });
    parts.join(", ")
}

/// The id_tokens that calls carried; the journal shows each as a tag, not as itself.
pub fn tokens_carried(calls: &[Call]) -> usize {
    let mut tags: Vec<_> = calls
        .iter()
        .filter_map(|call| match &call.request.headers["authorization"] {
            Value::String(tag) => Some(tag.as_str()),
            _ => None,
        })
        .collect();
    tags.sort_unstable();
    tags.dedup();
    tags.len()
}
