//! An execute that says 0000, and something else than the order.

use super::money;
use super::shown::{never_paid, quote};
use super::witness::visits;
use crate::case::Judged;
use crate::record::{Exchange, Record, Visit};
use crate::story::Story;
use crate::words::Said;

pub(crate) fn other_amount(record: &Record) -> Judged {
    not_believed(record, Story::OtherAmount, "amount", |said, visit| {
        let asked = visit.amount.as_deref();
        asked.is_some_and(|asked| !money::same(asked, said))
    })
}

pub(crate) fn other_invoice(record: &Record) -> Judged {
    let field = "merchantInvoiceNumber";
    not_believed(record, Story::OtherInvoice, field, |said, visit| {
        visit.invoice.as_deref().is_some_and(|asked| asked != said)
    })
}

pub(crate) fn not_completed(record: &Record) -> Judged {
    let field = "transactionStatus";
    not_believed(record, Story::NotCompleted, field, |said, _| {
        said != "Completed"
    })
}

fn not_believed(
    record: &Record,
    story: Story,
    field: &str,
    differs: fn(&str, &Visit) -> bool,
) -> Judged {
    let altered: Vec<_> = visits(record, story)?
        .into_iter()
        .filter(|visit| other_answer(record, visit, field, differs).is_some())
        .collect();
    if altered.is_empty() {
        return Err(Said::new(
            format!("the shop got no execute answer with another {field}"),
            format!("দোকান ভিন্ন {field}-সহ কোনো execute উত্তর পায়নি"),
        ));
    }
    never_paid(
        record,
        &altered,
        |_| true,
        |visit, page| {
            let said = other_answer(record, visit, field, differs).unwrap_or_default();
            Said::new(
                format!(
                    "execute answered 0000 with {field} {said}, and the shop says: {}",
                    quote(page)
                ),
                format!(
                    "execute 0000 বলেছে কিন্তু {field} ছিল {said}, তবু দোকান বলছে: {}",
                    quote(page)
                ),
            )
        },
        Said::new(
            format!("an answer with another {field} was not shown as paid"),
            format!("ভিন্ন {field}-সহ উত্তর সফল হিসেবে দেখানো হয়নি"),
        ),
    )
}

/// What execute said in this field, if that differs from the order.
fn other_answer<'a>(
    record: &'a Record,
    visit: &'a Visit,
    field: &str,
    differs: fn(&str, &Visit) -> bool,
) -> Option<&'a str> {
    let answer = answer_of(record, visit)?;
    answer.said(field).filter(|said| differs(said, visit))
}

fn answer_of<'a>(record: &'a Record, visit: &'a Visit) -> Option<&'a Exchange> {
    let payment = visit.payment_id.as_deref()?;
    let mut executes = record.journal.about("execute", payment);
    executes.find(|execute| execute.succeeded())
}
