//! Points on which the sources disagree, or which are inferred: each is a switch with a name, and a
//! profile is a value for every one of them.

mod choice;
mod profile;
mod table;

pub(crate) use choice::{
    AgreementAmount, AgreementUrl, Amounts, Authorization, CallbackSignature, CodeTable, ConfirmId,
    DebitBlock, EarlyExecute, ExpiredExecute, ExpiredToken, Families, GatewayLimit, PageAddress,
    PathVariants, Product, RefreshHeaders, RefundRepeat, RefundTexts, RefusedRefresh, ReplyAge,
    ReusedInvoice, SecondExecute, TokenLimit, TokenLimitScope, TokenStatus, UnknownSearch,
    V2ErrorStatus, V2Mode, VerificationField, WrongOtp, WrongSecret,
};
pub use profile::{Profile, UnknownSwitch};
pub(crate) use table::{Row, Switches, span};
