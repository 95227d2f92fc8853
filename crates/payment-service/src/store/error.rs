use std::error::Error;
use std::fmt;

use super::world::World;

/// The store could not do its work; nothing was changed unless said otherwise.
#[derive(Debug)]
pub struct StoreError {
    kind: Kind,
    source: Box<dyn Error + Send + Sync>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Unavailable,
    Corrupt,
    Moved,
}

impl StoreError {
    /// The database did not do what it was asked, such as when the disk is full. A commit may or may not
    /// have happened.
    pub fn unavailable(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self {
            kind: Kind::Unavailable,
            source: source.into(),
        }
    }

    /// The database holds what this program cannot read.
    pub fn corrupt(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self {
            kind: Kind::Corrupt,
            source: source.into(),
        }
    }

    /// The data has gone to another database; `to` names it, without its password.
    pub(super) fn moved(to: impl fmt::Display) -> Self {
        Self {
            kind: Kind::Moved,
            source: format!("{to}; set database_url to it").into(),
        }
    }

    /// Whether the data has gone to another database.
    pub(crate) fn has_moved(&self) -> bool {
        self.kind == Kind::Moved
    }

    /// Whether the same verb may succeed later.
    #[must_use]
    pub fn may_pass(&self) -> bool {
        self.kind == Kind::Unavailable
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            Kind::Unavailable => "the database did not answer",
            Kind::Corrupt => "the database holds something unreadable",
            Kind::Moved => "the data of this database has moved",
        })?;
        write!(f, ": {}", self.source)
    }
}

impl Error for StoreError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&*self.source)
    }
}

/// Why a database cannot be used for a world.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// It belongs to another gateway or other credentials.
    #[error(
        "this database belongs to {stamped}, not to {asked}: \
         use another database, or the gateway and app key that it was made with"
    )]
    OtherWorld {
        /// Gateway and masked app key of the database.
        stamped: String,
        /// Gateway and masked app key of the settings.
        asked: String,
    },
    /// It could not be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl OpenError {
    pub(super) fn other_world(stamped: &World, asked: &World) -> Self {
        Self::OtherWorld {
            stamped: shown(stamped),
            asked: shown(asked),
        }
    }
}

/// Enough of the app key to recognise it by.
fn shown(world: &World) -> String {
    let chars: Vec<char> = world.app_key.chars().collect();
    let masked: String = match chars.as_slice() {
        [first, second, _, _, .., before, last] => [*first, *second, '*', '*', '*', *before, *last]
            .iter()
            .collect(),
        _ => "***".to_owned(),
    };
    format!("{} with app key {masked}", world.gateway_origin)
}
