use std::fmt;
use std::sync::Arc;

use fastrand::Rng;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;

/// `TR`, the mode, seven mixed-case letters or digits, and the creation time in ms since 1970.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct PaymentId(Arc<str>);

impl PaymentId {
    pub(super) fn random(mode: &str, now: Timestamp, rng: &mut Rng) -> Self {
        let middle = random_text(rng, 7, ALPHANUMERIC);
        Self(format!("TR{mode}{middle}{:013}", now.as_millisecond()).into())
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::borrow::Borrow<str> for PaymentId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PaymentId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

pub(crate) const ALPHANUMERIC: &[u8] =
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

pub(super) const UPPER_ALPHANUMERIC: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/// As many characters of the alphabet as asked.
pub(crate) fn random_text(rng: &mut Rng, length: usize, alphabet: &[u8]) -> String {
    (0..length)
        .map(|_| char::from(alphabet[rng.usize(..alphabet.len())]))
        .collect()
}

/// Names an agreement; the merchant keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct AgreementId(Arc<str>);

impl AgreementId {
    /// The id of this text, whether or not there is such an agreement.
    pub(crate) fn named(text: &str) -> Self {
        Self(text.into())
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::borrow::Borrow<str> for AgreementId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

/// Ten upper-case letters and digits: year, month and day of the movement in Bangladesh, a digit, and
/// a counter that grows through the day (inferred: so decode all the samples known).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct TrxId(Arc<str>);

impl TrxId {
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn is_well_formed(text: &str) -> bool {
        text.len() == 10
            && text
                .bytes()
                .all(|byte| matches!(byte, b'A'..=b'Z' | b'0'..=b'9'))
    }
}

impl std::borrow::Borrow<str> for TrxId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TrxId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// Bangladesh keeps UTC+6 the whole year.
pub(crate) fn bangladesh(moment: Timestamp) -> DateTime {
    Offset::constant(6).to_datetime(moment)
}

const BASE36: &[u8; 36] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// How far the counter can move in a millisecond: a whole day stays below 36^6.
const STEPS_PER_MILLISECOND: u64 = 25;

/// Makes the trx ids of one world, each larger than the last of its day.
#[derive(Debug)]
pub(super) struct TrxIds {
    digit: u8,
    last: Option<(Date, u64)>,
}

impl TrxIds {
    pub(super) fn new(rng: &mut Rng) -> Self {
        Self {
            digit: rng.u8(..10),
            last: None,
        }
    }

    pub(super) fn next(&mut self, now: Timestamp, rng: &mut Rng) -> TrxId {
        let local = bangladesh(now);
        let counter = self.count(local, rng);
        let mut text = String::with_capacity(10);
        text.push(base36(
            u64::from(local.year().unsigned_abs()).wrapping_sub(2013),
        ));
        text.push(char::from(b'A' + local.month().unsigned_abs() - 1));
        text.push(base36(u64::from(local.day().unsigned_abs())));
        text.push(char::from(b'0' + self.digit));
        for place in (0..6u32).rev() {
            text.push(base36(counter / 36u64.pow(place)));
        }
        TrxId(text.into())
    }

    fn count(&mut self, local: DateTime, rng: &mut Rng) -> u64 {
        let time = local.time();
        let seconds = u64::from(time.hour().unsigned_abs()) * 3600
            + u64::from(time.minute().unsigned_abs()) * 60
            + u64::from(time.second().unsigned_abs());
        let milliseconds = seconds * 1000 + u64::from(time.millisecond().unsigned_abs());
        let by_clock = milliseconds * STEPS_PER_MILLISECOND + rng.u64(..STEPS_PER_MILLISECOND);
        let counter = match self.last {
            Some((date, last)) if date == local.date() => by_clock.max(last + 1),
            _ => by_clock,
        };
        self.last = Some((local.date(), counter));
        counter
    }
}

fn base36(value: u64) -> char {
    let index = usize::try_from(value % 36).unwrap_or_default();
    char::from(BASE36[index])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_trx_id_spells_the_date_in_bangladesh() {
        let mut rng = Rng::with_seed(1);
        let mut ids = TrxIds::new(&mut rng);
        let id = ids.next(at("2025-12-11T05:49:31.204Z"), &mut rng);
        assert!(id.as_str().starts_with("CLB"), "{id}");
        let after_midnight_in_dhaka = ids.next(at("2026-09-19T18:00:00Z"), &mut rng);
        assert!(
            after_midnight_in_dhaka.as_str().starts_with("DIK"),
            "{after_midnight_in_dhaka}"
        );
        assert!(TrxId::is_well_formed(id.as_str()));
    }

    #[test]
    fn trx_ids_of_one_day_grow_even_within_one_millisecond() {
        let mut rng = Rng::with_seed(2);
        let mut ids = TrxIds::new(&mut rng);
        let made: Vec<TrxId> = (0..1000)
            .map(|_| ids.next(at("2026-01-01T17:59:59.999Z"), &mut rng))
            .collect();
        assert!(
            made.windows(2)
                .all(|pair| pair[0].as_str() < pair[1].as_str())
        );
    }

    #[test]
    fn a_payment_id_carries_mode_and_creation_time() {
        let id = PaymentId::random(
            "0011",
            at("2025-12-11T05:48:29.876Z"),
            &mut Rng::with_seed(3),
        );
        assert_eq!(id.as_str().len(), 26);
        assert!(id.as_str().starts_with("TR0011"));
        assert!(id.as_str().ends_with("1765432109876"));
    }
}
