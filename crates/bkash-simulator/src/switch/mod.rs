//! Points on which the sources disagree, or which are inferred: each is a switch with a name, and a
//! profile is a value for every one of them.

mod choice;
mod profile;
mod table;

pub(crate) use choice::{
    Amounts, Authorization, CallbackSignature, DebitBlock, EarlyExecute, ExpiredExecute,
    ExpiredToken, GatewayLimit, PathVariants, Product, RefundRepeat, RefusedRefresh, ReplyAge,
    ReusedInvoice, SecondExecute, TokenLimit, TokenLimitScope, UnknownSearch, WrongSecret,
};
pub use profile::{Profile, UnknownSwitch};
pub(crate) use table::{Row, Switches, span};
