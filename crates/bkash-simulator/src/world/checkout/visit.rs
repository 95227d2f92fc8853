use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};

use super::{Next, Notice, OutcomeReason, PinStep, Step, View};
use crate::world::id::{ALPHANUMERIC, random_text};
use crate::world::{Named, Payment, PaymentId, Stage, State, WalletNumber};

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
    pub(super) step: Step,
    pub(super) notice: Option<Notice>,
}

impl Checkout {
    /// The account that was given, once the page has taken it.
    pub(in crate::world) fn wallet(&self) -> Option<WalletNumber> {
        match &self.step {
            Step::Wallet => None,
            Step::Otp(step) => Some(step.wallet),
            Step::Pin(step) => Some(step.wallet),
        }
    }
}

impl State {
    /// The payer follows the `bkashURL`. Opening it again moves the visit to the new window, until a
    /// code was sent or a PIN asked for: then the second window is turned away (2059).
    pub(crate) fn open_page(
        &mut self,
        now: Timestamp,
        payment_id: &str,
        hash: &str,
    ) -> Result<Window, PageError> {
        let life = self.payment_life();
        let pin_only = self.agreed_wallet(payment_id);
        let payment = self.payments.get_mut(payment_id).ok_or(PageError)?;
        let waiting = matches!(
            payment.stage,
            Stage::Initiated(Checkout {
                step: Step::Wallet,
                ..
            })
        );
        if payment.hash != hash || payment.is_expired(now, life) || !waiting {
            return Err(PageError);
        }
        let window = Window(random_text(&mut self.rng, 22, ALPHANUMERIC));
        payment.window = Some(window.clone());
        if let (Some(wallet), Stage::Initiated(checkout)) = (pin_only, &mut payment.stage) {
            checkout.step = Step::Pin(PinStep::asked(wallet, now));
        }
        Ok(window)
    }

    /// The wallet of the agreement that a payment is paid by: its payer gives the PIN only (developer
    /// portal: Create Payment, mode 0001).
    fn agreed_wallet(&self, payment_id: &str) -> Option<WalletNumber> {
        let bill = self.payments.get(payment_id)?.bill()?;
        match self.agreement(bill.agreement.as_ref()?.as_str()) {
            Ok(Named::Made(agreement)) => Some(agreement.wallet),
            _ => None,
        }
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
        Ok((payment, View::of(payment, now, &self.switches)))
    }

    pub(crate) fn give_wallet(
        &mut self,
        now: Timestamp,
        payment_id: &str,
        window: &Window,
        number: &str,
    ) -> Result<(), PageError> {
        let life = self.payment_life();
        self.add_special_wallet(number);
        let wallet = self.wallets.iter().find(|wallet| &*wallet.number == number);
        let checkout = visit(&mut self.payments, now, life, payment_id, window)?;
        let Step::Wallet = checkout.step else {
            return Err(PageError);
        };
        let next = Step::judge_wallet(now, number, wallet, &self.switches);
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
        let life = self.payment_life();
        let checkout = visit(&mut self.payments, now, life, payment_id, window)?;
        let Step::Otp(step) = &mut checkout.step else {
            return Err(PageError);
        };
        let next = step.judge(now, otp, &self.switches);
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
        let life = self.payment_life();
        let checkout = visit(&mut self.payments, now, life, payment_id, window)?;
        let Step::Otp(step) = &mut checkout.step else {
            return Err(PageError);
        };
        let next = step.send_again(now, &self.switches);
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
        let life = self.payment_life();
        let checkout = visit(&mut self.payments, now, life, payment_id, window)?;
        let Step::Pin(step) = &mut checkout.step else {
            return Err(PageError);
        };
        let wallet = self
            .wallets
            .iter_mut()
            .find(|wallet| wallet.number == step.wallet);
        let next = step.judge(now, pin, wallet.ok_or(PageError)?, &self.switches);
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
        let life = self.payment_life();
        visit(&mut self.payments, now, life, payment_id, window)?;
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
    life: SignedDuration,
    payment_id: &str,
    window: &Window,
) -> Result<&'a mut Checkout, PageError> {
    let payment = payments.get_mut(payment_id).ok_or(PageError)?;
    if payment.window.as_ref() != Some(window) || payment.is_expired(now, life) {
        return Err(PageError);
    }
    match &mut payment.stage {
        Stage::Initiated(checkout) => Ok(checkout),
        _ => Err(PageError),
    }
}
