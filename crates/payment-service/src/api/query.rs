//! List parameters, read as strictly as bodies: a misspelt filter must not silently list everything.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use payment_core::Timestamp;
use serde_json::{Map, Value};
use url::form_urlencoded;

use super::fields::{Field, Fields};
use crate::problem::{Problem, ProblemKind};
use crate::store::Page;

/// A page's length unless asked otherwise.
const LIMIT_DEFAULT: usize = 20;
const LIMIT_MAX: usize = 100;

pub(super) const LIMIT: Field = Field {
    name: "limit",
    example: "20",
};
pub(super) const CURSOR: Field = Field {
    name: "cursor",
    example: "the next_cursor of the page before",
};
pub(super) const FROM: Field = Field {
    name: "from",
    example: "2026-01-31T00:00:00Z",
};
pub(super) const TO: Field = Field {
    name: "to",
    example: "2026-02-01T00:00:00Z",
};

/// Each parameter once; the values are checked by whoever takes them.
pub(super) fn parameters(query: Option<&str>) -> Result<Fields, Problem> {
    let mut members = Map::new();
    for (name, value) in form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
        let name = name.into_owned();
        if members.contains_key(&name) {
            return Err(Problem::new(
                ProblemKind::BAD_QUERY,
                "A parameter comes twice; send each once.",
            ));
        }
        members.insert(name, Value::String(value.into_owned()));
    }
    Ok(Fields::new(members))
}

/// From 1 to 100.
pub(super) fn limit(fields: &mut Fields) -> usize {
    let parsed = fields.optional(LIMIT, |text| {
        text.parse()
            .ok()
            .filter(|limit| (1..=LIMIT_MAX).contains(limit))
            .ok_or_else(|| format!("must be a whole number from 1 to {LIMIT_MAX}"))
    });
    parsed.unwrap_or(LIMIT_DEFAULT)
}

/// A point in time with its offset; precise to the millisecond.
pub(super) fn time(fields: &mut Fields, field: Field) -> Option<Timestamp> {
    fields.optional(field, |text| {
        text.parse::<jiff::Timestamp>()
            .map(|at| Timestamp::from_millis(at.as_millisecond()))
            .map_err(|_| "must be an RFC 3339 time with its offset, `+` written as %2B".to_owned())
    })
}

/// What [`next_cursor`] gave out for the same list.
pub(super) fn cursor<T: std::str::FromStr>(fields: &mut Fields, list: &str) -> Option<T> {
    fields.optional(CURSOR, |text| {
        URL_SAFE_NO_PAD
            .decode(text)
            .ok()
            .and_then(|bytes| String::from_utf8(bytes).ok())
            .and_then(|plain| plain.strip_prefix(list)?.strip_prefix(' ')?.parse().ok())
            .ok_or_else(|| "must be a next_cursor of this list".to_owned())
    })
}

/// Where the next part of a list begins; `None` after its last part.
pub(super) fn cursor_after<T, I: ToString>(
    list: &str,
    page: &Page<T>,
    id: impl Fn(&T) -> I,
) -> Option<String> {
    let last = page.items.last().filter(|_| page.more)?;
    Some(next_cursor(list, &id(last)))
}

/// Opaque on purpose: what is inside may change.
fn next_cursor(list: &str, last: &impl ToString) -> String {
    URL_SAFE_NO_PAD.encode(format!("{list} {}", last.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_good_for_its_own_list_only() {
        let read = |list: &str, text: &str| {
            let mut fields = parameters(Some(&format!("cursor={text}"))).unwrap();
            let value = cursor::<i64>(&mut fields, list);
            fields.finish().is_ok().then_some(value).flatten()
        };
        let text = next_cursor("entries", &42);
        assert_eq!(read("entries", &text), Some(42));
        assert_eq!(read("payments", &text), None);
        assert_eq!(read("entries", "42"), None);
    }

    #[test]
    fn times_need_an_offset() {
        let read = |text: &str| {
            let mut fields = parameters(Some(&format!("from={text}"))).unwrap();
            time(&mut fields, FROM).map(Timestamp::as_millis)
        };
        assert_eq!(read("1970-01-01T00:00:01Z"), Some(1000));
        assert_eq!(read("1970-01-01T06:00:01%2B06:00"), Some(1000));
        for bad in ["", "1970-01-01", "1970-01-01T00:00:01", "0"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_repeated_parameter_is_refused() {
        assert_eq!(
            parameters(Some("limit=1&limit=2")).unwrap_err().kind,
            ProblemKind::BAD_QUERY
        );
    }
}
