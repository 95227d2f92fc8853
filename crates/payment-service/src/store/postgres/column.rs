//! Values on their way out of columns.

use std::error::Error;
use std::fmt;
use std::str::FromStr;

use payment_core::{Taka, Timestamp};
use serde::de::DeserializeOwned;
use tokio_postgres::Row;
use tokio_postgres::types::FromSql;

use crate::store::{Due, StoreError};

pub(super) fn get<'a, T: FromSql<'a>>(row: &'a Row, index: usize) -> Result<T, StoreError> {
    row.try_get(index).map_err(StoreError::corrupt)
}

/// The column as a whole payment or refund.
pub(super) fn record<T: DeserializeOwned>(row: &Row, index: usize) -> Result<T, StoreError> {
    from_record(get(row, index)?)
}

pub(super) fn from_record<T: DeserializeOwned>(text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(StoreError::corrupt)
}

/// The first columns of all rows as whole payments or refunds.
pub(super) fn records<T: DeserializeOwned>(rows: &[Row]) -> Result<Vec<T>, StoreError> {
    rows.iter().map(|row| record(row, 0)).collect()
}

/// The clock in every first column and a record, or none, in the second.
pub(super) fn due<T: DeserializeOwned>(rows: &[Row]) -> Result<Due<T>, StoreError> {
    let first = rows
        .first()
        .ok_or_else(|| StoreError::corrupt("the clock has no row"))?;
    let mut items = Vec::new();
    for row in rows {
        if let Some(text) = get(row, 1)? {
            items.push(from_record(text)?);
        }
    }
    Ok(Due {
        now: timestamp(first, 0)?,
        items,
    })
}

pub(super) fn parsed<T>(row: &Row, index: usize) -> Result<T, StoreError>
where
    T: FromStr<Err: Error + Send + Sync + 'static>,
{
    let text: &str = get(row, index)?;
    text.parse().map_err(StoreError::corrupt)
}

pub(super) fn parsed_option<T>(row: &Row, index: usize) -> Result<Option<T>, StoreError>
where
    T: FromStr<Err: Error + Send + Sync + 'static>,
{
    let text: Option<&str> = get(row, index)?;
    text.map(str::parse)
        .transpose()
        .map_err(StoreError::corrupt)
}

/// The one of `words` that the column holds.
pub(super) fn word<T: Copy>(
    row: &Row,
    index: usize,
    words: &[T],
    name: impl Fn(T) -> &'static str,
) -> Result<T, StoreError> {
    let text: &str = get(row, index)?;
    let found = words.iter().copied().find(|word| name(*word) == text);
    found.ok_or_else(|| unknown(text))
}

/// As [`word`], where the column may hold none.
pub(super) fn word_option<T: Copy>(
    row: &Row,
    index: usize,
    words: &[T],
    name: impl Fn(T) -> &'static str,
) -> Result<Option<T>, StoreError> {
    match get::<Option<&str>>(row, index)? {
        None => Ok(None),
        Some(_) => word(row, index, words, name).map(Some),
    }
}

/// Poisha, 0 or more.
pub(super) fn amount(poisha: i64) -> Result<Taka, StoreError> {
    Taka::from_poisha(poisha).ok_or_else(|| StoreError::corrupt(format!("{poisha} is no amount")))
}

/// A word that no version of this program has written.
pub(super) fn unknown(word: impl fmt::Display) -> StoreError {
    StoreError::corrupt(format!("`{word}` is not a word of this column"))
}

pub(super) fn timestamp(row: &Row, index: usize) -> Result<Timestamp, StoreError> {
    get(row, index).map(Timestamp::from_millis)
}

pub(super) fn timestamp_option(row: &Row, index: usize) -> Result<Option<Timestamp>, StoreError> {
    Ok(get::<Option<i64>>(row, index)?.map(Timestamp::from_millis))
}

pub(super) fn count(row: &Row, index: usize) -> Result<u32, StoreError> {
    let count: i32 = get(row, index)?;
    count.try_into().map_err(StoreError::corrupt)
}

/// An HTTP status.
pub(super) fn status(row: &Row, index: usize) -> Result<Option<u16>, StoreError> {
    let status: Option<i32> = get(row, index)?;
    status
        .map(u16::try_from)
        .transpose()
        .map_err(StoreError::corrupt)
}
