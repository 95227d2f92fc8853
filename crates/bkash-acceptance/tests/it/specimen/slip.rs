//! Mistakes of a shop's pages, apart from the pages themselves.

use axum::response::Response;

use super::flaw::Flaw;
use super::order::State;
use super::page::Told;
use super::shop::Shop;
use super::wire::APP_SECRET;

impl Shop {
    /// The page of a shop that says nothing of what happened at the hosted pages.
    pub(crate) fn instead_of_order_page(&self, state: &State) -> Option<Response> {
        let silent = match self.flaw? {
            Flaw::SilentAfterFailure => *state == State::failed(),
            Flaw::SilentAfterCancel => *state == State::Cancelled,
            _ => false,
        };
        silent.then(|| self.page(Told::Home, &[]))
    }

    pub(crate) fn trx_id_line(&self, trx_id: &str) -> Option<String> {
        let shown = !self.is(Flaw::HidesTrxId) && !trx_id.is_empty();
        shown.then(|| format!("bKash trxID {trx_id}"))
    }

    pub(crate) fn refusal_line(&self, code: &str, message: &str) -> Option<String> {
        if code.is_empty() {
            return None;
        }
        match self.flaw {
            Some(Flaw::OwnTextForRefusals) => None,
            Some(Flaw::CodeWithoutMessage) => Some(format!("bKash error {code}")),
            Some(Flaw::TranslatesSomeCodes) if code == "2023" => {
                Some("You do not have enough money.".to_owned())
            }
            _ => Some(message.to_owned()),
        }
    }

    /// Markup that should not be there.
    pub(crate) fn leak(&self) -> String {
        match self.flaw {
            Some(Flaw::TokenInPage) => {
                let token = self.gateway().tokens.at_hand();
                format!("<meta name=bkash-token content=\"{token}\">")
            }
            Some(Flaw::SecretInScript) => "<script src=/shop.js></script>".to_owned(),
            _ => String::new(),
        }
    }

    pub(crate) fn script(&self) -> String {
        match self.flaw {
            Some(Flaw::SecretInScript) => {
                format!("const bkash = {{ app_secret: '{APP_SECRET}' }};")
            }
            _ => String::new(),
        }
    }
}
