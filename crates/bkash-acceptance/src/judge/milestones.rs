//! What the integration portal asks for.

use super::witness::why_not;
use crate::case::Judged;
use crate::record::Record;
use crate::story::Story;
use crate::verdict::Finding;
use crate::words::Said;

pub(crate) fn create_and_execute(record: &Record) -> Judged {
    let journal = &record.journal;
    for create in journal.of("create").filter(|create| create.succeeded()) {
        let payment = create
            .said("paymentID")
            .or_else(|| create.said("paymentId"));
        let Some(payment) = payment else { continue };
        let execute = journal
            .about("execute", payment)
            .find(|execute| execute.succeeded());
        if let Some(execute) = execute {
            return Ok(Finding::passed(Said::new(
                format!("{payment}: exchanges {} and {}", create.id, execute.id),
                format!("{payment}: কল {} ও {}", create.id, execute.id),
            ))
            .at([create.id, execute.id]));
        }
    }
    Err(why_not(record, Story::Paid))
}
