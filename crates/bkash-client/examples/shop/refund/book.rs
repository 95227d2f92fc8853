use bkash_client::{Amount, TrxId};
use jiff::Timestamp;
use rusqlite::{Row, TransactionBehavior, params};

use crate::book::{Book, amount};
use crate::order::Order;
use crate::trouble::Trouble;

/// As the book has it.
#[derive(Clone, Debug)]
pub struct Refund {
    /// The book's own number.
    pub id: i64,
    /// Of the order.
    pub invoice: String,
    /// What is to go back.
    pub amount: Amount,
    /// When it was reserved, which is just before it was sent.
    pub sent_at: Timestamp,
    /// What is known of it.
    pub standing: RefundStanding,
}

/// How a refund stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RefundStanding {
    /// Sent, or about to be; without an answer so far.
    Open,
    /// The money went back.
    Done(TrxId),
    /// It did not; with what bKash says.
    Declined(String),
    /// Nobody can tell: for a person. It counts as if it had been made.
    Held(String),
}

/// Why a refund is not even asked for.
pub enum Refused {
    OneIsOpen,
    TooMuch { left: Amount },
}

impl Book {
    /// Sets the amount aside, unless another refund of the order is on its way or too little is left.
    pub fn reserve_refund(
        &self,
        order: &Order,
        amount: Amount,
    ) -> Result<Result<Refund, Refused>, Trouble> {
        let sent_at = Timestamp::now();
        let mut book = self.lock();
        let change = book.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let (taken, open): (i64, i64) = change.query_row(
            "SELECT COALESCE(SUM(poisha), 0), COUNT(*) FILTER (WHERE standing = 'open')
             FROM shop_refund WHERE invoice = ?1 AND standing <> 'declined'",
            params![order.invoice],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        if open > 0 {
            return Ok(Err(Refused::OneIsOpen));
        }
        let left = order.amount.poisha() - taken;
        if amount.poisha() > left {
            let left = Amount::from_poisha(left).unwrap_or(Amount::ZERO);
            return Ok(Err(Refused::TooMuch { left }));
        }
        change.execute(
            "INSERT INTO shop_refund (invoice, poisha, sent_at, standing)
             VALUES (?1, ?2, ?3, 'open')",
            params![order.invoice, amount.poisha(), sent_at.as_millisecond()],
        )?;
        let id = change.last_insert_rowid();
        change.commit()?;
        Ok(Ok(Refund {
            id,
            invoice: order.invoice.clone(),
            amount,
            sent_at,
            standing: RefundStanding::Open,
        }))
    }

    /// Records how an open refund ended.
    pub fn end_refund(&self, refund: &Refund, standing: &RefundStanding) -> Result<(), Trouble> {
        let (name, note) = standing.columns();
        self.lock().execute(
            "UPDATE shop_refund SET standing = ?2, note = ?3 WHERE id = ?1 AND standing = 'open'",
            params![refund.id, name, note],
        )?;
        Ok(())
    }

    /// All of one order, oldest first.
    pub fn refunds(&self, invoice: &str) -> Result<Vec<Refund>, Trouble> {
        self.read_refunds("invoice = ?1", invoice)
    }

    /// Those whose outcome nobody knows, of every order.
    pub fn open_refunds(&self) -> Result<Vec<Refund>, Trouble> {
        self.read_refunds("standing = ?1", "open")
    }

    fn read_refunds(&self, which: &str, value: &str) -> Result<Vec<Refund>, Trouble> {
        let book = self.lock();
        let query = format!("SELECT * FROM shop_refund WHERE {which} ORDER BY id");
        let mut statement = book.prepare(&query)?;
        let refunds = statement.query_map(params![value], read)?;
        Ok(refunds.collect::<Result<_, _>>()?)
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<Refund> {
    let (standing, note): (String, Option<String>) = (row.get("standing")?, row.get("note")?);
    let sent_at = Timestamp::from_millisecond(row.get("sent_at")?);
    Ok(Refund {
        id: row.get("id")?,
        invoice: row.get("invoice")?,
        amount: amount(row.get("poisha")?),
        sent_at: sent_at.unwrap_or(Timestamp::MAX),
        standing: RefundStanding::read(&standing, note),
    })
}

impl RefundStanding {
    fn columns(&self) -> (&'static str, Option<&str>) {
        match self {
            Self::Open => ("open", None),
            Self::Done(trx_id) => ("done", Some(trx_id.as_str())),
            Self::Declined(why) => ("declined", Some(why)),
            Self::Held(why) => ("held", Some(why)),
        }
    }

    fn read(name: &str, note: Option<String>) -> Self {
        let note = note.unwrap_or_default();
        match name {
            "open" => Self::Open,
            "done" => Self::Done(note.into()),
            "declined" => Self::Declined(note),
            _ => Self::Held(note),
        }
    }
}
