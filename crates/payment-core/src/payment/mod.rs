//! One merchant order to be paid once: its record, its states, and how they change.

mod admission;
mod attention;
mod decision;
mod event;
mod hint;
mod judge;
mod order;
mod record;
mod report;
mod schedule;
mod state;
mod transition;

pub use admission::{Admission, admit};
pub use attention::{Attention, Concern};
pub use decision::{Decision, Effect, Notice, Verdict, Why};
pub use event::{FoundTransaction, PayerOutcome, PaymentEvent, Resolution};
pub use hint::{Hint, NextStep, next_step};
pub use judge::Mismatch;
pub use order::Order;
pub use record::Payment;
pub use report::{GatewayReport, NotPerformed, Refusal, TransactionStatus};
pub use schedule::{
    CALL_LIMIT, GATEWAY_PAYMENT_LIFE, QUERIES_MAX, RETRY_ALLOWED_AFTER, RETRY_ALLOWED_ANSWERS,
    SEND_WITHIN,
};
pub use state::{Cancellation, Failure, Held, PaymentState, PaymentStatus, Settled, Unresolved};
pub use transition::transition;
