//! The stored format: one checked-in file a state, compared byte by byte.
//!
//! A changed file means that what is stored already can no longer be read as it was: it needs a migration.
//! `UPDATE_SNAPSHOTS=1` writes the files anew.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::{env, fs};

use payment_core::payment::{Concern, Mismatch};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::harness::{completed, payment_id, trx, with_attention};
use crate::{payment_states, refund_table};

fn folder() -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "tests", "it", "snapshots"]
        .iter()
        .collect()
}

fn file_name(kind: &str, sample: &str) -> String {
    let plain: Vec<_> = sample
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    format!("{kind}-{}.json", plain.join("-"))
}

/// Byte by byte, and back to the same value.
fn assert_stored_as<T>(name: &str, value: &T)
where
    T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug,
{
    let is = serde_json::to_string_pretty(value).unwrap() + "\n";
    assert_eq!(serde_json::from_str::<T>(&is).unwrap(), *value, "{name}");
    let file = folder().join(name);
    if env::var_os("UPDATE_SNAPSHOTS").is_some() {
        fs::write(&file, &is).unwrap();
    }
    let was = fs::read_to_string(&file).unwrap_or_default();
    assert_eq!(is, was, "the stored format of {name} has changed");
}

fn concerns() -> Vec<(&'static str, Concern)> {
    let points = vec![
        Mismatch::Status,
        Mismatch::NoTrxId,
        Mismatch::KnownTrxId,
        Mismatch::GatewayPayment,
        Mismatch::Amount,
        Mismatch::Currency,
        Mismatch::MerchantInvoiceNumber,
    ];
    let said = "2002".to_owned();
    let trx_id = trx("DLB50BBBB2");
    let by = payment_id(2);
    vec![
        ("late completion", Concern::LateCompletion),
        (
            "superseded completion",
            Concern::SupersededCompletion { by },
        ),
        ("mismatch", Concern::Mismatch { points }),
        ("contradiction", Concern::Contradiction { said }),
        ("second transaction", Concern::SecondTransaction { trx_id }),
    ]
}

#[test]
fn every_state_is_stored_as_it_was_and_read_back_whole() {
    let mut names = BTreeSet::new();
    for (sample, payment, _) in payment_states::samples() {
        names.insert(file_name("payment", sample));
        assert_stored_as(&file_name("payment", sample), &payment);
    }
    for (sample, concern) in concerns() {
        names.insert(file_name("payment-attention", sample));
        let payment = with_attention(completed(), concern);
        assert_stored_as(&file_name("payment-attention", sample), &payment);
    }
    for (sample, refund, _) in refund_table::states() {
        names.insert(file_name("refund", sample));
        assert_stored_as(&file_name("refund", sample), &refund);
    }
    let files: BTreeSet<_> = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(files, names, "a snapshot of nothing, or none of something");
}
