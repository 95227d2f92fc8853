//! Times as text.

use jiff::Timestamp;

/// RFC 3339, UTC, whole milliseconds: `2026-11-23T06:08:05.038Z`.
#[must_use]
pub fn time(at: Timestamp) -> String {
    format!("{at:.3}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_has_three_decimals_whatever_the_clock_gave() {
        let at = |nanos| Timestamp::new(1_795_414_085, nanos).unwrap();
        assert_eq!(time(at(38_498_649)), "2026-11-23T06:08:05.038Z");
        assert_eq!(time(at(0)), "2026-11-23T06:08:05.000Z");
    }
}
