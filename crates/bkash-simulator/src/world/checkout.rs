//! The payer's visit to the hosted pages: one window, three entries, limits and timers.

mod entry;
mod notice;
mod view;

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};

pub(crate) use entry::{well_formed_otp, well_formed_pin, well_formed_wallet};
pub(crate) use notice::{Notice, Outcome, OutcomeReason};
pub(crate) use view::View;

use super::id::ALPHANUMERIC;
use super::{Payment, PaymentId, SANDBOX_OTP, Stage, State, Wallet, random_text};

/// Wrong codes until the failure callback (onboarding e-mail; the codes are 2016, then 2017).
const OTP_TRIES: u8 = 3;
/// Wrong PINs until the failure callback (inferred: the count is not published).
const PIN_TRIES: u8 = 3;
/// How often the code may be sent again (inferred: the count is not published).
const RESENDS: u8 = 3;
/// Time to enter a code or PIN (inferred: the seconds are not published).
const ENTRY_TIME: SignedDuration = SignedDuration::from_secs(120);

/// Names one browser window; a second one cannot know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Window(String);

impl Window {
    pub(crate) fn named(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// Unknown payment, changed hash, another window, too old, or a step out of turn: all of them show
/// the generic error page and never lead to a callback.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PageError;

/// Where the payer stands while the payment is open.
#[derive(Debug, Default)]
pub(crate) struct Checkout {
    step: Step,
    notice: Option<Notice>,
}

#[derive(Debug, Default)]
enum Step {
    #[default]
    Wallet,
    Otp(OtpStep),
    Pin(PinStep),
}

#[derive(Debug)]
struct OtpStep {
    wallet: &'static str,
    wrong: u8,
    resends: u8,
    sent_at: Timestamp,
}

#[derive(Debug)]
struct PinStep {
    wallet: &'static str,
    wrong: u8,
    asked_at: Timestamp,
}

/// What an entry leads to.
enum Next {
    Stay(Option<Notice>),
    Step(Step),
    Leave(Stage),
}

impl Next {
    fn noticing(notice: Notice) -> Self {
        Self::Stay(Some(notice))
    }

    fn failing(reason: OutcomeReason) -> Self {
        Self::Leave(Stage::Abandoned(reason))
    }
}

impl State {
    /// The payer follows the `bkashURL`. Opening it again moves the visit to the new window, until a
    /// code was sent: then the second window is turned away (2059).
    pub(crate) fn open_page(
        &mut self,
        now: Timestamp,
        payment_id: &str,
        hash: &str,
    ) -> Result<Window, PageError> {
        let payment = self.payments.get_mut(payment_id).ok_or(PageError)?;
        let waiting = matches!(
            payment.stage,
            Stage::Initiated(Checkout {
                step: Step::Wallet,
                ..
            })
        );
        if payment.hash != hash || payment.is_expired(now) || !waiting {
            return Err(PageError);
        }
        let window = Window(random_text(&mut self.rng, 22, ALPHANUMERIC));
        payment.window = Some(window.clone());
        Ok(window)
    }

    pub(crate) fn show_page(
        &self,
        now: Timestamp,
        payment_id: &str,
        window: &Window,
    ) -> Result<(&Payment, View), PageError> {
        let payment = self.payments.get(payment_id).ok_or(PageError)?;
        if payment.window.as_ref() != Some(window) {
            return Err(PageError);
        }
        Ok((payment, View::of(payment, now)))
    }

    pub(crate) fn give_wallet(
        &mut self,
        now: Timestamp,
        payment_id: &str,
        window: &Window,
        number: &str,
    ) -> Result<(), PageError> {
        let wallet = self.wallets.iter().find(|wallet| wallet.number == number);
        let checkout = visit(&mut self.payments, now, payment_id, window)?;
        let Step::Wallet = checkout.step else {
            return Err(PageError);
        };
        let next = match wallet {
            _ if !well_formed_wallet(number) => Next::noticing(Notice::WalletFormat),
            None => Next::noticing(Notice::NotAnAccount),
            Some(wallet) if wallet.is_locked() => Next::noticing(Notice::WalletLocked),
            Some(wallet) => Next::Step(Step::Otp(OtpStep {
                wallet: wallet.number,
                wrong: 0,
                resends: 0,
                sent_at: now,
            })),
        };
        self.go(payment_id, next);
        Ok(())
    }

    pub(crate) fn give_otp(
        &mut self,
        now: Timestamp,
        payment_id: &str,
        window: &Window,
        otp: &str,
    ) -> Result<(), PageError> {
        let checkout = visit(&mut self.payments, now, payment_id, window)?;
        let Step::Otp(step) = &mut checkout.step else {
            return Err(PageError);
        };
        let next = step.judge(now, otp);
        self.go(payment_id, next);
        Ok(())
    }

    /// Sends the code again: its time starts anew, the count of wrong ones does not.
    pub(crate) fn resend_otp(
        &mut self,
        now: Timestamp,
        payment_id: &str,
        window: &Window,
    ) -> Result<(), PageError> {
        let checkout = visit(&mut self.payments, now, payment_id, window)?;
        let Step::Otp(step) = &mut checkout.step else {
            return Err(PageError);
        };
        let next = step.send_again(now);
        self.go(payment_id, next);
        Ok(())
    }

    pub(crate) fn give_pin(
        &mut self,
        now: Timestamp,
        payment_id: &str,
        window: &Window,
        pin: &str,
    ) -> Result<(), PageError> {
        let checkout = visit(&mut self.payments, now, payment_id, window)?;
        let Step::Pin(step) = &mut checkout.step else {
            return Err(PageError);
        };
        let wallet = self
            .wallets
            .iter_mut()
            .find(|wallet| wallet.number == step.wallet);
        let next = step.judge(now, pin, wallet.ok_or(PageError)?);
        self.go(payment_id, next);
        Ok(())
    }

    /// The payer closed the page and said yes to the question.
    pub(crate) fn cancel_page(
        &mut self,
        now: Timestamp,
        payment_id: &str,
        window: &Window,
    ) -> Result<(), PageError> {
        visit(&mut self.payments, now, payment_id, window)?;
        self.go(payment_id, Next::failing(OutcomeReason::Cancelled));
        Ok(())
    }

    fn go(&mut self, payment_id: &str, next: Next) {
        let Some(payment) = self.payments.get_mut(payment_id) else {
            return;
        };
        match (next, &mut payment.stage) {
            (Next::Stay(notice), Stage::Initiated(checkout)) => checkout.notice = notice,
            (Next::Step(step), Stage::Initiated(checkout)) => {
                *checkout = Checkout { step, notice: None };
            }
            (Next::Leave(stage), Stage::Initiated(_)) => payment.stage = stage,
            _ => {}
        }
    }
}

/// The open checkout of a payment, if this window is the one that has it.
fn visit<'a>(
    payments: &'a mut HashMap<PaymentId, Payment>,
    now: Timestamp,
    payment_id: &str,
    window: &Window,
) -> Result<&'a mut Checkout, PageError> {
    let payment = payments.get_mut(payment_id).ok_or(PageError)?;
    if payment.window.as_ref() != Some(window) || payment.is_expired(now) {
        return Err(PageError);
    }
    match &mut payment.stage {
        Stage::Initiated(checkout) => Ok(checkout),
        _ => Err(PageError),
    }
}

