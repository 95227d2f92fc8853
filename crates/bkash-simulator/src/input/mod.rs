//! What testers ask for, read field by field: from the body of a control call or from a scenario file.

mod bad_field;
mod fields;

pub(crate) use bad_field::{BadField, missing};
pub(crate) use fields::Fields;
