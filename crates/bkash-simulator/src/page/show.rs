use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use http::StatusCode;

use super::address::PageAddress;
use super::html::{self, error_page};
use super::record::Visit;
use crate::fault::Callback;
use crate::gateway::{Gateway, World};
use crate::world::{Notice, Outcome, OutcomeReason, Payment, View, Window};

/// The step that is due.
pub(super) async fn show(
    State(gateway): State<Arc<Gateway>>,
    PageAddress { payment_id, window }: PageAddress,
    visit: Visit,
) -> Response {
    let Some(world) = gateway.owner(&payment_id) else {
        return error_page();
    };
    let response = render(&world, &payment_id, &window);
    visit.recorded(&world, &[], response)
}

/// What every step says of the payment.
pub(super) struct Summary {
    pub(super) payment_id: String,
    /// None where no money is asked for: an agreement is made.
    pub(super) bill: Option<BillSummary>,
}

pub(super) struct BillSummary {
    pub(super) invoice: String,
    pub(super) amount: String,
}

impl Summary {
    pub(super) fn of(payment: &Payment) -> Self {
        Self {
            payment_id: payment.id.to_string(),
            bill: payment.bill().map(|bill| BillSummary {
                invoice: bill.merchant_invoice_number.clone(),
                amount: bill.amount.to_string(),
            }),
        }
    }
}

/// Both languages of a notice.
struct NoticeText {
    code: &'static str,
    error: bool,
    english: String,
    bangla: String,
}

impl From<Notice> for NoticeText {
    fn from(notice: Notice) -> Self {
        let (english, bangla) = notice.texts();
        Self {
            code: notice.code().unwrap_or_default(),
            error: notice.is_error(),
            english,
            bangla,
        }
    }
}

#[derive(Template)]
#[template(path = "wallet.html")]
struct WalletPage<'a> {
    summary: Summary,
    window: &'a str,
    prefilled: String,
    notice: Option<NoticeText>,
}

#[derive(Template)]
#[template(path = "otp.html")]
struct OtpPage<'a> {
    summary: Summary,
    window: &'a str,
    wallet: String,
    notice: Option<NoticeText>,
    seconds_left: i64,
    resends_left: u32,
}

#[derive(Template)]
#[template(path = "pin.html")]
struct PinPage<'a> {
    summary: Summary,
    window: &'a str,
    wallet: String,
    notice: Option<NoticeText>,
    seconds_left: i64,
}

#[derive(Template)]
#[template(path = "outcome.html")]
struct OutcomePage {
    summary: Summary,
    /// Empty where there is none.
    code: &'static str,
    status: &'static str,
    title: &'static str,
    title_bangla: &'static str,
    english: &'static str,
    bangla: &'static str,
    callback: Callback,
    /// Until the browser goes back by itself.
    seconds: u64,
}

/// The page for where the payer stands, if this window has the visit.
pub(super) fn render(world: &World, payment_id: &str, window: &Window) -> Response {
    let now = world.now();
    let state = world.state();
    let Ok((payment, view)) = state.show_page(now, payment_id, window) else {
        return error_page();
    };
    let summary = Summary::of(payment);
    let callback = match &view {
        View::Outcome { outcome, .. } => world.callback(payment, *outcome),
        _ => Callback::default(),
    };
    drop(state);
    let window = window.as_str();
    match view {
        View::Wallet { prefilled, notice } => {
            let (prefilled, notice) = (prefilled.unwrap_or_default(), notice.map(Into::into));
            html::page(
                StatusCode::OK,
                &WalletPage {
                    summary,
                    window,
                    prefilled,
                    notice,
                },
            )
        }
        View::Otp {
            wallet,
            notice,
            seconds_left,
            resends_left,
        } => {
            let (wallet, notice) = (masked(&wallet), notice.map(Into::into));
            let page = OtpPage {
                summary,
                window,
                wallet,
                notice,
                seconds_left,
                resends_left,
            };
            html::page(StatusCode::OK, &page)
        }
        View::Pin {
            wallet,
            notice,
            seconds_left,
        } => {
            let (wallet, notice) = (masked(&wallet), notice.map(Into::into));
            html::page(
                StatusCode::OK,
                &PinPage {
                    summary,
                    window,
                    wallet,
                    notice,
                    seconds_left,
                },
            )
        }
        View::Outcome { outcome, reason } => {
            let page = OutcomePage::of(summary, outcome, reason, callback);
            match page.callback.first {
                Some(_) => html::page_with_frame(StatusCode::OK, &page),
                None => html::page(StatusCode::OK, &page),
            }
        }
    }
}

/// That the real page counts down (a copy of its script).
const SECONDS: u64 = 5;

impl OutcomePage {
    /// A success is one of verification: money has not moved, and the page does not say so.
    fn of(
        summary: Summary,
        outcome: Outcome,
        reason: Option<OutcomeReason>,
        callback: Callback,
    ) -> Self {
        let (title, title_bangla) = match outcome {
            Outcome::Success => ("Verification successful", "ভেরিফিকেশন সফল হয়েছে"),
            Outcome::Failure => ("Payment failed", "পেমেন্ট ব্যর্থ হয়েছে"),
            Outcome::Cancel => ("Payment cancelled", "পেমেন্ট বাতিল হয়েছে"),
        };
        let (english, bangla) = reason.map_or(
            (
                "Your account is verified. The merchant completes the payment now.",
                "আপনার অ্যাকাউন্ট যাচাই হয়েছে। মার্চেন্ট এখন পেমেন্ট সম্পন্ন করবে।",
            ),
            OutcomeReason::texts,
        );
        Self {
            summary,
            code: reason.and_then(OutcomeReason::code).unwrap_or_default(),
            status: outcome.status(),
            title,
            title_bangla,
            english,
            bangla,
            seconds: SECONDS + callback.late.as_secs(),
            callback,
        }
    }
}

/// First three and last three digits.
fn masked(wallet: &str) -> String {
    match (
        wallet.get(..3),
        wallet.get(wallet.len().saturating_sub(3)..),
    ) {
        (Some(first), Some(last)) => format!("{first} ** *** {last}"),
        _ => "** ***".to_owned(),
    }
}
