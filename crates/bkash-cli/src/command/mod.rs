//! The commands, one file each, in a folder where several share a noun.

pub mod init;
pub mod simulate;
