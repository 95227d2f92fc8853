use jiff::Timestamp;

use super::{Checkout, Notice, Outcome, OutcomeReason, Step, well_formed_wallet};
use crate::switch::{Switches, span};
use crate::world::{Payment, Stage, WalletNumber};

/// What the payer's window is to show.
#[derive(Debug)]
pub(crate) enum View {
    Wallet {
        prefilled: Option<String>,
        notice: Option<Notice>,
    },
    Otp {
        wallet: WalletNumber,
        notice: Option<Notice>,
        seconds_left: i64,
        resends_left: u32,
    },
    Pin {
        wallet: WalletNumber,
        notice: Option<Notice>,
        seconds_left: i64,
    },
    Outcome {
        outcome: Outcome,
        reason: Option<OutcomeReason>,
    },
}

impl View {
    pub(super) fn of(payment: &Payment, now: Timestamp, switches: &Switches) -> Self {
        match &payment.stage {
            Stage::Initiated(checkout) => Self::of_checkout(checkout, payment, now, switches),
            Stage::Abandoned(reason) => Self::Outcome {
                outcome: reason.outcome(),
                reason: Some(*reason),
            },
            _ => Self::Outcome {
                outcome: Outcome::Success,
                reason: None,
            },
        }
    }

    fn of_checkout(
        checkout: &Checkout,
        payment: &Payment,
        now: Timestamp,
        switches: &Switches,
    ) -> Self {
        let seconds_left = |since: Timestamp, allowed: u32| {
            (span(allowed) - now.duration_since(since)).as_secs().max(0)
        };
        let notice = checkout.notice;
        match &checkout.step {
            Step::Wallet => {
                let reference = payment.order.payer_reference.trim();
                // After a refused number the page is empty again.
                let prefills = notice.is_none() && well_formed_wallet(reference);
                let prefilled = prefills.then(|| reference.to_owned());
                Self::Wallet { prefilled, notice }
            }
            Step::Otp(step) => Self::Otp {
                wallet: step.wallet,
                notice,
                seconds_left: seconds_left(step.sent_at, switches.otp_seconds),
                resends_left: switches.resends.saturating_sub(step.resends),
            },
            Step::Pin(step) => Self::Pin {
                wallet: step.wallet,
                notice,
                seconds_left: seconds_left(step.asked_at, switches.pin_seconds),
            },
        }
    }
}
