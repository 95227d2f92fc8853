use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::world::{Transaction, bangladesh};

/// A payment via API (developer portal: Webhooks).
const PAYMENT_VIA_API: &str = "10002294";
/// The merchant's name on the hosted pages.
const ORGANIZATION: &str = "Sandbox Merchant";
/// Masked as in the developer portal's samples; the number that the standard topic ends with.
const SHORT_CODE: &str = "01929918***";

/// What bKash says of a completed payment: an object of texts, in the order of the portal's samples. No
/// paymentID is in it.
pub(crate) fn payment_message(transaction: &Transaction) -> Map<String, Value> {
    let mut fields = Map::new();
    let mut field = |name: &str, value: String| {
        fields.insert(name.to_owned(), Value::String(value));
    };
    field("dateTime", date_time(transaction.at));
    field("debitMSISDN", format!("88{}", transaction.wallet));
    field("creditOrganizationName", ORGANIZATION.to_owned());
    field("creditShortCode", SHORT_CODE.to_owned());
    field("trxID", transaction.trx_id.to_string());
    field("transactionStatus", "Completed".to_owned());
    field("transactionType", PAYMENT_VIA_API.to_owned());
    field("amount", transaction.amount.plain());
    field("currency", "BDT".to_owned());
    field(
        "merchantInvoiceNumber",
        transaction.merchant_invoice_number.clone(),
    );
    if let Some(coupon) = transaction.coupon {
        field("couponAmount", coupon.amount.plain());
        field("merchantShareAmount", coupon.merchant_share.plain());
        field("saleAmount", transaction.sale_amount().to_string());
    }
    fields
}

/// `20180419122246`, in Bangladesh.
fn date_time(moment: Timestamp) -> String {
    let at = bangladesh(moment);
    let (date, time) = (at.date(), at.time());
    format!(
        "{:04}{:02}{:02}{:02}{:02}{:02}",
        date.year(),
        date.month(),
        date.day(),
        time.hour(),
        time.minute(),
        time.second()
    )
}
