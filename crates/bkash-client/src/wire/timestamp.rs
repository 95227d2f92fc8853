//! The gateway's times: `2025-12-11T11:48:29:876 GMT+0600`, and shorter.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;

/// Bangladesh has no summer time; a time without an offset is meant there (developer portal:
/// Refund Status lists times without one).
const DHAKA_SECONDS: i32 = 6 * 3600;

/// Date, `T`, time; then a colon or point and 1 to 6 digits of a second; then `GMT`, `UTC` or
/// `Z`; then `±HHMM` or `±HH:MM`. All behind the seconds may be missing.
pub(super) fn parse(text: &str) -> Option<Timestamp> {
    let (clock, rest) = text.trim().split_at_checked("2025-12-11T11:48:29".len())?;
    let (nanoseconds, rest) = fraction(rest)?;
    let civil = civil(clock)?
        .with()
        .subsec_nanosecond(nanoseconds)
        .build()
        .ok()?;
    offset(rest)?.to_timestamp(civil).ok()
}

fn civil(clock: &str) -> Option<DateTime> {
    let shape = clock.bytes().enumerate().all(|(at, byte)| match at {
        4 | 7 => byte == b'-',
        10 => byte == b'T',
        13 | 16 => byte == b':',
        _ => byte.is_ascii_digit(),
    });
    let number = |from: usize, to: usize| clock.get(from..to)?.parse::<i16>().ok();
    let small = |from: usize, to: usize| clock.get(from..to)?.parse::<i8>().ok();
    if !shape {
        return None;
    }
    let (year, month, day) = (number(0, 4)?, small(5, 7)?, small(8, 10)?);
    DateTime::new(
        year,
        month,
        day,
        small(11, 13)?,
        small(14, 16)?,
        small(17, 19)?,
        0,
    )
    .ok()
}

/// Nanoseconds, and what follows them.
fn fraction(text: &str) -> Option<(i32, &str)> {
    let Some(digits) = text.strip_prefix([':', '.']) else {
        return Some((0, text));
    };
    let end = digits
        .bytes()
        .position(|byte| !byte.is_ascii_digit())
        .unwrap_or(digits.len());
    let (digits, rest) = digits.split_at(end);
    if digits.is_empty() || digits.len() > 6 {
        return None;
    }
    let nanoseconds: i32 = format!("{digits:0<9}").parse().ok()?;
    Some((nanoseconds, rest))
}

fn offset(text: &str) -> Option<Offset> {
    let text = text.trim();
    let bare = ["GMT", "UTC", "Z"]
        .iter()
        .find_map(|zone| text.strip_prefix(zone));
    match (bare.unwrap_or(text).trim(), bare) {
        ("", None) => Offset::from_seconds(DHAKA_SECONDS).ok(),
        ("", Some(_)) => Some(Offset::UTC),
        (digits, _) => signed(digits),
    }
}

fn signed(text: &str) -> Option<Offset> {
    let (sign, digits) = match text.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return None,
    };
    let digits: String = match digits.split_once(':') {
        Some((hours, minutes)) if hours.len() == 2 => [hours, minutes].concat(),
        Some(_) => return None,
        None => digits.to_owned(),
    };
    if digits.len() != 4 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number: i32 = digits.parse().ok()?;
    let (hours, minutes) = (number / 100, number % 100);
    if minutes >= 60 {
        return None;
    }
    Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn utc(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn every_documented_shape_is_read() {
        for (text, expected) in [
            (
                "2025-12-11T11:48:29:876 GMT+0600",
                "2025-12-11T05:48:29.876Z",
            ),
            ("2025-12-11T11:49:31:000 GMT+0600", "2025-12-11T05:49:31Z"),
            ("2024-06-13T16:27:24:000", "2024-06-13T10:27:24Z"),
            ("2024-06-13T16:27:24", "2024-06-13T10:27:24Z"),
            ("2024-06-13T16:27:24.5 GMT+06:00", "2024-06-13T10:27:24.5Z"),
            ("2018-04-19T06:22:46.447Z", "2018-04-19T06:22:46.447Z"),
            ("2018-04-19T06:22:46 UTC", "2018-04-19T06:22:46Z"),
            (
                "2018-04-19T06:22:46:123456-0130",
                "2018-04-19T07:52:46.123456Z",
            ),
        ] {
            assert_eq!(parse(text), Some(utc(expected)), "{text}");
        }
    }

    #[test]
    fn what_is_no_time_is_none() {
        for bad in [
            "",
            "2025-12-11",
            "2025-12-11 11:48:29",
            "2025-13-11T11:48:29",
            "2025-12-11T25:00:00",
            "2025-12-11T11:48:29:",
            "2025-12-11T11:48:29:1234567",
            "2025-12-11T11:48:29 BST",
            "2025-12-11T11:48:29 GMT+6",
            "2025-12-11T11:48:29 GMT+0660",
            "+025-12-11T11:48:29",
            "২০২৫-12-11T11:48:29",
            "2025-12-11T11:48:29 GMT+9900",
        ] {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn any_moment_written_as_the_gateway_does_is_read_back(milliseconds in 0_i64..4_102_444_800_000) {
            let moment = Timestamp::from_millisecond(milliseconds).unwrap();
            let dhaka = Offset::from_seconds(DHAKA_SECONDS).unwrap().to_datetime(moment);
            let text = format!(
                "{}T{:02}:{:02}:{:02}:{:03} GMT+0600",
                dhaka.date(), dhaka.hour(), dhaka.minute(), dhaka.second(), dhaka.millisecond()
            );
            prop_assert_eq!(parse(&text), Some(moment));
        }

        #[test]
        fn no_text_panics(text in ".{0,48}") {
            let _ = parse(&text);
        }

        #[test]
        fn no_near_miss_panics(text in "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[:.]?[0-9]{0,8} ?(GMT|UTC|Z)?[+-]?[0-9:]{0,6}") {
            let _ = parse(&text);
        }
    }
}
