//! bKash's sandbox as a payer meets it: the wallets of the onboarding brief, their PIN and OTP.

/// The PIN of every sandbox wallet.
pub const PIN: &str = "12121";
/// The OTP of every sandbox wallet.
pub const OTP: &str = "123456";

/// One wallet: its number and what happens to a payment with it.
#[derive(Clone, Copy, Debug)]
pub struct Wallet {
    pub number: &'static str,
    pub pays: &'static str,
}

/// The eight wallets, in the brief's order.
pub const WALLETS: [Wallet; 8] = [
    Wallet {
        number: "01770618575",
        pays: "pays",
    },
    Wallet {
        number: "01929918378",
        pays: "pays",
    },
    Wallet {
        number: "01770618576",
        pays: "pays",
    },
    Wallet {
        number: "01877722345",
        pays: "pays",
    },
    Wallet {
        number: "01619777282",
        pays: "pays",
    },
    Wallet {
        number: "01619777283",
        pays: "pays",
    },
    Wallet {
        number: "01823074817",
        pays: "declined: insufficient balance (2023)",
    },
    Wallet {
        number: "01823074818",
        pays: "declined: debit block (2037)",
    },
];
