use std::collections::BTreeMap;

use serde_json::Value;

use crate::failure::Failure;

/// What was paid: the amount of each transaction in poisha, by its id.
#[derive(Debug, PartialEq, Eq)]
pub struct Books(BTreeMap<String, i64>);

impl Books {
    /// Of payments as the service lists them.
    pub fn of_service(payments: &[Value]) -> Result<Self, Failure> {
        Self::read(payments, "trx_id", "paid_amount")
    }

    /// Of the gateway's own books.
    pub fn of_gateway(books: &Value) -> Result<Self, Failure> {
        let transactions = books["merchant"]["transactions"].as_array();
        let transactions = transactions.map(Vec::as_slice).unwrap_or_default();
        Self::read(transactions, "trxID", "amount")
    }

    pub fn count(&self) -> usize {
        self.0.len()
    }

    pub fn poisha(&self) -> i64 {
        self.0.values().sum()
    }

    fn read(movements: &[Value], id: &str, amount: &str) -> Result<Self, Failure> {
        let mut books = BTreeMap::new();
        for movement in movements {
            let trx_id = text(movement, id)?.to_owned();
            if books
                .insert(trx_id, poisha(text(movement, amount)?)?)
                .is_some()
            {
                return Err(Failure::new(format!(
                    "a transaction stands twice: {movement}"
                )));
            }
        }
        Ok(Self(books))
    }
}

/// Of text with two decimals.
pub fn poisha(amount: &str) -> Result<i64, Failure> {
    Ok(amount.replace('.', "").parse()?)
}

fn text<'a>(movement: &'a Value, member: &str) -> Result<&'a str, Failure> {
    let text = movement[member].as_str();
    text.ok_or_else(|| Failure::new(format!("a movement has no {member}: {movement}")))
}
