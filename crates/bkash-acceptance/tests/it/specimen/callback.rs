use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Path, Query, RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};

use super::checkout::Fields;
use super::flaw::Flaw;
use super::order::{self, Order};
use super::page::Told;
use super::shop::{Shop, session};
use super::style::Style;

/// What stands in a callback's query.
#[derive(Debug, Default)]
struct Given {
    statuses: Vec<String>,
    payment_ids: Vec<String>,
}

impl Given {
    fn read(query: Option<String>) -> Self {
        let mut given = Self::default();
        for (key, value) in url::form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
            match &*key {
                "status" => given.statuses.push(value.into_owned()),
                "paymentID" => given.payment_ids.push(value.into_owned()),
                _ => {}
            }
        }
        given
    }

    fn is_empty(&self) -> bool {
        self.statuses.is_empty() && self.payment_ids.is_empty()
    }
}

/// One address for all orders.
pub(crate) async fn at_fixed_address(
    State(shop): State<Arc<Shop>>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let given = Given::read(query);
    let session = session(&headers);
    if given.is_empty() {
        return shop.bare(session.as_deref()).await;
    }
    let known = given
        .payment_ids
        .first()
        .and_then(|id| shop.books.by_payment(id));
    let Some(order) = known else {
        return match shop.flaw {
            Some(Flaw::UnknownIsPaid) => shop.page(Told::Paid, &[]),
            _ => shop.page(Told::NotYours, &[]),
        };
    };
    if shop.style == Style::Plain && session.as_ref() != Some(&order.session) {
        return shop.page(Told::NotYours, &[]);
    }
    shop.come_back(&order, &given).await
}

/// An address for each order, with its secret.
pub(crate) async fn at_own_address(
    State(shop): State<Arc<Shop>>,
    Path((number, secret)): Path<(u64, String)>,
    RawQuery(query): RawQuery,
) -> Response {
    let given = Given::read(query);
    let order = shop
        .books
        .order(number)
        .filter(|order| order.secret == secret);
    match order {
        Some(order)
            if given
                .payment_ids
                .iter()
                .all(|id| Some(id) == order.payment_id.as_ref()) =>
        {
            shop.come_back(&order, &given).await
        }
        _ => shop.page(Told::NotYours, &[]),
    }
}

/// The address says the order, the query says which payment: the mistake of believing both.
pub(crate) async fn at_address_of_order(
    State(shop): State<Arc<Shop>>,
    Path(number): Path<u64>,
    RawQuery(query): RawQuery,
) -> Response {
    let given = Given::read(query);
    let (Some(mut order), Some(payment_id)) = (shop.books.order(number), given.payment_ids.first())
    else {
        return shop.page(Told::NotYours, &[]);
    };
    order.payment_id = Some(payment_id.clone());
    shop.come_back(&order, &given).await
}

/// The progress page, and the page of the end.
pub(crate) async fn progress(
    State(shop): State<Arc<Shop>>,
    Path((number, secret)): Path<(u64, String)>,
) -> Response {
    let order = shop
        .books
        .order(number)
        .filter(|order| order.secret == secret);
    let Some(mut order) = order else {
        return shop.page(Told::NotYours, &[]);
    };
    if order.state != order::State::Executing {
        return shop.order_page(&order);
    }
    let waited = order.executing_since.map(|since| since.elapsed());
    if shop.is(Flaw::LateAnswerIsFailed) && waited > Some(Duration::from_secs(15)) {
        order.state = order::State::failed();
        return shop.order_page(&order);
    }
    shop.page_with(Told::Checking, &[], "<meta http-equiv=refresh content=1>")
}

/// A page of thanks, on which some shops execute once more.
pub(crate) async fn thanks(State(shop): State<Arc<Shop>>, Query(query): Query<Fields>) -> Response {
    let payment_id = query.get("paymentID").map_or("", String::as_str);
    let Some(order) = shop.books.by_payment(payment_id) else {
        return shop.page(Told::NotYours, &[]);
    };
    if shop.is(Flaw::ExecutesAgainOnReturn) && matches!(order.state, order::State::Paid { .. }) {
        shop.gateway().execute(order.number, payment_id).await;
    }
    shop.order_page(&order)
}

impl Shop {
    /// Opened by hand, with nothing in the query.
    async fn bare(self: &Arc<Self>, session: Option<&str>) -> Response {
        let open = self.books.find(|order| {
            Some(&*order.session) == session && order.state == order::State::AwaitingPayer
        });
        match (self.flaw, open) {
            (Some(Flaw::BareCallbackCrashes), _) => (
                StatusCode::INTERNAL_SERVER_ERROR,
                "Undefined index: paymentID",
            )
                .into_response(),
            (Some(Flaw::BareCallbackExecutes), Some(order)) => self.pay(&order).await,
            _ => self.page(Told::NotYours, &[]),
        }
    }

