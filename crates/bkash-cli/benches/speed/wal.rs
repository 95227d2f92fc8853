//! Counting commits from outside: SQLite's write-ahead log marks the last page of each.
//!
//! Format: <https://www.sqlite.org/fileformat2.html#the_write_ahead_log>.

use std::path::Path;

use crate::failure::Failure;

const HEADER: usize = 32;
const FRAME_HEADER: usize = 24;

/// What one write-ahead log holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wal {
    /// Changes whenever the log begins anew.
    pub salt: u64,
    pub commits: u32,
    pub pages: u32,
}

impl Wal {
    /// Reads the log that lies beside `database`.
    pub fn beside(database: &Path) -> Result<Self, Failure> {
        let mut path = database.as_os_str().to_owned();
        path.push("-wal");
        let bytes = std::fs::read(path)?;
        let header = bytes
            .get(..HEADER)
            .ok_or_else(|| Failure::new("the write-ahead log has no header"))?;
        let page = usize::try_from(big_endian(header, 8))?;
        let salt = header.get(16..24).unwrap_or_default();
        let mut wal = Self {
            salt: u64::from(big_endian(salt, 0)) << 32 | u64::from(big_endian(salt, 4)),
            commits: 0,
            pages: 0,
        };
        for frame in bytes[HEADER..].chunks_exact(FRAME_HEADER + page) {
            // What an older log left behind has another salt.
            if frame.get(8..16) != Some(salt) {
                break;
            }
            wal.pages += 1;
            wal.commits += u32::from(big_endian(frame, 4) != 0);
        }
        Ok(wal)
    }
}

fn big_endian(bytes: &[u8], at: usize) -> u32 {
    let four = bytes.get(at..at + 4).and_then(|four| four.try_into().ok());
    four.map_or(0, u32::from_be_bytes)
}
