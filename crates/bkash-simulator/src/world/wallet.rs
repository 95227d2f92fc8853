use super::{Amount, Pin, WalletChange, WalletNumber};

/// The sandbox's active customers (onboarding brief, Checkout Demo).
pub(crate) const GOOD_WALLETS: [WalletNumber; 6] = [
    WalletNumber::literal(*b"01770618575"),
    WalletNumber::literal(*b"01929918378"),
    WalletNumber::literal(*b"01770618576"),
    WalletNumber::literal(*b"01877722345"),
    WalletNumber::literal(*b"01619777282"),
    WalletNumber::literal(*b"01619777283"),
];
/// The sandbox's customer with too little money (onboarding brief, Checkout Demo).
pub(crate) const POOR_WALLET: WalletNumber = WalletNumber::literal(*b"01823074817");
/// The sandbox's customer whose account may not be debited (onboarding brief, Checkout Demo).
pub(crate) const BLOCKED_WALLET: WalletNumber = WalletNumber::literal(*b"01823074818");
/// The PIN of every sandbox wallet, until a tester gives one another (onboarding brief, Checkout Demo).
pub(crate) const SANDBOX_PIN: &str = "12121";
/// The OTP of every sandbox wallet (onboarding brief, Checkout Demo).
pub(crate) const SANDBOX_OTP: &str = "123456";

/// Less than the page's usual minimum of one taka, so that every payment is too much for it.
const POOR_BALANCE: Amount = Amount::from_poisha(50);

/// A payer's account.
#[derive(Debug, Clone)]
pub(crate) struct Wallet {
    pub(crate) number: WalletNumber,
    pub(crate) balance: Amount,
    /// Pages pass; execute is refused with 2037.
    pub(crate) debit_blocked: bool,
    pin: Pin,
    wrong_pins: u32,
}

impl Wallet {
    pub(super) fn with_balance(number: WalletNumber, balance: Amount) -> Self {
        Self {
            number,
            balance,
            debit_blocked: false,
            pin: Pin::of_the_sandbox(),
            wrong_pins: 0,
        }
    }

    /// The eight wallets of the brief, in its order.
    pub(super) fn sandbox(good_balance: Amount) -> Vec<Self> {
        let good = GOOD_WALLETS
            .into_iter()
            .map(|number| Self::with_balance(number, good_balance));
        let poor = Self::with_balance(POOR_WALLET, POOR_BALANCE);
        let mut blocked = Self::with_balance(BLOCKED_WALLET, good_balance);
        blocked.debit_blocked = true;
        good.chain([poor, blocked]).collect()
    }

    /// Until the world is reset or a tester unlocks it: how long a real lock lasts is not published.
    pub(crate) fn is_locked(&self, pin_lock: u32) -> bool {
        self.wrong_pins >= pin_lock
    }

    /// Only by a tester's hand: payers know their own.
    pub(crate) fn pin(&self) -> &Pin {
        &self.pin
    }

    pub(super) fn change(&mut self, change: WalletChange) {
        if let Some(balance) = change.balance {
            self.balance = balance;
        }
        if let Some(blocked) = change.debit_blocked {
            self.debit_blocked = blocked;
        }
        if let Some(pin) = change.pin {
            self.pin = pin;
        }
        match change.locked {
            Some(true) => self.wrong_pins = u32::MAX,
            Some(false) => self.wrong_pins = 0,
            None => {}
        }
    }

    /// Whether the PIN is right; a right one clears the count of wrong ones.
    pub(super) fn accepts(&mut self, pin: &str) -> bool {
        if pin == self.pin.reveal() {
            self.wrong_pins = 0;
            return true;
        }
        self.wrong_pins = self.wrong_pins.saturating_add(1);
        false
    }
}
