//! Ledger rows as stored, and what readers are shown of them.

use payment_core::ledger::{LedgerAccount, Movement};
use payment_core::{PaymentId, RefundId, Timestamp, TrxId};

use super::error::StoreError;
use super::page::{Balance, LedgerLine, LedgerQuery, Page};

/// One row: a movement with its debit and its credit.
#[derive(Clone, Debug)]
pub(super) struct StoredEntry {
    pub(super) id: i64,
    pub(super) at: Timestamp,
    pub(super) movement: Movement,
    pub(super) debit: LedgerAccount,
    pub(super) credit: LedgerAccount,
    pub(super) poisha: i64,
    pub(super) payment: PaymentId,
    pub(super) refund: Option<RefundId>,
    pub(super) trx_id: Option<TrxId>,
}

impl StoredEntry {
    /// Posting `2n - 1` is the debit of entry `n`, `2n` its credit; the younger one first.
    fn postings(self) -> [LedgerLine; 2] {
        let debit = LedgerLine {
            id: self.id * 2 - 1,
            entry: self.id,
            at: self.at,
            movement: self.movement,
            account: self.debit,
            poisha: self.poisha,
            payment: self.payment,
            refund: self.refund,
            trx_id: self.trx_id,
        };
        let credit = LedgerLine {
            id: self.id * 2,
            account: self.credit,
            poisha: -self.poisha,
            ..debit.clone()
        };
        [credit, debit]
    }
}

/// Entries with a greater id are behind the reader.
pub(super) fn last_entry(after: i64) -> i64 {
    after / 2
}

/// How many entries a page may need: half as many as postings, and room for a half at either end.
pub(super) const fn entries_for(limit: usize) -> usize {
    limit / 2 + 2
}

/// A page out of [`entries_for`] entries, newest first, from [`last_entry`] on.
pub(super) fn page(entries: Vec<StoredEntry>, query: &LedgerQuery) -> Page<LedgerLine> {
    let mut items: Vec<LedgerLine> = entries
        .into_iter()
        .flat_map(StoredEntry::postings)
        .filter(|line| query.after.is_none_or(|after| line.id < after))
        .collect();
    let more = items.len() > query.limit;
    items.truncate(query.limit);
    Page { items, more }
}

/// Every book, also one that nothing stands in, from the sums of each pair of debit and credit.
pub(super) fn balances(
    sums: impl IntoIterator<Item = (LedgerAccount, LedgerAccount, i64)>,
) -> Result<Vec<Balance>, StoreError> {
    let mut balances = LedgerAccount::ALL.map(|account| Balance { account, poisha: 0 });
    for (debit, credit, poisha) in sums {
        for balance in &mut balances {
            let change = match balance.account {
                account if account == debit => poisha,
                account if account == credit => -poisha,
                _ => 0,
            };
            balance.poisha = balance
                .poisha
                .checked_add(change)
                .ok_or_else(|| StoreError::corrupt("a balance does not fit into 64 bits"))?;
        }
    }
    Ok(balances.to_vec())
}
