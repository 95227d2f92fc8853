//! The same outcome in the words of each product.

use super::denied::Denied;
use crate::switch::{ConfirmId, ReplyAge, Switches};
use crate::wire::{
    AgreementReply, AgreementReplyV2, Answer, CancelReply, CancelReplyV2, ConfirmReply,
    ConfirmReplyV2, CreateReply, CreateReplyV2, Dialect, ExecuteAgreementReply,
    ExecuteAgreementReplyV2, ExecuteReply, ExecuteReplyV2, IframeCreateReply, IframePaymentReply,
    IframeQueryReply, QueryReply, QueryReplyV2, SearchReply, SearchReplyV2,
};
use crate::world::{Agreement, Bill, Executed, Found, Named, Payment, State, code};

pub(super) fn created(
    dialect: Dialect,
    switches: &Switches,
    payment: &Payment,
    origin: &str,
) -> Result<Answer, Denied> {
    Ok(match dialect {
        Dialect::A => Answer::ok(&CreateReply::of(payment, origin, switches)),
        Dialect::B => Answer::ok(&CreateReplyV2::of(payment, origin, switches)),
        Dialect::Iframe => Answer::ok(&IframeCreateReply::of(payment, billed(payment)?)),
    })
}

pub(super) fn executed(
    dialect: Dialect,
    state: &State,
    executed: &Executed,
) -> Result<Answer, Denied> {
    Ok(match (dialect, executed) {
        (Dialect::A, Executed::Paid(paid)) => {
            Answer::ok(&ExecuteReply::of(paid, state.switches.reply_age))
        }
        (Dialect::B, Executed::Paid(paid)) => Answer::ok(&ExecuteReplyV2::of(paid)),
        (Dialect::Iframe, Executed::Paid(paid)) => {
            let payment = state.payment(paid.payment_id.as_str())?;
            Answer::ok(&IframePaymentReply::of(payment, &paid.bill))
        }
        (Dialect::B, Executed::Agreed(agreement)) => {
            Answer::ok(&ExecuteAgreementReplyV2::of(agreement))
        }
        // The iframe checkout knows no agreements; who executes one there sees family A's answer.
        (Dialect::A | Dialect::Iframe, Executed::Agreed(agreement)) => {
            Answer::ok(&ExecuteAgreementReply::of(agreement))
        }
    })
}

pub(super) fn queried(
    dialect: Dialect,
    state: &State,
    payment: &Payment,
) -> Result<Answer, Denied> {
    Ok(match dialect {
        Dialect::A => Answer::ok(&QueryReply::of(state, payment)),
        Dialect::B => Answer::ok(&QueryReplyV2::of(state, payment)),
        Dialect::Iframe => Answer::ok(&IframeQueryReply::of(payment, billed(payment)?)),
    })
}

pub(super) fn found(dialect: Dialect, age: ReplyAge, found: &Found<'_>) -> Answer {
    match dialect {
        Dialect::A | Dialect::Iframe => Answer::ok(&SearchReply::of(found, dialect, age)),
        Dialect::B => Answer::ok(&SearchReplyV2::of(found)),
    }
}

/// Of a payment whose authorization has just ended.
pub(super) fn confirmed(
    dialect: Dialect,
    id: ConfirmId,
    payment: &Payment,
) -> Result<Answer, Denied> {
    let completion = payment.completion().ok_or(code::INVALID_PAYMENT_STATE)?;
    Ok(match dialect {
        Dialect::A => Answer::ok(&ConfirmReply::of(payment, completion, id)),
        Dialect::B => Answer::ok(&ConfirmReplyV2::of(payment, completion)),
        Dialect::Iframe => Answer::ok(&IframePaymentReply::of(payment, billed(payment)?)),
    })
}

pub(super) fn agreement(dialect: Dialect, named: Named<'_>) -> Answer {
    match dialect {
        Dialect::A | Dialect::Iframe => Answer::ok(&AgreementReply::of(named)),
        Dialect::B => Answer::ok(&AgreementReplyV2::of(named)),
    }
}

pub(super) fn cancelled(dialect: Dialect, agreement: &Agreement) -> Answer {
    match dialect {
        Dialect::A | Dialect::Iframe => Answer::ok(&CancelReply::of(agreement)),
        Dialect::B => Answer::ok(&CancelReplyV2::of(agreement)),
    }
}

/// The iframe checkout knows payments of money only.
fn billed(payment: &Payment) -> Result<&Bill, Denied> {
    let bill = payment.bill().ok_or(code::INVALID_PAYMENT_ID)?;
    Ok(bill)
}