impl OtpStep {
    fn judge(&mut self, now: Timestamp, otp: &str) -> Next {
        if now.duration_since(self.sent_at) > ENTRY_TIME {
            return match self.resends {
                RESENDS => Next::failing(OutcomeReason::OtpTime),
                _ => Next::noticing(Notice::OtpExpired),
            };
        }
        if !well_formed_otp(otp) {
            return Next::noticing(Notice::OtpFormat);
        }
        if otp == SANDBOX_OTP {
            let step = PinStep {
                wallet: self.wallet,
                wrong: 0,
                asked_at: now,
            };
            return Next::Step(Step::Pin(step));
        }
        self.wrong += 1;
        match OTP_TRIES.saturating_sub(self.wrong) {
            0 => Next::failing(OutcomeReason::OtpLimit),
            left => Next::noticing(Notice::WrongOtp { left }),
        }
    }

    fn send_again(&mut self, now: Timestamp) -> Next {
        if self.resends == RESENDS {
            return Next::failing(OutcomeReason::ResendLimit);
        }
        self.resends += 1;
        self.sent_at = now;
        Next::noticing(Notice::OtpSentAgain)
    }
}

impl PinStep {
    fn judge(&mut self, now: Timestamp, pin: &str, wallet: &mut Wallet) -> Next {
        if now.duration_since(self.asked_at) > ENTRY_TIME {
            return Next::failing(OutcomeReason::PinTime);
        }
        if !well_formed_pin(pin) {
            return Next::noticing(Notice::PinFormat);
        }
        if wallet.accepts(pin) {
            return Next::Leave(Stage::Approved {
                wallet: wallet.number,
            });
        }
        self.wrong += 1;
        match PIN_TRIES.saturating_sub(self.wrong) {
            left if left == 0 || wallet.is_locked() => Next::failing(OutcomeReason::PinLimit),
            left => Next::noticing(Notice::WrongPin { left }),
        }
    }
}
