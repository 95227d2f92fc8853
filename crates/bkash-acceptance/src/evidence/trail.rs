use std::collections::BTreeMap;

use serde_json::Value;

use super::Call;
use crate::record::{Exchange, Record};
use crate::story::Story;

/// The calls of one payment, the most telling one of each kind.
#[derive(Debug)]
pub(super) struct Trail<'a> {
    pub(super) payment_id: &'a str,
    pub(super) calls: BTreeMap<Call, &'a Exchange>,
    plain: bool,
}

impl<'a> Trail<'a> {
    /// One for each payment that was created, in the order of their creation.
    pub(super) fn all(record: &'a Record) -> Vec<Self> {
        let creates = record.journal.of(Call::Create.endpoint());
        creates
            .filter_map(|create| {
                let payment_id = field(answer(create)?, &["paymentID", "paymentId"])?;
                Some(Self::of(record, create, payment_id))
            })
            .collect()
    }

    fn of(record: &'a Record, create: &'a Exchange, payment_id: &'a str) -> Self {
        let mut calls = BTreeMap::from([(Call::Create, create)]);
        calls.extend(token_calls(record, create));
        for call in [Call::Execute, Call::Query, Call::Refund, Call::RefundStatus] {
            let made = record.journal.of(call.endpoint());
            if let Some(found) = best(made.filter(|made| concerns(made, payment_id))) {
                calls.insert(call, found);
            }
        }
        let trx_id = calls
            .values()
            .find_map(|made| field(answer(made)?, &["trxID", "trxId"]));
        let searches = record.journal.of(Call::Search.endpoint());
        let of_this = |made: &&Exchange| {
            trx_id.is_some() && field(&made.request.body, &["trxID", "trxId"]) == trx_id
        };
        if let Some(found) = best(searches.filter(of_this)) {
            calls.insert(Call::Search, found);
        }
        let plain = record.of(Story::Paid);
        let plain = plain
            .filter_map(|visit| visit.payment_id.as_deref())
            .any(|paid| paid == payment_id);
        Self {
            payment_id,
            calls,
            plain,
        }
    }

    /// Whether create and execute were answered with success, and no fault of the judge's struck them.
    pub(super) fn is_clean(&self) -> bool {
        [Call::Create, Call::Execute]
            .iter()
            .all(|call| self.calls.get(call).is_some_and(|made| is_clean(made)))
    }

    /// How much it shows: an answered refund before all, as UAT tests one. Of two that show as much, the payment of an
    /// ordinary payer is the better one.
    pub(super) fn worth(&self) -> (bool, usize, bool) {
        let clean = |call: &Call, made: &Exchange| !call.is_token_call() && is_clean(made);
        let calls = self.calls.iter();
        let refunded = self.calls.get(&Call::Refund);
        (
            refunded.is_some_and(|made| is_clean(made)),
            calls.filter(|(call, made)| clean(call, made)).count(),
            self.plain,
        )
    }

    /// Kinds of calls that it has and another has not.
    pub(super) fn beyond(&self, other: Option<&Self>) -> usize {
        let has = |call: &Call| other.is_some_and(|other| other.calls.contains_key(call));
        let calls = self.calls.keys();
        calls
            .filter(|call| !call.is_token_call() && !has(call))
            .count()
    }
}

/// The refresh that issued the token of this call, if one did, and the last grant before.
fn token_calls<'a>(record: &'a Record, call: &Exchange) -> Vec<(Call, &'a Exchange)> {
    let before = |kind: Call, id| {
        let made = record.journal.of(kind.endpoint());
        made.filter(move |made| made.id < id)
    };
    let issued = |made: &&Exchange| {
        let token = answer(made).and_then(|body| field(body, &["id_token"]));
        token.is_some() && token == call.token()
    };
    let refresh = before(Call::TokenRefresh, call.id).find(issued);
    let until = refresh.map_or(call.id, |refresh| refresh.id);
    let grant = before(Call::TokenGrant, until).find(issued);
    let grant = grant.or_else(|| before(Call::TokenGrant, until).last());
    let grant = grant.map(|grant| (Call::TokenGrant, grant));
    let refresh = refresh.map(|refresh| (Call::TokenRefresh, refresh));
    grant.into_iter().chain(refresh).collect()
}

/// The first that was answered with success and without a fault, else the first with success, else the first.
fn best<'a>(made: impl Iterator<Item = &'a Exchange>) -> Option<&'a Exchange> {
    let made: Vec<_> = made.collect();
    let clean = made.iter().find(|made| is_clean(made));
    let answered = || made.iter().find(|made| is_success(made));
    clean.or_else(answered).or(made.first()).copied()
}

fn is_clean(made: &Exchange) -> bool {
    is_success(made) && made.fault.is_none()
}

/// `0000`; family B has no code where it says yes, but an id of what was done.
fn is_success(made: &Exchange) -> bool {
    const IDS: &[&str] = &[
        "paymentID",
        "paymentId",
        "trxID",
        "trxId",
        "originalTrxId",
        "originalTrxID",
    ];
    answer(made).is_some_and(|body| {
        match field(body, &["statusCode", "externalCode", "errorCode"]) {
            Some(code) => code == "0000",
            None => field(body, IDS).is_some(),
        }
    })
}

/// The answer that its caller heard.
fn answer(made: &Exchange) -> Option<&Value> {
    let response = made.response.as_ref()?;
    (made.disconnected_after_ms.is_none() && response.status < 300).then_some(&response.body)
}

fn concerns(made: &Exchange, payment_id: &str) -> bool {
    made.payment_id() == Some(payment_id)
        || made
            .request
            .path
            .split(['/', '?', '=', '&'])
            .any(|part| part == payment_id)
}

fn field<'a>(body: &'a Value, names: &[&str]) -> Option<&'a str> {
    names.iter().find_map(|name| body.get(*name)?.as_str())
}
