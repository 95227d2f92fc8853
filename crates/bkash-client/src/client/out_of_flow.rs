//! The way around the flow, for tools and reconciliation.

use super::{Client, Executed, PaymentReport, PreparedExecute};
use crate::error::CallError;
use crate::ids::GatewayPaymentId;

/// Calls that the types of the flow would not allow, by bare ids: for a command line, and for a
/// service that keeps the flow in its own records. Whoever uses it has to keep the onboarding
/// brief's rules alone.
#[derive(Debug, Clone, Copy)]
pub struct OutOfFlow<'a>(&'a Client);

impl Client {
    /// Steps out of the flow.
    #[must_use]
    pub fn out_of_flow(&self) -> OutOfFlow<'_> {
        OutOfFlow(self)
    }
}

impl OutOfFlow<'_> {
    /// As [`Client::execute`]. Lawful only after a success callback, and only once.
    pub async fn execute(&self, payment_id: &GatewayPaymentId) -> Executed {
        self.0.execute_payment(payment_id).await
    }

    /// As [`Client::prepare_execute`]. Lawful only after a success callback, and only once.
    ///
    /// # Errors
    /// Always not performed: no id token could be had.
    pub async fn prepare_execute(
        &self,
        payment_id: &GatewayPaymentId,
    ) -> Result<PreparedExecute, CallError> {
        Ok(self.0.prepare(payment_id).await?)
    }

    /// As [`Client::query`]. Lawful only after an execute without an answer, also one of a
    /// process that is no more.
    ///
    /// # Errors
    /// See [`CallError`].
    pub async fn query(&self, payment_id: &GatewayPaymentId) -> Result<PaymentReport, CallError> {
        self.0.query_payment(payment_id).await
    }
}
