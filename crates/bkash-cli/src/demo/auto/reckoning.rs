//! Our ledger beside the simulator's books.

use comfy_table::{Cell, CellAlignment, Table, presets};
use payment_core::Taka;
use serde_json::Value;

use super::gateway::Books;
use super::trouble::Trouble;
use crate::shop::Price;

/// One line of the comparison, in poisha.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    what: &'static str,
    ours: i64,
    theirs: i64,
}

/// What the ledger says and what the gateway says of the same things.
#[derive(Debug)]
pub struct Reckoning(Vec<Line>);

impl Reckoning {
    pub fn new(balances: &[Value], books: &Books) -> Result<Self, Trouble> {
        let ours = |account: &str| -> Result<i64, Trouble> {
            let balance = balances
                .iter()
                .find(|balance| balance["account"] == account);
            balance.map_or(Ok(0), |balance| {
                poisha(balance["balance"].as_str().unwrap_or_default())
            })
        };
        let theirs = |kind: &str| -> Result<i64, Trouble> {
            let of_kind = books
                .merchant
                .transactions
                .iter()
                .filter(|moved| moved.r#type == kind);
            of_kind.map(|moved| poisha(&moved.amount)).sum()
        };
        let held = poisha(&books.merchant.balance)? + poisha(&books.merchant.settled)?;
        Ok(Self(vec![
            // Sales are a credit, which the ledger shows below zero.
            Line {
                what: "Payments received",
                ours: -ours("sales")?,
                theirs: theirs("payment")?,
            },
            Line {
                what: "Refunds paid",
                ours: ours("refunds")?,
                theirs: theirs("refund")?,
            },
            Line {
                what: "In suspense",
                ours: ours("suspense")?,
                theirs: 0,
            },
            Line {
                what: "Held at the gateway",
                ours: ours("gateway")?,
                theirs: held,
            },
        ]))
    }

    /// Nothing differs.
    pub fn agrees(&self) -> bool {
        self.0.iter().all(|line| line.ours == line.theirs)
    }

    pub fn table(&self) -> String {
        let mut table = Table::new();
        table.load_style(presets::NOTHING);
        table.set_header([
            Cell::new(""),
            right("Our ledger"),
            right("The simulator's books"),
            right("Difference"),
        ]);
        for line in &self.0 {
            let amount = |poisha| right(shown(poisha));
            table.add_row([
                Cell::new(line.what),
                amount(line.ours),
                amount(line.theirs),
                amount(line.ours - line.theirs),
            ]);
        }
        table
            .lines()
            .map(|line| line.trim_end().to_owned())
            .collect::<Vec<_>>()
            .join("\n")
    }
}

fn right(text: impl ToString) -> Cell {
    Cell::new(text).set_alignment(CellAlignment::Right)
}

fn poisha(text: &str) -> Result<i64, Trouble> {
    let (sign, digits) = text
        .strip_prefix('-')
        .map_or((1, text), |digits| (-1, digits));
    let amount: Taka = digits
        .parse()
        .map_err(|_| Trouble::new(format!("{text:?} is no amount")))?;
    Ok(sign * amount.poisha())
}

/// With thousands set apart: `-12,345.00`.
fn shown(poisha: i64) -> String {
    let sign = if poisha < 0 { "-" } else { "" };
    format!("{sign}{}", Price::poisha(poisha.unsigned_abs()).grouped())
}
