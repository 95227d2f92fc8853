//! What the gateway knows, compared with what the service and the shop were told.

use std::collections::BTreeMap;

use serde_json::Value;

use super::case::Case;
use super::shop::list;
use super::stage::Stage;
use super::story::Story;

/// Nothing is on its way any more.
const OPEN: [&str; 6] = [
    "creating",
    "awaiting_payer",
    "executing",
    "unresolved",
    "pending",
    "",
];

/// Everything that the service shows of its payments and refunds.
pub(crate) struct Shown {
    pub(crate) payments: Vec<Value>,
    pub(crate) refunds: Vec<Value>,
    /// What bKash told of.
    notifications: Vec<Value>,
}

impl Shown {
    pub(crate) fn read(stage: &mut Stage) -> Self {
        let payments = list(stage, "/v1/payments?limit=100");
        let refunds = payments
            .iter()
            .flat_map(|payment| {
                let path = format!("/v1/payments/{}/refunds", text(payment, "id"));
                list(stage, &path)
            })
            .collect();
        let notifications = list(stage, "/v1/notifications");
        Self {
            payments,
            refunds,
            notifications,
        }
    }

    /// Rises with every change.
    pub(crate) fn versions(&self) -> u64 {
        let all = self.payments.iter().chain(&self.refunds);
        all.filter_map(|it| it["version"].as_u64()).sum()
    }

    /// What is still open, or was not told to the shop.
    pub(crate) fn unfinished(&self, stage: &Stage, case: &Case) -> Option<String> {
        let told = |kind: &str, record: &Value| {
            let (id, status) = (text(record, "id"), text(record, "status"));
            if OPEN.contains(&status) && !is_left_alone(case, status) {
                return Some(format!("{id} is {status}"));
            }
            let event = match status {
                "held" => format!("{kind}.needs_attention"),
                "awaiting_payer" => return None,
                _ => format!("{kind}.{status}"),
            };
            (!stage.inbox.has(id, &event))
                .then(|| format!("the shop was not told of {event} of {id}"))
        };
        let payments = self.payments.iter().filter_map(|it| told("payment", it));
        let refunds = self.refunds.iter().filter_map(|it| told("refund", it));
        let open = self
            .notifications
            .iter()
            .find(|it| it["status"] != "confirmed");
        let open = open.map(|it| format!("{} is {}", it["id"], it["status"]));
        payments.chain(refunds).chain(open).next()
    }
}

/// The first order of this story is never paid.
fn is_left_alone(case: &Case, status: &str) -> bool {
    case.story == Story::SecondToken && status == "awaiting_payer"
}

/// Everything that is wrong.
pub(crate) fn audit(stage: &mut Stage, case: &Case, shown: &Shown) -> Vec<String> {
    let mut wrong: Vec<String> = shown.unfinished(stage, case).into_iter().collect();
    money(stage, shown, &mut wrong);
    calls(stage, case, &mut wrong);
    endings(case, shown, &mut wrong);
    wrong
}

/// The gateway's books, our ledger and what we show of each payment are one, to the poisha.
fn money(stage: &mut Stage, shown: &Shown, wrong: &mut Vec<String>) {
    let books: Value = serde_json::from_str(&stage.gateway.books()).unwrap();
    let mut moved = BTreeMap::new();
    for row in books["merchant"]["transactions"].as_array().unwrap() {
        let sign = if row["type"] == "refund" { -1 } else { 1 };
        moved.insert(
            text(row, "trxID").to_owned(),
            sign * poisha(text(row, "amount")),
        );
    }
    let mut told = BTreeMap::new();
    for payment in shown
        .payments
        .iter()
        .filter(|it| it["status"] == "completed")
    {
        let amount = poisha(text(payment, "paid_amount"));
        told.insert(text(payment, "trx_id").to_owned(), amount);
    }
    for refund in shown
        .refunds
        .iter()
        .filter(|it| it["status"] == "completed")
    {
        let amount = -poisha(text(refund, "amount"));
        told.insert(text(refund, "refund_trx_id").to_owned(), amount);
    }
    if moved != told {
        wrong.push(format!(
            "the gateway moved {moved:?}, the service shows {told:?}"
        ));
    }
    let balances = list(stage, "/v1/ledger/balances");
    let of = |line: &Value| poisha(text(line, "balance"));
    let sum: i64 = balances.iter().map(of).sum();
    let gateway = balances.iter().filter(|line| line["account"] == "gateway");
    let ours: i64 = gateway.map(of).sum();
    let theirs: i64 = moved.values().sum();
    if (sum, ours) != (0, theirs) {
        wrong.push(format!(
            "the ledger is off by {sum}, holds {ours} of {theirs}"
        ));
    }
    let over = &books["token_calls"]["over_limit"];
    if over != 0 {
        wrong.push(format!("{over} token calls above the budget"));
    }
}

/// One execute and one refund at most; a query only where the answer to execute is missing.
fn calls(stage: &Stage, case: &Case, wrong: &mut Vec<String>) {
    let journal: Value = serde_json::from_str(&stage.gateway.journal()).unwrap();
    let mut counts: BTreeMap<(&str, &str), u32> = BTreeMap::new();
    for entry in journal["data"].as_array().unwrap() {
        let refused_for_its_token = entry["response"]["status"] == 401;
        if !refused_for_its_token {
            let payment = entry["request"]["body"]["paymentID"]
                .as_str()
                .or_else(|| entry["request"]["body"]["paymentId"].as_str());
            let call = entry["endpoint"].as_str().unwrap();
            *counts
                .entry((call, payment.unwrap_or_default()))
                .or_default() += 1;
        }
    }
    for ((call, payment), count) in counts {
        let most = match call {
            "execute" | "refund" => 1,
            "query" if !case.story.loses_execute() && !case.dies_over_execute() => 0,
            "query" => 15,
            _ => continue,
        };
        if payment.is_empty() || count > most {
            wrong.push(format!(
                "{count} x {call} of {payment:?}, at most {most} expected"
            ));
        }
    }
}

/// The story ends as it must, wherever the process died.
fn endings(case: &Case, shown: &Shown, wrong: &mut Vec<String>) {
    // The newest payment comes first; an older one was given up before it had a page to pay on.
    let status = shown.payments.first().map_or("", |it| text(it, "status"));
    if status != case.payment_ends() {
        wrong.push(format!(
            "the payment is {status}, not {}",
            case.payment_ends()
        ));
    }
    let told = usize::from(case.story == Story::Notified);
    if shown.notifications.len() != told {
        wrong.push(format!("told of {told}, kept {:?}", shown.notifications));
    }
    let refund = shown.refunds.last().map(|it| text(it, "status"));
    if refund != case.refund_ends() {
        wrong.push(format!(
            "the refund is {refund:?}, not {:?}",
            case.refund_ends()
        ));
    }
}

fn text<'a>(value: &'a Value, member: &str) -> &'a str {
    value[member].as_str().unwrap_or_default()
}

/// "-12.05" is -1205.
fn poisha(text: &str) -> i64 {
    text.replace('.', "")
        .parse()
        .unwrap_or_else(|error| panic!("{error}: {text:?}"))
}
