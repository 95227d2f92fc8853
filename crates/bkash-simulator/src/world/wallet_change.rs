use super::{Amount, Pin, State, Wallet, WalletNumber};

/// Wallets that one world holds; a tester's loop adds no more.
const MOST_WALLETS: usize = 10_000;

/// What a tester does to a wallet by hand; what is None stays as it is.
#[derive(Debug, Clone, Default)]
pub(crate) struct WalletChange {
    pub(crate) balance: Option<Amount>,
    pub(crate) locked: Option<bool>,
    pub(crate) debit_blocked: Option<bool>,
    pub(crate) pin: Option<Pin>,
}

/// Whether the wallet was there before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WalletChanged {
    Changed,
    Added,
}

/// The world holds as many wallets as it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TooManyWallets;

impl State {
    pub(crate) fn wallets(&self) -> &[Wallet] {
        &self.wallets
    }

    pub(crate) fn wallet(&self, number: &str) -> Option<&Wallet> {
        self.wallets.iter().find(|wallet| &*wallet.number == number)
    }

    /// For the first world, whose wallets were set up before it had a name.
    pub(crate) fn swap_wallets(&mut self, other: &mut Self) {
        std::mem::swap(&mut self.wallets, &mut other.wallets);
    }

    /// Changes a wallet; one that is not there is added, empty unless the change says otherwise.
    pub(crate) fn change_wallet(
        &mut self,
        number: WalletNumber,
        change: WalletChange,
    ) -> Result<(WalletChanged, Wallet), TooManyWallets> {
        let changed = match self.wallet(&number) {
            Some(_) => WalletChanged::Changed,
            None if self.wallets.len() >= MOST_WALLETS => return Err(TooManyWallets),
            None => {
                self.wallets
                    .push(Wallet::with_balance(number, Amount::ZERO));
                WalletChanged::Added
            }
        };
        let wallet = self.wallet_mut(number).ok_or(TooManyWallets)?;
        wallet.change(change);
        Ok((changed, wallet.clone()))
    }
}
