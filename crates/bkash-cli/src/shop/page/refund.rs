use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::missing;
use super::order::{Notice, RefundDraft, show};
use crate::shop::form_token::FormToken;
use crate::shop::language::Language;
use crate::shop::order::OrderNumber;
use crate::shop::price::Price;
use crate::shop::server::Desk;
use crate::shop::service::{NewRefund, ServiceError};

#[derive(Clone, Deserialize)]
pub struct RefundForm {
    form: FormToken,
    amount: String,
    reason: String,
}

/// Asks for a refund. Whether it is too much is the service's to say: it knows what else is on its way.
pub async fn refund(
    State(desk): State<Desk>,
    language: Language,
    Path(number): Path<String>,
    Form(form): Form<RefundForm>,
) -> Response {
    let Ok(number) = number.parse::<OrderNumber>() else {
        return missing(language).await;
    };
    let refused = match form.amount.trim().parse::<Price>() {
        Err(_) => Notice::BadAmount,
        Ok(amount) => {
            // Goes on even when the browser hangs up, as it does on a second click.
            let (desk, form) = (desk.clone(), form.clone());
            let work = tokio::spawn(async move { give_back(&desk, number, amount, &form).await });
            match work.await {
                Ok(Some(Ok(()))) => {
                    return Redirect::to(&format!("/orders/{number}#refunds")).into_response();
                }
                Ok(None) => return missing(language).await,
                Ok(Some(Err(error))) => Notice::from(error),
                Err(_) => Notice::Unheard,
            }
        }
    };
    let Some(order) = desk.book.order(number) else {
        return missing(language).await;
    };
    let token = match refused {
        Notice::Unheard => form.form,
        Notice::BadAmount | Notice::Refused { .. } => FormToken::random(),
    };
    let draft = RefundDraft {
        form: token,
        amount: form.amount,
        reason: form.reason,
    };
    show(
        StatusCode::UNPROCESSABLE_ENTITY,
        language,
        &order,
        draft,
        Some(refused),
    )
}

/// `None` for an order that is unknown or not paid.
async fn give_back(
    desk: &Desk,
    number: OrderNumber,
    amount: Price,
    form: &RefundForm,
) -> Option<Result<(), ServiceError>> {
    let order = desk.book.order(number)?;
    let payment = order.paid()?;
    let _turn = order.turn.lock().await;
    let refund = NewRefund {
        amount: amount.to_string(),
        sku: order.product.slug.to_owned(),
        reason: form.reason.clone(),
    };
    let key = format!("refund-{}", form.form);
    let answer = desk.service.create_refund(&payment.id, &refund, &key).await;
    Some(answer.map(|refund| desk.book.observe_refund(refund)))
}

impl From<ServiceError> for Notice {
    fn from(error: ServiceError) -> Self {
        tracing::warn!(%error, "a refund was not made");
        match error {
            ServiceError::Refused(problem) if problem.status < 500 => Self::Refused {
                detail: problem.told(),
                message: problem.message,
            },
            ServiceError::Refused(_) | ServiceError::Unheard(_) => Self::Unheard,
        }
    }
}
