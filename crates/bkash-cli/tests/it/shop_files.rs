//! The shops of this repository that the judge plays at.

use std::path::Path;

use bkash_acceptance::shop::ShopFile;

#[test]
fn every_shop_file_here_is_one_that_the_judge_can_use() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    for file in [
        "examples/accept/demo.toml",
        "crates/bkash-client/examples/shop/shop.toml",
        "interop/accept/bkash-payment.toml",
        "interop/accept/bkash-rs.toml",
        "interop/accept/pybkash.toml",
    ] {
        let shop = ShopFile::read(&root.join(file)).unwrap_or_else(|error| panic!("{error}"));
        let facts = shop.facts();
        // A shop that took the amount from the browser could not be tried for it.
        assert!(!facts.takes_amount, "{file}");
        assert!(
            facts.refunds && facts.refunds_parts && facts.restarts,
            "{file}: {facts:?}"
        );
    }
}
