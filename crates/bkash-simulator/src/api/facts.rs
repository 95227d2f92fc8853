use serde::Deserialize;

use super::call::{Call, parse};
use crate::fault::Facts;
use crate::gateway::World;
use crate::wire::Given;
use crate::world::WalletNumber;

/// What a body can name, in either family's spelling.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Named {
    #[serde(rename = "paymentID", alias = "paymentId")]
    payment_id: Given,
    #[serde(rename = "trxID", alias = "trxId")]
    trx_id: Given,
    #[serde(rename = "merchantInvoiceNumber")]
    invoice: Given,
    #[serde(rename = "payerReference")]
    payer_reference: Given,
}

/// What a call is about, by its path, its body and by the payment that it names, before anything is checked.
pub(super) fn facts(call: &Call, world: &World) -> Facts {
    let named: Named = parse(&call.body).unwrap_or_default();
    let state = world.state();
    let path_id = call.path_id.as_deref();
    let by_trx_id = || {
        let transaction = state.transaction(named.trx_id.text().or(path_id)?)?;
        Some(transaction.payment_id.as_str())
    };
    let payment_id = named.payment_id.text().or(path_id);
    let by_id = payment_id.and_then(|id| state.payment(id).ok());
    let payment = by_id.or_else(|| state.payment(by_trx_id()?).ok());
    let text = |given: &Given| given.text().map(str::to_owned);
    match payment {
        Some(payment) => Facts::from(payment),
        None => Facts {
            payment_id: payment_id.map(str::to_owned),
            invoice: text(&named.invoice),
            wallet: named.payer_reference.text().and_then(WalletNumber::parse),
        },
    }
}
