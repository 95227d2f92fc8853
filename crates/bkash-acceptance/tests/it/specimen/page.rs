use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{Html, IntoResponse as _, Response};

use super::flaw::Flaw;
use super::order::{Order, State, taka};
use super::shop::Shop;

/// What a page tells, in the words of shops.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Told {
    Home,
    Paid,
    Failed,
    Cancelled,
    Checking,
    NotFinished,
    NotStarted,
    NotYours,
    Contradicting,
    Refunded,
    NotRefunded,
    RefundChecking,
}

impl Told {
    pub(crate) fn of(state: &State) -> Self {
        match state {
            State::AwaitingPayer => Self::NotFinished,
            State::Executing | State::Checking => Self::Checking,
            State::Paid { .. } => Self::Paid,
            State::Failed { .. } => Self::Failed,
            State::Cancelled => Self::Cancelled,
        }
    }

    const fn english(self) -> (&'static str, &'static str) {
        match self {
            Self::Home => (
                "Cloth, clay and honey",
                "Choose something from our shelves.",
            ),
            Self::Paid => ("Payment received", "Thank you. Your order is confirmed."),
            Self::Failed => (
                "Payment failed",
                "Nothing was taken from your wallet. You can try again.",
            ),
            Self::Cancelled => (
                "Payment failed: you cancelled it",
                "Nothing was taken from your wallet.",
            ),
            Self::Checking => (
                "We are checking your payment",
                "bKash has not told us the result yet. Please do not pay again.",
            ),
            Self::NotFinished => ("Payment not finished", "We are waiting for you at bKash."),
            Self::NotStarted => (
                "The payment could not be started",
                "Please try again in a while.",
            ),
            Self::NotYours => (
                "We do not know this payment",
                "Look for your order in the list of orders.",
            ),
            Self::Contradicting => (
                "We could not read this address",
                "It says two things at once, so nothing was changed.",
            ),
            Self::Refunded => (
                "The money was refunded",
                "It is back in the wallet that paid.",
            ),
            Self::NotRefunded => ("The refund was not made", "Nothing was given back."),
            Self::RefundChecking => (
                "We are checking the refund",
                "bKash has not told us the result yet. Please do not ask for it again.",
            ),
        }
    }

    const fn bangla(self) -> (&'static str, &'static str) {
        match self {
            Self::Home => ("কাপড়, মাটি আর মধু", "আমাদের তাক থেকে কিছু বেছে নিন।"),
            Self::Paid => ("পেমেন্ট সফল হয়েছে", "ধন্যবাদ। আপনার অর্ডার নিশ্চিত হয়েছে।"),
            Self::Failed => (
                "পেমেন্ট ব্যর্থ হয়েছে",
                "আপনার ওয়ালেট থেকে কিছু কাটা হয়নি। আবার চেষ্টা করুন।",
            ),
            Self::Cancelled => (
                "পেমেন্ট হয়নি: আপনি বাতিল করেছেন",
                "আপনার ওয়ালেট থেকে কিছু কাটা হয়নি।",
            ),
            Self::Checking => (
                "আপনার পেমেন্ট যাচাই করা হচ্ছে",
                "বিকাশ এখনো ফলাফল জানায়নি। দয়া করে আবার পেমেন্ট করবেন না।",
            ),
            Self::NotFinished => ("পেমেন্ট শেষ হয়নি", "বিকাশের পাতায় আপনার অপেক্ষায় আছি।"),
            Self::NotStarted => ("পেমেন্ট শুরু করা যায়নি", "একটু পরে আবার চেষ্টা করুন।"),
            Self::NotYours => ("এই পেমেন্টটি আমাদের জানা নেই", "অর্ডারের তালিকায় আপনার অর্ডার খুঁজুন।"),
            Self::Contradicting => (
                "ঠিকানাটি পড়া যায়নি",
                "এতে একসঙ্গে দুই রকম কথা আছে, তাই কিছুই বদলানো হয়নি।",
            ),
            Self::Refunded => (
                "টাকা ফেরত দেওয়া হয়েছে",
                "যে ওয়ালেট থেকে এসেছিল সেখানেই ফিরে গেছে।",
            ),
            Self::NotRefunded => ("রিফান্ড হয়নি", "কিছুই ফেরত দেওয়া হয়নি।"),
            Self::RefundChecking => (
                "রিফান্ড যাচাই করা হচ্ছে",
                "বিকাশ এখনো ফলাফল জানায়নি। দয়া করে আবার চাইবেন না।",
            ),
        }
    }
}

impl Shop {
    /// A page of this shop in its language.
    pub(crate) fn page(&self, told: Told, more: &[String]) -> Response {
        self.page_with(told, more, "")
    }

    /// `head` is markup, all else is text.
    pub(crate) fn page_with(&self, told: Told, more: &[String], head: &str) -> Response {
        if self.is(Flaw::PagesByScript) {
            let page = "<!doctype html><title>Sheuli Bazaar</title><noscript>JavaScript, please</noscript>\
                        <div id=app>Loading…</div><script type=module src=/shop.js></script>";
            return Html(page).into_response();
        }
        let bangla = self.style.speaks_bangla();
        let (title, text) = if bangla {
            told.bangla()
        } else {
            told.english()
        };
        let (name, nav) = match bangla {
            true => ("শিউলি বাজার", "দোকান · অর্ডার · যোগাযোগ"),
            false => ("Sheuli Bazaar", "Shop · Orders · Contact"),
        };
        let lines: String = more
            .iter()
            .map(|line| format!("<p>{}</p>\n", escaped(line)))
            .collect();
        let page = format!(
            "<!doctype html><html><head><meta charset=utf-8><title>{name}</title>{head}</head>\n<body>\
             <header><b>{name}</b> <nav>{nav}</nav></header>\n<main><h1>{title}</h1>\n<p>{text}</p>\n{lines}</main>\n\
             </body></html>"
        );
        let status = match told {
            Told::NotYours => StatusCode::NOT_FOUND,
            Told::Contradicting => StatusCode::BAD_REQUEST,
            Told::NotRefunded => StatusCode::CONFLICT,
            _ => StatusCode::OK,
        };
        (status, Html(page)).into_response()
    }

    /// What became of an order, with all that its payer should know.
    pub(crate) fn order_page(&self, order: &Order) -> Response {
        if let Some(silent) = self.instead_of_order_page(&order.state) {
            return silent;
        }
        let told = Told::of(&order.state);
        let (payment, amount) = (order.payment_id.as_deref(), taka(order.amount));
        let mut lines = vec![format!("{} · ৳{amount}", order.number)];
        match &order.state {
            State::Paid { trx_id } => lines.extend(self.trx_id_line(trx_id)),
            State::Failed { code, message } => lines.extend(self.refusal_line(code, message)),
            _ => lines.push(payment.unwrap_or_default().to_owned()),
        }
        self.page_with(told, &lines, &self.leak())
    }

    pub(crate) fn see_other(&self, path: &str) -> Response {
        (StatusCode::SEE_OTHER, [(LOCATION, path.to_owned())]).into_response()
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
}
