use std::fmt::Write;
use std::time::Duration;

use super::template::{Kind, Template};

/// How long ago the oldest copy was made; the others follow at even distances.
pub const SPAN: Duration = Duration::from_secs(30 * 24 * 3600);
/// The service forgets an answered idempotency key after so long.
const KEYS_KEPT: i64 = 24 * 3600 * 1000;

/// Which payments a store is filled with: of every hundred 90 completed, 4 cancelled, 3 failed, and 3 completed
/// with a refund.
#[derive(Debug)]
pub struct Copies {
    pub count: u32,
    /// Milliseconds since the epoch.
    pub now: i64,
    templates: [Template; 4],
}

/// One payment to be written.
#[derive(Debug)]
pub struct Copy {
    pub ids: Vec<String>,
    pub created_at: i64,
    template: usize,
    keeps_key: bool,
}

impl Copies {
    /// Of a completed, a cancelled, a failed and a refunded payment.
    pub fn new(count: u32, now: i64, templates: [Template; 4]) -> Self {
        Self {
            count,
            now,
            templates,
        }
    }

    pub fn all(&self) -> impl Iterator<Item = Copy> {
        (0..self.count).map(|number| self.copy(number))
    }

    pub fn tables(&self) -> impl Iterator<Item = (usize, &str)> {
        self.templates[3]
            .tables
            .iter()
            .enumerate()
            .map(|(table, it)| (table, it.name.as_str()))
    }

    pub fn columns(&self, table: usize) -> &[super::template::Column] {
        &self.templates[3].tables[table].columns
    }

    /// The copy's rows of one table: each value is written by `value` in the order of the columns.
    pub fn rows<E>(
        &self,
        copy: &Copy,
        table: usize,
        mut row: impl FnMut(&[Option<String>]) -> Result<(), E>,
    ) -> Result<(), E> {
        let table = &self.templates[copy.template].tables[table];
        if table.name == "idempotency_keys" && !copy.keeps_key {
            return Ok(());
        }
        for pattern in &table.rows {
            let value = |value: &Option<super::pattern::Pattern>| {
                value.as_ref().map(|pattern| {
                    let mut text = String::new();
                    pattern.write(copy, &mut text);
                    text
                })
            };
            let values: Vec<_> = pattern.iter().map(value).collect();
            row(&values)?;
        }
        Ok(())
    }

    fn copy(&self, number: u32) -> Copy {
        let template = match number % 100 {
            0..90 => 0,
            90..94 => 1,
            94..97 => 2,
            _ => 3,
        };
        let span = i64::try_from(SPAN.as_millis()).unwrap_or(i64::MAX);
        let age = span / i64::from(self.count) * i64::from(self.count - number);
        let created_at = self.now - age;
        let kinds = self.templates[template].kinds.iter().zip(0..);
        Copy {
            ids: kinds
                .map(|(kind, place)| id(*kind, number, place, created_at))
                .collect(),
            created_at,
            template,
            keeps_key: age < KEYS_KEPT,
        }
    }
}

/// As the service and the gateway make them: own identifiers begin with the time, the gateway's end with it,
/// and what is drawn by lot is scattered.
fn id(kind: Kind, number: u32, place: u32, at: i64) -> String {
    let scattered = scatter(u64::from(number) << 8 | u64::from(place));
    match kind {
        Kind::Own(prefix) => format!("{prefix}{at:012x}{scattered:016x}{place:04x}"),
        Kind::Delivery => format!("msg_{scattered:016x}{number:016x}"),
        Kind::Invoice => format!("SEED-{number}"),
        Kind::Key => format!("seed-{scattered:016x}"),
        Kind::GatewayPayment => format!("TR0011{}{at:013}", base36(scattered, 7)),
        Kind::TrxId => format!("S{}", base36(u64::from(number) << 4 | u64::from(place), 9)),
    }
}

/// A different number for each number, without an order (splitmix64).
fn scatter(number: u64) -> u64 {
    let mixed = number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ mixed >> 31
}

fn base36(mut number: u64, length: usize) -> String {
    const DIGITS: &[u8; 36] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let digit = |_| {
        let digit = DIGITS[usize::try_from(number % 36).unwrap_or_default()];
        number /= 36;
        char::from(digit)
    };
    let digits: Vec<char> = (0..length).map(digit).collect();
    digits.iter().rev().fold(String::new(), |mut text, digit| {
        let _ = write!(text, "{digit}");
        text
    })
}
