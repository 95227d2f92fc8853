//! The steps of a schema, and which of them a database still needs.

use crate::digest::sha256;

/// A step of the schema. A step that has been released is never edited: the next one corrects it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Migration {
    pub(super) name: &'static str,
    pub(super) sql: &'static str,
}

impl Migration {
    pub(super) fn checksum(&self) -> [u8; 32] {
        sha256(self.sql.as_bytes())
    }
}

/// Why a database's schema is refused.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum SchemaError {
    #[error("its schema has version {found}, and this program knows no version above {known}")]
    Newer { found: usize, known: usize },
    #[error("its migration {0} is not the one that this program has")]
    Changed(&'static str),
}

/// The steps after those whose checksums the database has, which are in the order of their versions.
pub(super) fn missing<'a>(
    known: &'a [Migration],
    applied: &[Vec<u8>],
) -> Result<&'a [Migration], SchemaError> {
    let Some((done, missing)) = known.split_at_checked(applied.len()) else {
        return Err(SchemaError::Newer {
            found: applied.len(),
            known: known.len(),
        });
    };
    let changed = |(step, checksum): &(&Migration, &Vec<u8>)| step.checksum() != checksum[..];
    match done.iter().zip(applied).find(changed) {
        Some((step, _)) => Err(SchemaError::Changed(step.name)),
        None => Ok(missing),
    }
}
