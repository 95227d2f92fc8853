//! The replies of family B: `paymentId` and `trxId`, amounts with two decimals, no status code. Those of
//! create, execute and search follow the evidence; the others are made like them and like family A's
//! (inferred).

mod agreement;
mod confirm;
mod create;
mod execute;
mod query;
mod search;

pub(crate) use agreement::{AgreementReplyV2, CancelReplyV2};
pub(crate) use confirm::ConfirmReplyV2;
pub(crate) use create::CreateReplyV2;
pub(crate) use execute::{ExecuteAgreementReplyV2, ExecuteReplyV2};
pub(crate) use query::QueryReplyV2;
pub(crate) use search::SearchReplyV2;
