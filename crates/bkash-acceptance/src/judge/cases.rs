use crate::case::Case;

/// Every case, in the order in which they are told.
pub const CASES: &[Case] = &[];
