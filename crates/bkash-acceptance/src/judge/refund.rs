use crate::journal::{Exchange, Journal};
use crate::verdict::Finding;

pub(crate) fn same_token_as_payments(journal: &Journal) -> Finding {
    let is_refund = |exchange: &Exchange| exchange.endpoint == "refund";
    let refunds: Vec<_> = journal
        .with_token()
        .filter(|(exchange, _)| is_refund(exchange))
        .collect();
    if refunds.is_empty() {
        return Finding::not_judged("no refund was seen");
    }
    let own_token = refunds.iter().find(|(_, token)| {
        !journal
            .with_token()
            .any(|(other, used)| !is_refund(other) && used == *token)
    });
    match own_token {
        Some((refund, _)) => Finding::failed(
            "a refund used a token that no payment used",
            vec![refund.id],
        ),
        None => Finding::passed(format!(
            "refunds with a token of the payments: {}",
            refunds.len()
        )),
    }
}

pub(crate) fn never_resent_blindly(journal: &Journal) -> Finding {
    let refunds: Vec<_> = journal.of("refund").collect();
    let lost: Vec<_> = refunds
        .iter()
        .filter(|refund| refund.is_unanswered())
        .collect();
    if lost.is_empty() {
        return Finding::not_judged("every refund was answered");
    }
    let resent = lost.iter().find_map(|lost| {
        let again = refunds.iter().find(|again| {
            again.id > lost.id
                && again.payment_id() == lost.payment_id()
                && again.amount() == lost.amount()
        })?;
        (!status_asked_between(journal, lost, again)).then_some((lost.id, again.id))
    });
    match resent {
        Some((lost, again)) => Finding::failed(
            "a refund without an answer was sent again",
            vec![lost, again],
        ),
        None => Finding::passed("refunds without an answer were not sent again blindly"),
    }
}

fn status_asked_between(journal: &Journal, lost: &Exchange, again: &Exchange) -> bool {
    journal.of("refund_status").any(|status| {
        status.id > lost.id
            && status.id < again.id
            && status.payment_id() == lost.payment_id()
            && status.at >= lost.ended_at()
    })
}
