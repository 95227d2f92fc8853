use async_trait::async_trait;
use bkash_client::transport::{Request, Response};
use bkash_client::{BuildError, Call, Environment, HttpTransport, Transport, TransportError};

use super::place::Place;
use super::switch::around;

/// A transport with a point on either side of each call.
#[derive(Debug)]
pub(crate) struct MortalTransport(HttpTransport);

impl MortalTransport {
    pub(crate) fn to(environment: &Environment) -> Result<Self, BuildError> {
        Ok(Self(HttpTransport::to(environment)?))
    }
}

/// How the path of each call ends.
const PATHS: [(&str, Call); 8] = [
    ("/checkout/token/grant", Call::Grant),
    ("/checkout/token/refresh", Call::Refresh),
    ("/checkout/create", Call::Create),
    ("/checkout/execute", Call::Execute),
    ("/checkout/payment/status", Call::Query),
    ("/checkout/general/searchTransaction", Call::Search),
    ("/refund/payment/transaction", Call::Refund),
    ("/refund/payment/status", Call::RefundStatus),
];

/// Version 1 has one path for a refund and for its status: only a refund names an amount.
const REFUND_V1: &str = "/checkout/payment/refund";

#[async_trait]
impl Transport for MortalTransport {
    /// Sends nothing that has no point: a call that is missing above must not go unseen.
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        let Some(call) = call(&request) else {
            let path = request.url.path();
            return Err(TransportError::NotSent(format!("{path} has no kill point")));
        };
        around(Place::Gateway(call), self.0.send(request)).await
    }
}

fn call(request: &Request) -> Option<Call> {
    let path = request.url.path();
    if path.ends_with(REFUND_V1) {
        let amount = br#""amount""#;
        let sends = request.body.windows(amount.len()).any(|it| it == amount);
        return Some(if sends {
            Call::Refund
        } else {
            Call::RefundStatus
        });
    }
    let found = PATHS.iter().find(|(end, _)| path.ends_with(end));
    found.map(|(_, call)| *call)
}
