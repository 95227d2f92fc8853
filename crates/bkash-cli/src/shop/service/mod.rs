//! The payment service as any shop sees it: its HTTP answers and nothing of its code.

mod answer;
mod client;
mod payment;
mod refund;

pub use answer::ServiceError;
pub use client::{PaymentService, loopback_client};
pub use payment::{NewPayment, Payment, PaymentStatus};
pub use refund::{NewRefund, Refund, RefundStatus};
