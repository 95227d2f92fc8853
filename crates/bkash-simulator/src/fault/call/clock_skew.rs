use bytes::Bytes;
use jiff::SignedDuration;
use jiff::civil::DateTime;

use super::course::{Course, Form, Work};
use super::wait::Wait;
use crate::fault::kind::{Fault, Kind, Strikes};
use crate::input::{BadField, Fields, missing};
use crate::wire::Answer;

/// The gateway's clock is wrong: it shows in the times of its answers. The world keeps its time.
pub(in crate::fault) const KIND: Kind = Kind {
    name: "clock_skew",
    strikes: Strikes::Calls,
    fields: &["seconds"],
    shows: "the usual answer, its times `seconds` ahead, or behind when negative",
    work: "done",
    read,
};

const MOST_SECONDS: i64 = 366 * 24 * 3600;
const RULE: &str = "a whole number from -31622400 to 31622400";

fn read(fields: &Fields) -> Result<Fault, BadField> {
    let seconds = fields
        .value("seconds")
        .ok_or_else(|| missing("seconds", RULE))?;
    let seconds = seconds
        .as_i64()
        .filter(|seconds| (-MOST_SECONDS..=MOST_SECONDS).contains(seconds))
        .ok_or_else(|| BadField::unfit("seconds", RULE))?;
    let skew = Skew(SignedDuration::from_secs(seconds));
    Ok(Course::own(Wait::None, Work::BeforeTheWait, Form::Skewed(skew)).into())
}

/// How far the times of an answer are off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Skew(SignedDuration);

/// The part of a time that all its shapes have; each digit stands for any.
const SHAPE: &[u8; 23] = b"0000-00-00T00:00:00:000";

impl Skew {
    /// The same answer with all its times moved. Everything else stays byte by byte.
    pub(super) fn of(self, answer: &Answer) -> Answer {
        let mut body = answer.body.to_vec();
        let mut start = 0;
        while let Some(place) = body.get_mut(start..start + SHAPE.len()) {
            let is_time = is_time(place);
            if is_time && let Some(moved) = self.moved(place) {
                place.copy_from_slice(moved.as_bytes());
            }
            start += if is_time { SHAPE.len() } else { 1 };
        }
        Answer {
            status: answer.status,
            body: Bytes::from(body),
        }
    }

    fn moved(self, time: &[u8]) -> Option<String> {
        let text = std::str::from_utf8(time).ok()?;
        let (to_the_second, milliseconds) = text.split_at_checked(19)?;
        let at: DateTime = to_the_second.parse().ok()?;
        let at = at.checked_add(self.0).ok()?;
        let (date, time) = (at.date(), at.time());
        let (hour, minute, second) = (time.hour(), time.minute(), time.second());
        Some(format!(
            "{date}T{hour:02}:{minute:02}:{second:02}{milliseconds}"
        ))
    }
}

fn is_time(place: &[u8]) -> bool {
    let same = |(byte, shape): (&u8, &u8)| match shape {
        b'0' => byte.is_ascii_digit(),
        other => byte == other,
    };
    place.iter().zip(SHAPE).all(same)
}

#[cfg(test)]
mod tests {
    use http::StatusCode;

    use super::*;

    #[test]
    fn all_times_of_an_answer_move_and_nothing_else_does() {
        let answer = |text: &'static str| Answer {
            status: StatusCode::OK,
            body: text.into(),
        };
        let skewed = Skew(SignedDuration::from_secs(-40 * 60)).of(&answer(
            r#"{"a":"2026-01-01T00:12:34:978 GMT+0600","b":"2024-06-13T16:27:24:000","c":"2026-13-41T00:00:00:000","amount":"5"}"#,
        ));
        assert_eq!(
            skewed.body,
            r#"{"a":"2025-12-31T23:32:34:978 GMT+0600","b":"2024-06-13T15:47:24:000","c":"2026-13-41T00:00:00:000","amount":"5"}"#
        );
        assert_eq!(
            Skew(SignedDuration::ZERO).of(&answer("short")).body,
            "short"
        );
    }
}
