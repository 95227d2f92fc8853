use super::Struck;

/// The connection closes and nothing was done.
#[derive(Debug, Clone)]
pub(crate) struct Dropped;

impl Dropped {
    pub(super) fn strike(&self) -> Struck {
        Struck::Lost
    }
}
