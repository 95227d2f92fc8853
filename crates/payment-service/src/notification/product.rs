/// Payments that no checkout of this service has made (developer portal: Webhooks, transactionType).
const OTHER_PRODUCTS: [&str; 10] = [
    "10003126", // QR
    "10002175", // USSD
    "10002809", // voucher
    "10002264", // from a merchant, by API
    "10003209", // from a merchant, by QR
    "10002177", // from a merchant, by USSD
    "10003476", // by a bank
    "10003237", // from a business to a merchant
    "10003236", // from a distributor, by USSD
    "10004036", // from a distributor's officer, by API
];

/// Whether bKash's number for how it was paid is that of another product. Old samples have other numbers for
/// payments by API, so what is not known may be ours.
pub(crate) fn is_another_product(transaction_type: &str) -> bool {
    OTHER_PRODUCTS.contains(&transaction_type)
}
