//! Values on their way into and out of columns.

use std::error::Error;
use std::str::FromStr;

use payment_core::{Taka, Timestamp};
use rusqlite::Row;
use rusqlite::types::Type;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::store::StoreError;

/// A whole payment or refund as JSON.
pub(super) fn record<T: Serialize>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(StoreError::corrupt)
}

/// The first column as a whole payment or refund.
pub(super) fn from_record<T: DeserializeOwned>(row: &Row<'_>) -> rusqlite::Result<T> {
    serde_json::from_str(row.get_ref(0)?.as_str()?).map_err(|error| unreadable(0, error))
}

pub(super) fn parsed<T>(row: &Row<'_>, index: usize) -> rusqlite::Result<T>
where
    T: FromStr<Err: Error + Send + Sync + 'static>,
{
    let text = row.get_ref(index)?.as_str()?;
    text.parse().map_err(|error| unreadable(index, error))
}

pub(super) fn parsed_option<T>(row: &Row<'_>, index: usize) -> rusqlite::Result<Option<T>>
where
    T: FromStr<Err: Error + Send + Sync + 'static>,
{
    match row.get_ref(index)?.as_str_or_null()? {
        None => Ok(None),
        Some(text) => text
            .parse()
            .map(Some)
            .map_err(|error| unreadable(index, error)),
    }
}

/// The one of `words` that the column holds.
pub(super) fn word<T: Copy>(
    row: &Row<'_>,
    index: usize,
    words: &[T],
    name: impl Fn(T) -> &'static str,
) -> rusqlite::Result<T> {
    let text = row.get_ref(index)?.as_str()?;
    let found = words.iter().copied().find(|word| name(*word) == text);
    found.ok_or_else(|| unreadable(index, format!("`{text}` is not a word of this column")))
}

/// As [`word`], where the column may hold none.
pub(super) fn word_option<T: Copy>(
    row: &Row<'_>,
    index: usize,
    words: &[T],
    name: impl Fn(T) -> &'static str,
) -> rusqlite::Result<Option<T>> {
    match row.get_ref(index)?.as_str_or_null()? {
        None => Ok(None),
        Some(_) => word(row, index, words, name).map(Some),
    }
}

/// Poisha, 0 or more.
pub(super) fn amount(row: &Row<'_>, index: usize) -> rusqlite::Result<Taka> {
    let poisha = row.get(index)?;
    Taka::from_poisha(poisha).ok_or_else(|| unreadable(index, format!("{poisha} is no amount")))
}

pub(super) fn amount_option(row: &Row<'_>, index: usize) -> rusqlite::Result<Option<Taka>> {
    match row.get::<_, Option<i64>>(index)? {
        None => Ok(None),
        Some(_) => amount(row, index).map(Some),
    }
}

pub(super) fn timestamp(row: &Row<'_>, index: usize) -> rusqlite::Result<Timestamp> {
    row.get(index).map(Timestamp::from_millis)
}

/// A count for `LIMIT`.
pub(super) fn limit(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// A version of a record.
pub(super) fn version(version: u64) -> Result<i64, StoreError> {
    i64::try_from(version).map_err(StoreError::corrupt)
}

fn unreadable(index: usize, why: impl Into<Box<dyn Error + Send + Sync>>) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(index, Type::Text, why.into())
}
