//! The calls, one file each.

mod authorized;
mod builder;
mod create;
mod execute;
mod out_of_flow;
mod query;
mod refund;
mod refund_status;
mod report;
mod routes;
mod search;
mod tokens;

use std::fmt;
use std::sync::Arc;

use http::HeaderMap;

pub use builder::{BuildError, ClientBuilder};
pub use create::{CreatePayment, CreatedPayment};
pub use execute::{Executed, PreparedExecute, UnansweredPayment};
pub use out_of_flow::OutOfFlow;
pub use refund::{PreparedRefund, RefundApi, RefundReceipt, RefundRequest};
pub use refund_status::{RefundEntry, RefundStatus};
pub use report::{Expected, Mismatch, PaymentReport, TransactionStatus, VerificationStatus};
pub use search::Transaction;
pub use tokens::Tokens;

use crate::credentials::Credentials;
use crate::environment::Environment;
use crate::exchange::Wire;
use crate::token::Keeper;
use routes::Routes;

/// One merchant account at one gateway. Cheap to clone; clones share token and connections.
///
/// Must be used inside a tokio runtime with its timer enabled.
#[derive(Clone)]
pub struct Client(Arc<Inner>);

struct Inner {
    environment: Environment,
    wire: Arc<Wire>,
    keeper: Keeper,
    routes: Routes,
    refund_api: RefundApi,
    /// All but `Authorization`.
    headers: HeaderMap,
}

impl Client {
    /// Starts a client; [`ClientBuilder::build`] makes it.
    pub fn builder(environment: Environment, credentials: Credentials) -> ClientBuilder {
        ClientBuilder::new(environment, credentials)
    }

    /// The gateway that it talks to.
    #[must_use]
    pub fn environment(&self) -> &Environment {
        &self.0.environment
    }

    /// Which refund calls it uses.
    #[must_use]
    pub fn refund_api(&self) -> RefundApi {
        self.0.refund_api
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("environment", &self.0.environment)
            .field("refund_api", &self.0.refund_api)
            .finish_non_exhaustive()
    }
}
