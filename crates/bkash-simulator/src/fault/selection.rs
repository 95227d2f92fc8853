use std::cell::LazyCell;

use serde_json::{Map, Value};

use super::Facts;
use super::endpoints::Endpoints;
use super::kind::Strikes;
use crate::endpoint::Endpoint;
use crate::input::{BadField, Fields};
use crate::world::WalletNumber;

/// Which calls a fault fits. Time, chance and counts are the rule's.
#[derive(Debug, Clone)]
pub(crate) struct Selection {
    strikes: Strikes,
    endpoints: Endpoints,
    payment_id: Option<String>,
    invoice: Option<String>,
    wallet: Option<WalletNumber>,
}

const PAYMENT: &str = "paymentID";
const INVOICE: &str = "merchantInvoiceNumber";
const WALLET: &str = "wallet";

const WALLET_RULE: &str = "11 digits that begin with 01";

/// The fields that are read here.
pub(super) const FIELDS: [&str; 4] = ["endpoint", PAYMENT, INVOICE, WALLET];

impl Selection {
    pub(super) fn read(fields: &Fields, strikes: Strikes) -> Result<Self, BadField> {
        let endpoints = Endpoints::read(fields, strikes)?;
        let text = |name| -> Result<Option<String>, BadField> {
            Ok(fields.text(name, "text")?.map(str::to_owned))
        };
        let selection = Self {
            strikes,
            endpoints,
            payment_id: text(PAYMENT)?,
            invoice: text(INVOICE)?,
            wallet: fields.parsed(WALLET, WALLET_RULE, WalletNumber::parse)?,
        };
        selection.check()
    }

    /// Refuses what could never fit.
    fn check(self) -> Result<Self, BadField> {
        let able = |names: fn(Endpoint) -> bool| {
            let own = Endpoint::ALL
                .into_iter()
                .filter(|endpoint| self.strikes.takes(*endpoint) && names(*endpoint));
            own.collect::<Vec<_>>()
        };
        let of_an_order = |endpoint: Endpoint| !endpoint.is_token_call();
        for (field, is_asked, able) in [
            (
                PAYMENT,
                self.payment_id.is_some(),
                able(Endpoint::names_payment),
            ),
            (INVOICE, self.invoice.is_some(), able(of_an_order)),
            (WALLET, self.wallet.is_some(), able(of_an_order)),
        ] {
            if is_asked && !able.iter().any(|own| self.is_at(*own)) {
                let names: Vec<_> = able.iter().map(|endpoint| endpoint.name()).collect();
                let detail = format!("calls of this endpoint have no {field}");
                let allowed = format!("only with {}", names.join(", "));
                return Err(BadField::new(field, detail, allowed));
            }
        }
        Ok(self)
    }

    fn is_at(&self, endpoint: Endpoint) -> bool {
        self.endpoints.contains(endpoint, self.strikes)
    }

    pub(super) fn fits<F: FnOnce() -> Facts>(
        &self,
        endpoint: Endpoint,
        facts: &LazyCell<Facts, F>,
    ) -> bool {
        self.is_at(endpoint)
            && (self.payment_id.is_none() || self.payment_id == facts.payment_id)
            && (self.invoice.is_none() || self.invoice == facts.invoice)
            && (self.wallet.is_none() || self.wallet == facts.wallet)
    }

    pub(super) fn endpoint_value(&self) -> Value {
        self.endpoints.to_value()
    }

    pub(super) fn show(&self, shown: &mut Map<String, Value>) {
        for (name, asked) in [
            (PAYMENT, self.payment_id.as_deref()),
            (INVOICE, self.invoice.as_deref()),
            (WALLET, self.wallet.as_ref().map(WalletNumber::as_str)),
        ] {
            if let Some(asked) = asked {
                shown.insert(name.to_owned(), asked.into());
            }
        }
    }
}
