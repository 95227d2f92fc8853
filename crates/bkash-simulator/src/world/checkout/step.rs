use jiff::Timestamp;

use crate::switch::{Switches, span};

use super::{Notice, OutcomeReason, well_formed_otp, well_formed_pin, well_formed_wallet};
use crate::world::special;
use crate::world::{SANDBOX_OTP, Stage, Wallet, WalletNumber, code};

/// Which entry the page waits for.
#[derive(Debug, Default)]
pub(super) enum Step {
    #[default]
    Wallet,
    Otp(OtpStep),
    Pin(PinStep),
}

#[derive(Debug)]
pub(super) struct OtpStep {
    pub(super) wallet: WalletNumber,
    wrong: u32,
    pub(super) resends: u32,
    pub(super) sent_at: Timestamp,
}

#[derive(Debug)]
pub(super) struct PinStep {
    pub(super) wallet: WalletNumber,
    wrong: u32,
    pub(super) asked_at: Timestamp,
}

/// What an entry leads to.
pub(super) enum Next {
    Stay(Option<Notice>),
    Step(Step),
    Leave(Stage),
}

impl Next {
    pub(super) fn noticing(notice: Notice) -> Self {
        Self::Stay(Some(notice))
    }

    pub(super) fn failing(reason: OutcomeReason) -> Self {
        Self::Leave(Stage::Abandoned(reason))
    }
}

impl OtpStep {
    pub(super) fn judge(&mut self, now: Timestamp, otp: &str, switches: &Switches) -> Next {
        if now.duration_since(self.sent_at) > span(switches.otp_seconds) {
            return match self.resends < switches.resends {
                true => Next::noticing(Notice::OtpExpired),
                false => Next::failing(OutcomeReason::OtpTime),
            };
        }
        if !well_formed_otp(otp) {
            return Next::noticing(Notice::OtpFormat);
        }
        if otp == SANDBOX_OTP {
            return Next::Step(Step::Pin(PinStep::asked(self.wallet, now)));
        }
        self.wrong += 1;
        match switches.otp_tries.saturating_sub(self.wrong) {
            0 => Next::failing(OutcomeReason::OtpLimit),
            left => Next::noticing(Notice::WrongOtp {
                left,
                code: switches.wrong_otp,
            }),
        }
    }

    pub(super) fn send_again(&mut self, now: Timestamp, switches: &Switches) -> Next {
        if self.resends >= switches.resends {
            return Next::failing(OutcomeReason::ResendLimit);
        }
        self.resends += 1;
        self.sent_at = now;
        Next::noticing(Notice::OtpSentAgain)
    }
}

impl PinStep {
    pub(super) fn asked(wallet: WalletNumber, now: Timestamp) -> Self {
        Self {
            wallet,
            wrong: 0,
            asked_at: now,
        }
    }

    pub(super) fn judge(
        &mut self,
        now: Timestamp,
        pin: &str,
        wallet: &mut Wallet,
        switches: &Switches,
    ) -> Next {
        if now.duration_since(self.asked_at) > span(switches.pin_seconds) {
            return Next::failing(OutcomeReason::PinTime);
        }
        if !well_formed_pin(pin) {
            return Next::noticing(Notice::PinFormat);
        }
        if wallet.is_locked(switches.pin_lock) {
            return Next::failing(OutcomeReason::PinLimit);
        }
        if wallet.accepts(pin) {
            return Next::Leave(Stage::Approved {
                wallet: wallet.number,
            });
        }
        self.wrong += 1;
        match switches.pin_tries.saturating_sub(self.wrong) {
            left if left == 0 || wallet.is_locked(switches.pin_lock) => {
                Next::failing(OutcomeReason::PinLimit)
            }
            left => Next::noticing(Notice::WrongPin { left }),
        }
    }
}

impl Step {
    /// What a number leads to, given the account that it names, if any.
    pub(super) fn judge_wallet(
        now: Timestamp,
        number: &str,
        wallet: Option<&Wallet>,
        switches: &Switches,
    ) -> Next {
        match wallet {
            _ if !well_formed_wallet(number) => Next::noticing(Notice::WalletFormat),
            None => Next::noticing(match special::at_the_page(number) {
                Some(code::NOT_A_CUSTOMER) => Notice::NotACustomer,
                Some(_) => Notice::NoSuchCustomer,
                None => Notice::NotAnAccount,
            }),
            Some(wallet) if wallet.is_locked(switches.pin_lock) => {
                Next::noticing(Notice::WalletLocked)
            }
            Some(wallet) => Next::Step(Self::Otp(OtpStep {
                wallet: wallet.number,
                wrong: 0,
                resends: 0,
                sent_at: now,
            })),
        }
    }
}
