//! One value between the two databases.

use std::error::Error;
use std::fmt;

use bytes::BytesMut;
use rusqlite::types::ValueRef;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type};

/// A value as SQLite has it. PostgreSQL's narrower types are read and written by the type of their column.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Cell {
    Null,
    Integer(i64),
    Text(String),
    Bytes(Vec<u8>),
}

type Failure = Box<dyn Error + Send + Sync>;

const TYPES: [Type; 5] = [Type::BOOL, Type::INT4, Type::INT8, Type::TEXT, Type::BYTEA];

impl Cell {
    /// PostgreSQL has no text with a zero in it; the service writes the sign for it there, and so does this.
    pub(super) fn of(value: ValueRef<'_>) -> Result<Self, Failure> {
        Ok(match value {
            ValueRef::Null => Self::Null,
            ValueRef::Integer(number) => Self::Integer(number),
            ValueRef::Text(text) => {
                Self::Text(std::str::from_utf8(text)?.replace('\0', "\u{2400}"))
            }
            ValueRef::Blob(bytes) => Self::Bytes(bytes.to_owned()),
            ValueRef::Real(_) => return Err("a number with a fraction".into()),
        })
    }

    /// The value without any doubt about its kind or where it ends.
    pub(super) fn write_to(&self, out: &mut Vec<u8>) {
        let (kind, value): (u8, &[u8]) = match self {
            Self::Null => (0, &[]),
            Self::Integer(number) => (1, &number.to_be_bytes()),
            Self::Text(text) => (2, text.as_bytes()),
            Self::Bytes(bytes) => (3, bytes),
        };
        out.push(kind);
        out.extend(value.len().to_be_bytes());
        out.extend(value);
    }

    pub(super) fn later_by(&mut self, ms: i64) {
        if let Self::Integer(at) = self {
            *at = at.saturating_add(ms);
        }
    }
}

impl ToSql for Cell {
    fn to_sql(&self, column: &Type, out: &mut BytesMut) -> Result<IsNull, Failure> {
        match (self, column) {
            (Self::Null, _) => Ok(IsNull::Yes),
            (Self::Integer(number @ (0 | 1)), &Type::BOOL) => (*number == 1).to_sql(column, out),
            (Self::Integer(number), &Type::INT4) => i32::try_from(*number)?.to_sql(column, out),
            (Self::Integer(number), &Type::INT8) => number.to_sql(column, out),
            (Self::Text(text), &Type::TEXT) => text.to_sql(column, out),
            (Self::Bytes(bytes), &Type::BYTEA) => bytes.to_sql(column, out),
            _ => Err(format!("{self:?} does not go into a column of {column}").into()),
        }
    }

    fn accepts(column: &Type) -> bool {
        TYPES.contains(column)
    }

    tokio_postgres::types::to_sql_checked!();
}

impl<'a> FromSql<'a> for Cell {
    fn from_sql(column: &Type, raw: &'a [u8]) -> Result<Self, Failure> {
        Ok(match *column {
            Type::BOOL => Self::Integer(bool::from_sql(column, raw)?.into()),
            Type::INT4 => Self::Integer(i32::from_sql(column, raw)?.into()),
            Type::INT8 => Self::Integer(i64::from_sql(column, raw)?),
            Type::TEXT => Self::Text(String::from_sql(column, raw)?),
            _ => Self::Bytes(Vec::from_sql(column, raw)?),
        })
    }

    fn from_sql_null(_: &Type) -> Result<Self, Failure> {
        Ok(Self::Null)
    }

    fn accepts(column: &Type) -> bool {
        TYPES.contains(column)
    }
}

/// Its kind alone: values hold tokens and payers' names.
impl fmt::Debug for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Null => "nothing",
            Self::Integer(_) => "a number",
            Self::Text(_) => "a text",
            Self::Bytes(_) => "bytes",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_comes_back_from_every_kind_of_column_as_it_was() {
        for (cell, column) in [
            (Cell::Integer(1), Type::BOOL),
            (Cell::Integer(-7), Type::INT4),
            (Cell::Integer(i64::MAX), Type::INT8),
            (Cell::Text("বিকাশ".to_owned()), Type::TEXT),
            (Cell::Bytes(vec![0, 255]), Type::BYTEA),
        ] {
            let mut raw = BytesMut::new();
            assert!(matches!(cell.to_sql(&column, &mut raw), Ok(IsNull::No)));
            assert!(Cell::from_sql(&column, &raw).unwrap() == cell, "{column}");
        }
    }

    #[test]
    fn a_value_that_a_column_cannot_hold_is_refused_and_not_shown() {
        for (cell, column) in [
            (Cell::Integer(2), Type::BOOL),
            (Cell::Integer(1 << 40), Type::INT4),
            (Cell::Text("canary".to_owned()), Type::INT8),
            (Cell::Bytes(b"canary".to_vec()), Type::TEXT),
        ] {
            let error = cell.to_sql(&column, &mut BytesMut::new()).err().unwrap();
            assert!(!error.to_string().contains("canary"), "{error}");
        }
    }
}
