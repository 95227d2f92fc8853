use super::Row;
use crate::specimen::flaw::Flaw;
use crate::specimen::style::Style;

/// Before the payment, and on the pages.
pub(super) fn rows() -> Vec<Row> {
    vec![
        Row::wrong(
            Flaw::OneInvoiceForAll,
            "one invoice number for all payments",
            &["create/1"],
        ),
        Row::wrong(
            Flaw::InvoiceOfProduct,
            "the product's number as the invoice number",
            &["create/1"],
        )
        .at(Style::Api),
        Row::wrong(
            Flaw::CreatesAgainUnanswered,
            "sends create again when no answer comes",
            &["create/2"],
        ),
        Row::wrong(
            Flaw::BlankWhenCreateUnanswered,
            "a blank page when no answer to create comes",
            &["create/2"],
        ),
        Row::wrong(
            Flaw::SilentAfterFailure,
            "the front page after a failure",
            &["messages/1"],
        ),
        Row::wrong(
            Flaw::SilentAfterCancel,
            "the front page after a cancel",
            &["messages/2"],
        )
        .at(Style::Serial),
        Row::wrong(
            Flaw::HidesTrxId,
            "no trxID on the paid page",
            &["messages/3"],
        ),
        Row::wrong(
            Flaw::SilentWhenCreateRefused,
            "the front page when create is refused",
            &["messages/4"],
        ),
        Row::wrong(Flaw::TokenInPage, "the id_token in a page", &["security/1"]),
        Row::wrong(
            Flaw::TokenInRedirect,
            "the id_token in a redirect's address",
            &["security/1"],
        ),
        Row::wrong(
            Flaw::TokenInCheckoutJson,
            "the id_token in the answer to the browser's script",
            &["security/1"],
        )
        .at(Style::Api),
        Row::wrong(
            Flaw::SecretInScript,
            "the app_secret in a script",
            &["security/1"],
        ),
        Row::wrong(
            Flaw::AmountFromForm,
            "takes an amount from the form if there is one",
            &["security/2"],
        ),
        Row::wrong(
            Flaw::AmountFromHiddenField,
            "takes the price from a hidden field",
            &["security/2"],
        ),
        Row::wrong(
            Flaw::BrowserCallsGateway,
            "the page's script calls the gateway",
            &["security/3"],
        ),
    ]
}
