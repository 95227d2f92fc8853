//! The stories themselves, one file a kind. Each gives the scenes that it was told in.

mod callback;
mod checkout;
mod execute;
mod hang;
mod refund;
mod stranger;
mod token;

use super::scene::Scene;
use super::stage::Stage;
use super::stopped::Stopped;
use crate::story::Story;

pub(super) use hang::undone;
pub(super) use stranger::stranger;
pub(super) use token::{after_restart, renewal};

/// Each way in which an execute that was done may be heard of badly.
const LOST: [&str; 5] = [
    "answer_lost",
    "half_body",
    "empty_body",
    "gateway_timeout",
    "completed_but_9999",
];

/// Codes that execute refuses with, beside those of the two wallets that cannot pay.
const REFUSED: [&str; 6] = ["2023", "2037", "2029", "2038", "2044", "2060"];

/// How many scenes a story has.
pub(super) fn variants(story: Story) -> &'static [&'static str] {
    match story {
        Story::Refused => &REFUSED,
        Story::Lost => &LOST,
        _ => &[""],
    }
}

/// Tells one story of the quick or the slow phase, in one of its variants.
pub(super) async fn tell(
    stage: &Stage,
    story: Story,
    variant: &str,
) -> Result<Vec<Scene>, Stopped> {
    let mut scene = Scene::new(story, variant);
    match story {
        Story::Crossed => return callback::crossed(stage).await,
        Story::ColdStart | Story::Paid => callback::paid(stage, &mut scene).await?,
        Story::WrongOtp => callback::wrong_otp(stage, &mut scene).await?,
        Story::Cancelled => callback::cancelled(stage, &mut scene).await?,
        Story::Forged => callback::forged(stage, &mut scene).await?,
        Story::Replayed => callback::replayed(stage, &mut scene).await?,
        Story::UnknownPayment => callback::unknown_payment(stage, &mut scene).await?,
        Story::Contradicting => callback::contradicting(stage, &mut scene).await?,
        Story::Bare => callback::bare(stage, &mut scene).await?,
        Story::Twice => callback::twice(stage, &mut scene).await?,
        Story::Burst => callback::burst(stage, &mut scene).await?,
        Story::Refused => execute::refused(stage, &mut scene).await?,
        Story::CreateRefused => checkout::refused(stage, &mut scene).await?,
        Story::Tampered => checkout::tampered(stage, &mut scene).await?,
        Story::Lost => execute::lost(stage, &mut scene).await?,
        Story::Dropped => execute::dropped(stage, &mut scene).await?,
        Story::OtherAmount => execute::altered(stage, &mut scene, "amount", "1.00").await?,
        Story::OtherInvoice => {
            execute::altered(stage, &mut scene, "merchantInvoiceNumber", "ANOTHER-ORDER").await?;
        }
        Story::NotCompleted => {
            execute::altered(stage, &mut scene, "transactionStatus", "Initiated").await?;
        }
        Story::RefundedInParts => refund::in_parts(stage, &mut scene).await?,
        Story::RefundedTooMuch => refund::too_much(stage, &mut scene).await?,
        Story::RefundLost => refund::lost(stage, &mut scene).await?,
        Story::CreateHangs => hang::create(stage, &mut scene).await?,
        Story::ExecuteHangs => hang::execute(stage, &mut scene).await?,
        Story::ExecuteLate => hang::late_execute(stage, &mut scene).await?,
        Story::QueryHangs => hang::query(stage, &mut scene).await?,
        Story::RefundHangs => hang::refund(stage, &mut scene).await?,
        Story::RefundStatusHangs => hang::refund_status(stage, &mut scene).await?,
        Story::Stranger => checkout::tried(stage, &mut scene, stage.patience).await?,
        Story::Expired
        | Story::RefreshRefused
        | Story::RefreshHangs
        | Story::Unauthorized
        | Story::Restarted => callback::paid(stage, &mut scene).await?,
    }
    stage.finish(&mut scene).await?;
    Ok(vec![scene])
}
