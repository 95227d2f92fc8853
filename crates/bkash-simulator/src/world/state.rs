use std::collections::HashMap;

use fastrand::Rng;
use jiff::{SignedDuration, Timestamp};

use super::agreement::Agreements;
use super::duplicate::DuplicateWindow;
use super::id::TrxIds;
use super::token::IdToken;
use super::token::Tokens;
use super::token_limit::{Allowance, TokenCall};
use super::{
    Amount, Issued, Payment, PaymentId, Refusal, Transaction, TrxId, Wallet, WalletChange,
    WalletNumber, code,
};
use crate::switch::{Switches, span};

/// Everything that one merchant's world remembers. The caller brings the time.
pub(crate) struct State {
    /// Which reading of the sources this world follows.
    pub(crate) switches: Switches,
    pub(super) rng: Rng,
    pub(super) wallets: Vec<Wallet>,
    pub(super) merchant_balance: Amount,
    /// Authorized, and neither captured nor voided.
    pub(super) on_hold: Amount,
    /// What the merchant has had paid out to a bank.
    pub(super) settled: Amount,
    /// What bKash has added to payments with coupons.
    pub(super) coupons: Amount,
    pub(super) tokens: Tokens,
    pub(super) trx_ids: TrxIds,
    pub(super) payments: HashMap<PaymentId, Payment>,
    pub(super) agreements: Agreements,
    /// In the order in which money moved.
    pub(super) transactions: Vec<Transaction>,
    pub(super) by_trx_id: HashMap<TrxId, usize>,
    pub(super) recent: DuplicateWindow,
    /// Payments completed since they were last asked for.
    completed: Vec<TrxId>,
}

impl State {
    pub(crate) fn new(seed: u64, good_balance: Amount, switches: Switches) -> Self {
        let mut rng = Rng::with_seed(seed);
        Self {
            switches,
            trx_ids: TrxIds::new(&mut rng),
            rng,
            wallets: Wallet::sandbox(good_balance),
            merchant_balance: Amount::ZERO,
            on_hold: Amount::ZERO,
            settled: Amount::ZERO,
            coupons: Amount::ZERO,
            tokens: Tokens::default(),
            payments: HashMap::new(),
            agreements: Agreements::default(),
            transactions: Vec::new(),
            by_trx_id: HashMap::new(),
            recent: DuplicateWindow::default(),
            completed: Vec::new(),
        }
    }

    /// Counts a token call, and says what the gateway's limit makes of it.
    pub(crate) fn count_token_call(&mut self, now: Timestamp, kind: TokenCall) -> Allowance {
        self.tokens.limits.count(now, kind, &self.switches)
    }

    /// The id token lives as the switch has it, or so many seconds.
    pub(crate) fn grant(
        &mut self,
        now: Timestamp,
        caller: (&str, &str),
        seconds: Option<u32>,
    ) -> Issued {
        let switches = self.issuing(seconds);
        self.tokens.grant(now, caller, &switches, &mut self.rng)
    }

    /// Likewise. None for a dead or unknown refresh token.
    pub(crate) fn refresh(
        &mut self,
        now: Timestamp,
        refresh_token: &str,
        caller: (&str, &str),
        seconds: Option<u32>,
    ) -> Option<Issued> {
        let switches = self.issuing(seconds);
        self.tokens
            .refresh(now, refresh_token, caller, &switches, &mut self.rng)
    }

    fn issuing(&self, seconds: Option<u32>) -> Switches {
        Switches {
            id_token_seconds: seconds.unwrap_or(self.switches.id_token_seconds),
            ..self.switches
        }
    }

    /// Ends an id token before its time.
    pub(crate) fn revoke_token(&mut self, id_token: &str) {
        self.tokens.revoke(id_token);
    }

    /// The pages turn it away, and what it has approved is refused at execute. An unknown number names
    /// nothing that could be locked.
    pub(crate) fn lock_wallet(&mut self, number: WalletNumber) {
        if let Some(wallet) = self.wallet_mut(number) {
            wallet.change(WalletChange {
                locked: Some(true),
                debit_blocked: Some(true),
                ..WalletChange::default()
            });
        }
    }

    pub(crate) fn judge_token(&self, now: Timestamp, id_token: &str) -> IdToken {
        self.tokens.judge(now, id_token)
    }

    /// The payment, for ever: query answers after the payment's day too.
    pub(crate) fn payment(&self, payment_id: &str) -> Result<&Payment, Refusal> {
        self.payments
            .get(payment_id)
            .ok_or_else(|| code::INVALID_PAYMENT_ID.into())
    }

    pub(crate) fn payments(&self) -> impl Iterator<Item = &Payment> {
        self.payments.values()
    }

    pub(crate) fn payment_ids(&self) -> impl Iterator<Item = &PaymentId> {
        self.payments.keys()
    }

    /// The latest movement under a trx id.
    pub(crate) fn transaction(&self, trx_id: &str) -> Option<&Transaction> {
        self.by_trx_id
            .get(trx_id)
            .and_then(|index| self.transactions.get(*index))
    }

    /// How long the same wallet and amount is a duplicate.
    pub(super) fn duplicate_window(&self) -> SignedDuration {
        span(self.switches.duplicate_seconds)
    }

    /// How long after create a payment can be executed.
    pub(crate) fn payment_life(&self) -> SignedDuration {
        span(self.switches.payment_seconds)
    }

    pub(super) fn wallet_mut(&mut self, number: WalletNumber) -> Option<&mut Wallet> {
        self.wallets
            .iter_mut()
            .find(|wallet| wallet.number == number)
    }

    pub(super) fn record(&mut self, transaction: Transaction) {
        if transaction.is_paid() {
            self.completed.push(transaction.trx_id.clone());
        }
        self.by_trx_id
            .insert(transaction.trx_id.clone(), self.transactions.len());
        self.transactions.push(transaction);
    }

    /// The payments that were completed since this was last asked, oldest first.
    pub(crate) fn take_completed(&mut self) -> Vec<Transaction> {
        let completed = std::mem::take(&mut self.completed);
        completed
            .iter()
            .filter_map(|trx_id| self.transaction(trx_id.as_str()).cloned())
            .collect()
    }

    /// The newest completed payment's movement.
    pub(crate) fn newest_payment(&self) -> Option<&Transaction> {
        let newest_first = self.transactions.iter().rev();
        newest_first
            .into_iter()
            .find(|transaction| transaction.is_paid())
    }

    /// The first good wallet that can pay the payment at once: not locked, rich enough and not within
    /// the duplicate window, or without an agreement for one. The first good one when none can.
    pub(crate) fn wallet_for(&self, now: Timestamp, payment_id: &str) -> WalletNumber {
        let able = self.payments.get(payment_id).and_then(|payment| {
            let bill = payment.bill();
            let amount = payment.charge();
            self.wallets.iter().find(|wallet| {
                super::GOOD_WALLETS.contains(&wallet.number)
                    && (bill.is_some() || !self.has_agreement(wallet.number))
                    && !wallet.is_locked(self.switches.pin_lock)
                    && wallet.balance >= amount
                    && !self
                        .recent
                        .contains(now, wallet.number, amount, self.duplicate_window())
            })
        });
        able.map_or(super::GOOD_WALLETS[0], |wallet| wallet.number)
    }

    /// Pays the merchant's whole balance out to its bank, as a settlement does.
    pub(crate) fn settle(&mut self) -> Amount {
        let paid_out = std::mem::take(&mut self.merchant_balance);
        self.settled += paid_out;
        paid_out
    }
}
