use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::{Frame, missing, page};
use crate::shop::form_token::FormToken;
use crate::shop::language::Language;
use crate::shop::order::{Failure, Order, Standing};
use crate::shop::price::Price;
use crate::shop::server::Desk;
use crate::shop::service::RefundStatus;

#[derive(Template)]
#[template(path = "shop/order.html")]
struct OrderPage<'a> {
    frame: Frame,
    order: &'a Order,
    standing: Standing<'a>,
    left: Price,
    whole_form: FormToken,
    part: RefundDraft,
    notice: Option<Notice>,
}

/// The form for a part, as the shopkeeper left it.
#[derive(Debug)]
pub struct RefundDraft {
    /// Kept where no answer came, so that sending again cannot refund twice.
    pub form: FormToken,
    pub amount: String,
    pub reason: String,
}

/// Why the refund that was just asked for is not in the list.
#[derive(Debug)]
pub enum Notice {
    BadAmount,
    Unheard,
    Refused {
        detail: String,
        message: Option<String>,
    },
}

pub async fn order(
    State(desk): State<Desk>,
    language: Language,
    Path(number): Path<String>,
) -> Response {
    let Some(order) = desk.up_to_date(&number).await else {
        return missing(language).await;
    };
    let draft = RefundDraft {
        form: FormToken::random(),
        amount: String::new(),
        reason: language.words().refund_reason_value.to_owned(),
    };
    show(StatusCode::OK, language, &order, draft, None)
}

pub fn show(
    status: StatusCode,
    language: Language,
    order: &Order,
    part: RefundDraft,
    notice: Option<Notice>,
) -> Response {
    let standing = order.standing();
    let checking = standing.is_checking() || order.open_refunds().next().is_some();
    // A page that answers a form is not asked for again by itself.
    let refresh = checking && notice.is_none();
    let frame = Frame::new(language, format!("/orders/{}", order.number)).refreshing(refresh);
    let left = order.refundable();
    let whole_form = FormToken::random();
    page(
        status,
        &OrderPage {
            frame,
            order,
            standing,
            left,
            whole_form,
            part,
            notice,
        },
    )
}