    /// A payer's browser is back: what it says only ever permits execute.
    async fn come_back(self: &Arc<Self>, order: &Order, given: &Given) -> Response {
        let mut said: Vec<_> = given.statuses.iter().map(String::as_str).collect();
        said.dedup();
        let status = match (&*said, self.flaw) {
            ([], _) => return self.order_page(order),
            ([_, .., last], Some(Flaw::LastStatusIsShown)) => {
                self.pay(order).await;
                return self.page(
                    if *last == "cancel" {
                        Told::Cancelled
                    } else {
                        Told::Failed
                    },
                    &[],
                );
            }
            ([_, _, ..], _) if self.style != Style::Serial => {
                return self.page(Told::Contradicting, &[]);
            }
            ([first, ..], _) => *first,
        };
        let executes = match self.flaw {
            Some(Flaw::IgnoresStatus) => true,
            Some(Flaw::ExecutesOnFailure) => status == "failure",
            Some(Flaw::ExecutesOnCancel) => status == "cancel",
            _ => false,
        };
        if status == "cancel" && self.is(Flaw::QueriesAfterCancel) {
            let payment_id = order.payment_id.as_deref().unwrap_or_default();
            self.gateway().query(order.number, payment_id).await;
        }
        match status {
            "success" => self.pay(order).await,
            _ if executes => self.pay(order).await,
            "failure" => self.give_up(order, order::State::failed()),
            "cancel" => self.give_up(order, order::State::Cancelled),
            _ => self.page(Told::Contradicting, &[]),
        }
    }

    fn give_up(&self, order: &Order, end: order::State) -> Response {
        let order = self.books.change(order.number, |order| {
            if order.state == order::State::AwaitingPayer {
                order.state = end;
            }
            order.clone()
        });
        self.order_page(&order)
    }

    /// Executes once, whoever asks and however often; shows what became of it.
    async fn pay(self: &Arc<Self>, order: &Order) -> Response {
        if let Some(page) = self.pay_wrongly(order).await {
            return page;
        }
        if self.books.claim(order.number) {
            let payment_id = order.payment_id.clone().unwrap_or_default();
            let (shop, number) = (Arc::clone(self), order.number);
            tokio::spawn(async move {
                if shop.is(Flaw::ExecutesBehindItsPage) {
                    // The queue's worker looks for work every now and then.
                    tokio::time::sleep(Duration::from_millis(600)).await;
                }
                shop.settle(number, payment_id).await;
            });
        }
        if self.is(Flaw::ExecutesBehindItsPage) {
            let now = self.books.order(order.number);
            return self.order_page(now.as_ref().unwrap_or(order));
        }
        if self.style == Style::Api {
            return self.see_other(&format!("/orders/{}/{}", order.number, order.secret));
        }
        let order = self.books.settled(order.number).await;
        let payment_id = order.payment_id.as_deref().unwrap_or_default();
        match self.flaw {
            Some(Flaw::ExecutesAgainOnReturn) => {
                self.see_other(&format!("/thanks?paymentID={payment_id}"))
            }
            Some(Flaw::TokenInRedirect) => {
                let token = self.gateway().tokens.at_hand();
                self.see_other(&format!("/thanks?paymentID={payment_id}&token={token}"))
            }
            _ => self.order_page(&order),
        }
    }

    /// The page of a shop that errs about when it may execute.
    async fn pay_wrongly(self: &Arc<Self>, order: &Order) -> Option<Response> {
        use order::State::{AwaitingPayer, Cancelled, Executing, Paid};
        let payment_id = order.payment_id.clone().unwrap_or_default();
        let no_trx_id = || Paid {
            trx_id: String::new(),
        };
        match (self.flaw?, &order.state) {
            (Flaw::NeverExecutes, AwaitingPayer) | (Flaw::CancelledIsRevived, Cancelled) => {
                self.books
                    .change(order.number, |order| order.state = no_trx_id());
            }
            (Flaw::SecondCallbackExecutes, Paid { .. }) => {
                self.gateway().execute(order.number, &payment_id).await;
            }
            (Flaw::SecondCallbackFails, Paid { .. }) | (Flaw::RacingCallbacksFail, Executing) => {
                return Some(self.page(Told::Failed, &[]));
            }
            (Flaw::RacingCallbacksExecute, AwaitingPayer | Executing) => {
                let task = Arc::clone(self).settle(order.number, payment_id);
                tokio::spawn(task).await.unwrap();
            }
            _ => {}
        }
        None
    }
}
