use axum::Json;
use serde_json::{Value, json};

use super::selection::Chosen;
use crate::wire::SHORT_CODE;
use crate::world::{Amount, Books, Movement, Transaction, TransactionKind, Wallet};

pub(super) async fn show(Chosen(world): Chosen) -> Json<Value> {
    let now = world.now();
    let books = world.state().books(now);
    let wallets: Vec<Value> = books
        .wallets
        .iter()
        .map(|wallet| wallet_value(wallet, &books))
        .collect();
    let merchant: Vec<Value> = books
        .transactions
        .iter()
        .filter_map(|entry| {
            Some(transaction_value(
                entry,
                entry.for_merchant()?,
                entry.credited(),
            ))
        })
        .collect();
    Json(json!({
        "app_key": world.app_key,
        "now": now.to_string(),
        "merchant": {
            "organizationShortCode": SHORT_CODE,
            "balance": books.merchant_balance.to_string(),
            "on_hold": books.on_hold.to_string(),
            "settled": books.settled.to_string(),
            "coupons": books.coupons.to_string(),
            "transactions": merchant,
        },
        "wallets": wallets,
        "token_calls": {
            "total": books.token_calls,
            "in_last_hour": books.token_calls_in_last_hour,
            "over_limit": books.token_calls_over_limit,
        },
    }))
}

fn wallet_value(wallet: &Wallet, books: &Books) -> Value {
    let own = books
        .transactions
        .iter()
        .filter(|entry| entry.wallet == wallet.number);
    let transactions: Vec<Value> = own
        .filter_map(|entry| Some(transaction_value(entry, entry.for_wallet()?, entry.amount)))
        .collect();
    json!({
        "wallet": wallet.number.as_str(),
        "balance": wallet.balance.to_string(),
        "locked": wallet.is_locked(books.pin_lock),
        "debit_blocked": wallet.debit_blocked,
        "transactions": transactions,
    })
}

fn transaction_value(transaction: &Transaction, movement: Movement, amount: Amount) -> Value {
    let (kind, original) = match &transaction.kind {
        TransactionKind::Payment => ("payment", None),
        TransactionKind::Authorization => ("authorization", None),
        TransactionKind::Capture => ("capture", None),
        TransactionKind::Void => ("void", None),
        TransactionKind::Refund { original } => ("refund", Some(original.as_str())),
    };
    json!({
        "trxID": transaction.trx_id.as_str(),
        "type": kind,
        "direction": match movement { Movement::In => "in", Movement::Out => "out" },
        "amount": amount.to_string(),
        "currency": "BDT",
        "at": transaction.at.to_string(),
        "wallet": transaction.wallet.as_str(),
        "paymentID": transaction.payment_id.as_str(),
        "merchantInvoiceNumber": transaction.merchant_invoice_number,
        "originalTrxID": original,
    })
}
