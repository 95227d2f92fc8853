use std::collections::BTreeMap;

use crate::record::{Exchange, Journal, Record, Request};

/// The calls of one merchant account.
///
/// Tokens belong to an account: those of two in one journal would look like grants without a cause.
#[derive(Clone, Debug)]
pub struct Traffic {
    /// Its app key; `None` while no call has named one.
    pub app_key: Option<String>,
    /// Its exchanges.
    pub journal: Journal,
    /// Other app keys that were seen; their calls are not judged.
    pub others: Vec<String>,
    /// The newest call to what is no path of the gateway's, such as `POST /token/grant`: a wrong base URL, most likely.
    pub astray: Option<String>,
}

/// Where exchanges are that name no account.
pub(crate) const NO_ACCOUNT: &str = "";

impl Traffic {
    /// The account with the most exchanges, of several; among equals the first by name.
    #[must_use]
    pub fn of_busiest(mut accounts: BTreeMap<String, Vec<Exchange>>) -> Self {
        let astray = { accounts.values().flatten() }
            .filter(|exchange| exchange.endpoint == "wrong_route")
            .max_by_key(|exchange| exchange.at)
            .map(address);
        accounts.remove(NO_ACCOUNT);
        let busiest = accounts
            .iter()
            .rev()
            .max_by_key(|(_, exchanges)| exchanges.len())
            .map(|(app_key, _)| app_key.clone());
        let (mut ours, mut others) = (Vec::new(), Vec::new());
        for (app_key, exchanges) in accounts {
            if busiest.as_ref() == Some(&app_key) {
                ours = exchanges;
            } else {
                others.push(app_key);
            }
        }
        Self {
            app_key: busiest,
            journal: Journal::new(ours),
            others,
            astray,
        }
    }

    /// What can be judged of it.
    #[must_use]
    pub fn into_record(self, shop: impl Into<String>) -> Record {
        let mut record = Record::of_traffic(self.journal);
        record.shop.name = shop.into();
        record
    }
}

/// A query could hold anything.
fn address(exchange: &Exchange) -> String {
    let Request { method, path, .. } = &exchange.request;
    let path = path.split('?').next().unwrap_or_default();
    format!("{method} {path}")
}
