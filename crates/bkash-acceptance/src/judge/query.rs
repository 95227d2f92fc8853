use crate::journal::{Exchange, Journal};
use crate::verdict::Finding;

pub(crate) fn only_without_an_answer(journal: &Journal) -> Finding {
    let queries: Vec<_> = journal.of("query").collect();
    let unlawful = queries
        .iter()
        .find(|query| !follows_unanswered_execute(journal, query));
    if let Some(query) = unlawful {
        let payment = query.payment_id().unwrap_or("a payment");
        return Finding::failed(
            format!("{payment} was queried although its execute had been answered, or never sent"),
            vec![query.id],
        );
    }
    if journal.of("execute").next().is_none() {
        return Finding::not_judged("no execute was seen");
    }
    match queries.len() {
        0 => Finding::passed("no query was sent"),
        count => Finding::passed(format!(
            "queries: {count}, each after an unanswered execute"
        )),
    }
}

fn follows_unanswered_execute(journal: &Journal, query: &Exchange) -> bool {
    journal.of("execute").any(|execute| {
        execute.id < query.id
            && execute.payment_id() == query.payment_id()
            && execute.is_unanswered()
    })
}
