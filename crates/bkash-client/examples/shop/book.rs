//! The shop's orders and refunds in SQLite. Every change is one commit, guarded by what it starts from.
//!
//! A commit takes a fraction of a millisecond here, so handlers make it in place.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bkash_client::{Amount, GatewayPaymentId};
use ring::rand::{SecureRandom, SystemRandom};
use rusqlite::{Connection, ErrorCode, OptionalExtension, Row, params};

use crate::catalogue::Product;
use crate::order::{Order, Standing};
use crate::trouble::Trouble;

/// Shared by every handler; one at a time uses the file.
#[derive(Debug)]
pub struct Book(Mutex<Connection>);

/// An order that was just placed.
pub struct Placed {
    pub order: Order,
    /// What its callback address carries.
    pub secret: String,
}

const ORDER: &str = "SELECT invoice, product, poisha, payment_id, standing, note FROM shop_order";

impl Book {
    /// Opens the file, or makes it.
    pub fn open(path: &Path) -> Result<Self, Trouble> {
        let connection = Connection::open(path)?;
        connection.busy_timeout(Duration::from_secs(5))?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        // A claim that a power cut takes back would permit a second execute.
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.execute_batch(include_str!("schema.sql"))?;
        Ok(Self(Mutex::new(connection)))
    }

    /// Places an order under a fresh invoice number.
    pub fn place(&self, product: &Product) -> Result<Placed, Trouble> {
        let order = Order {
            invoice: format!("SHOP-{}", random_hex::<8>()?),
            product: product.slug.to_owned(),
            amount: product.price(),
            payment_id: None,
            standing: Standing::Waiting,
        };
        let secret = random_hex::<16>()?;
        self.lock().execute(
            "INSERT INTO shop_order (invoice, secret, product, poisha, standing)
             VALUES (?1, ?2, ?3, ?4, 'waiting')",
            params![order.invoice, secret, order.product, order.amount.poisha()],
        )?;
        Ok(Placed { order, secret })
    }

    /// Notes the payment that bKash created for the order.
    pub fn created(&self, invoice: &str, payment_id: &GatewayPaymentId) -> Result<(), Trouble> {
        self.lock().execute(
            "UPDATE shop_order SET payment_id = ?2 WHERE invoice = ?1",
            params![invoice, payment_id.as_str()],
        )?;
        Ok(())
    }

    /// Ends an order that waits for its payer; any other stays as it is.
    pub fn fail(&self, invoice: &str, why: &str) -> Result<(), Trouble> {
        self.lock().execute(
            "UPDATE shop_order SET standing = 'failed', note = ?2
             WHERE invoice = ?1 AND standing = 'waiting'",
            params![invoice, why],
        )?;
        Ok(())
    }

    /// Whether the caller, and nobody else, may execute the order now.
    pub fn claim(&self, invoice: &str) -> Result<bool, Trouble> {
        let claimed = self.lock().execute(
            "UPDATE shop_order SET standing = 'executing'
             WHERE invoice = ?1 AND standing = 'waiting'",
            params![invoice],
        )?;
        Ok(claimed == 1)
    }

    /// Records what became of an execute. A trxID that has paid another order pays no second one.
    pub fn settle(&self, invoice: &str, standing: &Standing) -> Result<(), Trouble> {
        let (name, note) = standing.columns();
        let book = self.lock();
        let write = |name: &str, note: Option<&str>| {
            book.execute(
                "UPDATE shop_order SET standing = ?2, note = ?3
                 WHERE invoice = ?1 AND standing IN ('executing', 'checking')",
                params![invoice, name, note],
            )
        };
        match write(name, note) {
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => {
                write("held", Some("its trxID has paid another order"))?
            }
            written => written?,
        };
        Ok(())
    }

    /// Counts one more query; answers how many there were before.
    pub fn count_query(&self, invoice: &str) -> Result<usize, Trouble> {
        let before: u16 = self.lock().query_row(
            "UPDATE shop_order SET queries = queries + 1 WHERE invoice = ?1 RETURNING queries - 1",
            params![invoice],
            |row| row.get(0),
        )?;
        Ok(before.into())
    }

    /// By its number.
    pub fn order(&self, invoice: &str) -> Result<Option<Order>, Trouble> {
        self.find("invoice = ?1", invoice)
    }

    /// By the secret of its callback address.
    pub fn order_of_secret(&self, secret: &str) -> Result<Option<Order>, Trouble> {
        self.find("secret = ?1", secret)
    }

    /// Orders whose execute was sent, or perhaps was, and whose outcome nobody knows.
    pub fn unsettled(&self) -> Result<Vec<Order>, Trouble> {
        let book = self.lock();
        let query = format!("{ORDER} WHERE standing IN ('executing', 'checking')");
        let mut statement = book.prepare(&query)?;
        let orders = statement.query_map([], read_order)?;
        Ok(orders.collect::<Result<_, _>>()?)
    }

    fn find(&self, which: &str, value: &str) -> Result<Option<Order>, Trouble> {
        let query = format!("{ORDER} WHERE {which}");
        Ok(self
            .lock()
            .query_row(&query, params![value], read_order)
            .optional()?)
    }

    /// For the refunds, which have a file of their own.
    pub fn lock(&self) -> MutexGuard<'_, Connection> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn read_order(row: &Row<'_>) -> rusqlite::Result<Order> {
    let payment_id: Option<String> = row.get("payment_id")?;
    let standing: String = row.get("standing")?;
    Ok(Order {
        invoice: row.get("invoice")?,
        product: row.get("product")?,
        amount: amount(row.get("poisha")?),
        payment_id: payment_id.map(Into::into),
        standing: Standing::read(&standing, row.get("note")?),
    })
}

/// The book holds what was an amount.
pub fn amount(poisha: i64) -> Amount {
    Amount::from_poisha(poisha).unwrap_or(Amount::ZERO)
}

fn random_hex<const BYTES: usize>() -> Result<String, Trouble> {
    let mut bytes = [0; BYTES];
    SystemRandom::new()
        .fill(&mut bytes)
        .map_err(|_| Trouble::Randomness)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
