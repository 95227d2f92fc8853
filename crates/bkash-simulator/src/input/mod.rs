//! What testers ask for, read field by field: from the body of a control call or from a scenario file.

mod bad_field;
mod fields;
mod wallet;

pub(crate) use bad_field::{BadField, missing};
pub(crate) use fields::Fields;
pub(crate) use wallet::{WALLET_FIELDS, wallet_change};
