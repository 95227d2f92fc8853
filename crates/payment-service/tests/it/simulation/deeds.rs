use std::sync::{Arc, Mutex};
use std::time::Duration;

use payment_service::engine::Reply;
use payment_service::problem::{Problem, ProblemKind};

use super::met::Met;

/// What payers and the shop did and were answered, as far as the auditor must know it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Deeds(Arc<Mutex<Record>>);

#[derive(Clone, Debug, Default)]
pub(crate) struct Record {
    /// Success callbacks with the right secret: the paymentID, and when since the schedule's start.
    pub(crate) approvals: Vec<(String, Duration)>,
    /// What the shop or the payer must never be answered.
    pub(crate) complaints: Vec<String>,
}

impl Deeds {
    pub(crate) fn approve(&self, gateway_payment: &str, at: Duration) {
        let approval = (gateway_payment.to_owned(), at);
        self.0.lock().unwrap().approvals.push(approval);
    }

    pub(crate) fn complain(&self, what: String) {
        self.0.lock().unwrap().complaints.push(what);
    }

    /// Notes how the shop was answered; whoever gave up waiting was not answered.
    pub(crate) fn answered<E>(
        &self,
        met: &Met,
        asked: &'static str,
        answer: &Result<Result<Reply, Problem>, E>,
    ) {
        let name = match answer {
            Err(_) => "nothing",
            Ok(Ok(reply)) if reply.replayed => "what it was before",
            Ok(Ok(reply)) if reply.status == 201 => "201",
            Ok(Ok(reply)) if reply.status < 500 => "4xx",
            Ok(Ok(_)) => "5xx",
            Ok(Err(problem)) => problem.kind.name,
        };
        met.note(asked, name);
        if let Ok(Err(problem)) = answer
            && problem.kind == ProblemKind::INTERNAL
        {
            self.complain(format!("{asked} 500: {}", problem.detail));
        }
    }

    pub(crate) fn record(&self) -> Record {
        self.0.lock().unwrap().clone()
    }
}
