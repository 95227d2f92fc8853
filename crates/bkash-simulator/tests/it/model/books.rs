use serde_json::Value;

use super::life::Life;
use super::payment::Phase;

/// The brief's wallets, in its order: six good ones, a poor one, a blocked one.
pub(super) const WALLETS: [&str; 8] = [
    "01770618575",
    "01929918378",
    "01770618576",
    "01877722345",
    "01619777282",
    "01619777283",
    "01823074817",
    "01823074818",
];

/// A wallet of the model.
#[derive(Debug, Clone, Copy)]
pub(super) struct Purse {
    pub(super) poisha: i64,
    pub(super) is_locked: bool,
}

pub(super) fn purses() -> [Purse; 8] {
    let mut purses = [Purse {
        poisha: 10_000_000,
        is_locked: false,
    }; 8];
    purses[6].poisha = 50;
    purses
}

pub(super) fn taka(poisha: i64) -> String {
    format!("{}.{:02}", poisha / 100, poisha % 100)
}

impl Life {
    /// Both sides' money, wallet by wallet, and the count of movements.
    pub(super) async fn compare_books(&mut self) {
        let books = self.merchant.books().await;
        for (name, purse) in WALLETS.iter().zip(&self.purses) {
            let wallets = books["wallets"].as_array().unwrap();
            let found = wallets.iter().find(|wallet| wallet["wallet"] == *name);
            let found = found.unwrap_or_else(|| panic!("no wallet {name}"));
            assert_eq!(found["balance"], taka(purse.poisha).as_str(), "{name}");
            assert_eq!(found["locked"], purse.is_locked, "{name}");
        }
        let merchant = &books["merchant"];
        assert_eq!(merchant["balance"], taka(self.merchant_poisha).as_str());
        assert_eq!(merchant["settled"], taka(self.settled_poisha).as_str());
        let movements = |kind: &str| {
            let all = merchant["transactions"].as_array().unwrap();
            all.iter()
                .filter(|one: &&Value| one["type"] == kind)
                .count()
        };
        let refunds = self.payments.iter().map(|payment| match &payment.phase {
            Phase::Paid { refunds, .. } => refunds.len(),
            _ => 0,
        });
        let paid = self.payments.iter();
        let paid = paid.filter(|payment| matches!(payment.phase, Phase::Paid { .. }));
        assert_eq!(movements("payment") + movements("capture"), paid.count());
        assert_eq!(movements("refund"), refunds.sum::<usize>());
    }
}
