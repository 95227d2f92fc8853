//! Where the demo keeps its database.

use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

/// A folder that goes with the demo, or one that stays.
#[derive(Debug)]
pub enum Folder {
    Temporary(TempDir),
    Kept(PathBuf),
}

impl Folder {
    /// Makes a temporary one, or opens or makes the one that is asked for.
    pub fn open(kept: Option<PathBuf>) -> io::Result<Self> {
        let Some(path) = kept else {
            let temporary = tempfile::Builder::new().prefix("bkash-demo-").tempdir()?;
            return Ok(Self::Temporary(temporary));
        };
        std::fs::create_dir_all(&path).map_err(|error| {
            io::Error::new(error.kind(), format!("{}: {error}", path.display()))
        })?;
        Ok(Self::Kept(path))
    }

    pub fn path(&self) -> &Path {
        match self {
            Self::Temporary(folder) => folder.path(),
            Self::Kept(path) => path,
        }
    }

    pub const fn is_temporary(&self) -> bool {
        matches!(self, Self::Temporary(_))
    }

    /// Removes it if it is temporary.
    pub fn close(self) -> io::Result<()> {
        match self {
            Self::Temporary(folder) => folder.close(),
            Self::Kept(_) => Ok(()),
        }
    }
}
