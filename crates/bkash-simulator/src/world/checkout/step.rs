use jiff::{SignedDuration, Timestamp};

use super::{Notice, OutcomeReason, well_formed_otp, well_formed_pin, well_formed_wallet};
use crate::world::{SANDBOX_OTP, Stage, Wallet, WalletNumber};

/// Wrong codes until the failure callback (onboarding e-mail; the codes are 2016, then 2017).
const OTP_TRIES: u8 = 3;
/// Wrong PINs until the failure callback (inferred: the count is not published).
const PIN_TRIES: u8 = 3;
/// How often the code may be sent again (inferred: the count is not published).
pub(super) const RESENDS: u8 = 3;
/// Time to enter a code or PIN (inferred: the seconds are not published).
pub(super) const ENTRY_TIME: SignedDuration = SignedDuration::from_secs(120);

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
    wrong: u8,
    pub(super) resends: u8,
    pub(super) sent_at: Timestamp,
}

#[derive(Debug)]
pub(super) struct PinStep {
    pub(super) wallet: WalletNumber,
    wrong: u8,
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
    pub(super) fn judge(&mut self, now: Timestamp, otp: &str) -> Next {
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

    pub(super) fn send_again(&mut self, now: Timestamp) -> Next {
        if self.resends == RESENDS {
            return Next::failing(OutcomeReason::ResendLimit);
        }
        self.resends += 1;
        self.sent_at = now;
        Next::noticing(Notice::OtpSentAgain)
    }
}

impl PinStep {
    pub(super) fn judge(&mut self, now: Timestamp, pin: &str, wallet: &mut Wallet) -> Next {
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

impl Step {
    /// What a number leads to, given the account that it names, if any.
    pub(super) fn judge_wallet(now: Timestamp, number: &str, wallet: Option<&Wallet>) -> Next {
        match wallet {
            _ if !well_formed_wallet(number) => Next::noticing(Notice::WalletFormat),
            None => Next::noticing(Notice::NotAnAccount),
            Some(wallet) if wallet.is_locked() => Next::noticing(Notice::WalletLocked),
            Some(wallet) => Next::Step(Self::Otp(OtpStep {
                wallet: wallet.number,
                wrong: 0,
                resends: 0,
                sent_at: now,
            })),
        }
    }
}
