use std::collections::BTreeMap;

use payment_core::Taka;
use payment_core::payment::Order;
use payment_core::text::{MerchantInvoiceNumber, PayerReference, TextError};
use serde_json::{Map, Value};
use url::Url;

use crate::api::fields::{Field, Fields};
use crate::api::idempotency::Content;
use crate::problem::Problem;
use crate::store::Fingerprint;

const AMOUNT: Field = Field {
    name: "amount",
    example: "500.00",
};
const CURRENCY: Field = Field {
    name: "currency",
    example: "BDT",
};
const INVOICE: Field = Field {
    name: "merchant_invoice_number",
    example: "INV-2026-0001",
};
const PAYER: Field = Field {
    name: "payer_reference",
    example: "customer-42",
};
const RETURN_URL: Field = Field {
    name: "return_url",
    example: "https://shop.example.com/orders/42/return",
};
const METADATA: Field = Field {
    name: "metadata",
    example: "{\"order\":\"42\"}",
};

const RETURN_URL_MAX: usize = 2048;
const PAIRS_MAX: usize = 20;
const NAME_MAX_CHARS: usize = 40;
const VALUE_MAX_CHARS: usize = 500;

/// What the shop asks to be paid, or everything that is wrong with it at once.
pub(super) fn parse(members: Map<String, Value>, amount_max: Taka) -> Result<Order, Problem> {
    let mut fields = Fields::new(members);
    let amount = fields.required(AMOUNT, |text| amount(text, amount_max));
    fields.optional(CURRENCY, currency);
    let invoice = fields.required(INVOICE, |text| {
        MerchantInvoiceNumber::parse(text).map_err(rule)
    });
    let payer = fields.required(PAYER, |text| PayerReference::parse(text).map_err(rule));
    let return_url = fields.required(RETURN_URL, return_url);
    let pairs_rule = format!(
        "must be an object of at most {PAIRS_MAX} texts; names of 1 to {NAME_MAX_CHARS} characters, \
         values of at most {VALUE_MAX_CHARS}"
    );
    let metadata = fields.pairs(METADATA, &pairs_rule, are_small);
    let finished = fields.finish();
    match (finished, amount, invoice, payer, return_url) {
        (
            Ok(()),
            Some(amount),
            Some(merchant_invoice_number),
            Some(payer_reference),
            Some(return_url),
        ) => Ok(Order {
            amount,
            merchant_invoice_number,
            payer_reference,
            return_url,
            metadata,
        }),
        (errors, ..) => Err(Problem::invalid_fields(&errors.err().unwrap_or_default())),
    }
}

/// The same order has the same fingerprint, however it was spelt.
pub(super) fn fingerprint(order: &Order) -> Fingerprint {
    let head = Content::default()
        .with(&order.amount.to_string())
        .with(order.merchant_invoice_number.as_str())
        .with(order.payer_reference.as_str())
        .with(&order.return_url);
    let pairs = order.metadata.iter();
    pairs
        .fold(head, |content, (name, value)| {
            content.with(name).with(value)
        })
        .fingerprint()
}

/// An amount as the API writes it: text, above zero, at most `max`.
pub(in crate::api) fn amount(text: &str, max: Taka) -> Result<Taka, String> {
    match text.parse::<Taka>() {
        Err(why) => Err(why.to_string()),
        Ok(amount) if amount.is_zero() => Err("must be above zero".to_owned()),
        Ok(amount) if amount > max => Err(format!("must be at most {max}")),
        Ok(amount) => Ok(amount),
    }
}

/// The gateway knows no other.
pub(in crate::api) fn currency(text: &str) -> Result<(), String> {
    if text == "BDT" {
        Ok(())
    } else {
        Err("must be BDT, or left out".to_owned())
    }
}

fn rule(error: TextError) -> String {
    error.to_string()
}

/// Taken as it is written: what the parser would mend is refused, so that every reader sees one address.
fn return_url(text: &str) -> Result<String, String> {
    let refused = |rule: &str| Err(rule.to_owned());
    if text.len() > RETURN_URL_MAX || !text.bytes().all(|b| b.is_ascii_graphic() && b != b'\\') {
        return refused("must be at most 2048 characters of ASCII, without blanks and backslashes");
    }
    let Ok(url) = Url::parse(text) else {
        return refused("must be a whole address");
    };
    let web = ["http://", "https://"]
        .into_iter()
        .any(|scheme| text.starts_with(scheme));
    if !web || !url.has_host() {
        return refused("must begin with https:// or http:// and a host");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return refused("must not have a user name or a password");
    }
    if url
        .query_pairs()
        .any(|(name, _)| name == "payment_id" || name == "status")
    {
        return refused(
            "must not have the parameters payment_id and status, which are added to it",
        );
    }
    Ok(text.to_owned())
}

fn are_small(pairs: &BTreeMap<String, String>) -> bool {
    pairs.len() <= PAIRS_MAX
        && pairs.iter().all(|(name, value)| {
            (1..=NAME_MAX_CHARS).contains(&name.chars().count())
                && value.chars().count() <= VALUE_MAX_CHARS
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::json;
    use serde_json::json;

    fn good() -> Value {
        json!({
            "amount": "500.00",
            "merchant_invoice_number": "INV-1",
            "payer_reference": "01770618575",
            "return_url": "https://shop.example.com/return?order=1",
            "metadata": {"b": "2", "a": "1"},
        })
    }

    fn read(body: &Value) -> Result<Order, Vec<String>> {
        let max = Taka::from_poisha(50_000_000).unwrap();
        let members = json::object(body.to_string().as_bytes()).unwrap();
        parse(members, max).map_err(|problem| {
            let body: Value = serde_json::from_str(&problem.to_json()).unwrap();
            let errors = body["errors"].as_array().unwrap().iter();
            errors
                .map(|error| error["field"].as_str().unwrap().to_owned())
                .collect()
        })
    }

    #[test]
    fn each_wrong_value_is_named_by_its_field() {
        let long = "x".repeat(256);
        let many: Map<_, _> = (0..21).map(|n| (n.to_string(), json!("v"))).collect();
        for (field, value) in [
            ("amount", json!("0")),
            ("amount", json!("0.00")),
            ("amount", json!("-1.00")),
            ("amount", json!("1.001")),
            ("amount", json!("1e3")),
            ("amount", json!("500000.01")),
            ("amount", json!("99999999999999999999")),
            ("amount", json!("১০")),
            ("amount", json!(" 5")),
            ("amount", json!(500)),
            ("amount", json!(null)),
            ("currency", json!("USD")),
            ("currency", json!("bdt")),
            ("merchant_invoice_number", json!("a<b")),
            ("merchant_invoice_number", json!(" ")),
            ("merchant_invoice_number", json!(long)),
            ("merchant_invoice_number", json!(7)),
            ("payer_reference", json!("a&b")),
            ("payer_reference", json!("a\nb")),
            ("return_url", json!("shop.example.com")),
            ("return_url", json!("/return")),
            ("return_url", json!("ftp://shop.example.com/")),
            ("return_url", json!("javascript:alert(1)")),
            ("return_url", json!("https:shop.example.com")),
            ("return_url", json!("https://me:pw@shop.example.com/")),
            (
                "return_url",
                json!("https://shop.example.com\\@evil.example/"),
            ),
            (
                "return_url",
                json!("https://shop.example.com/\r\nSet-Cookie: a"),
            ),
            (
                "return_url",
                json!("https://shop.example.com/?status=completed"),
            ),
            (
                "return_url",
                json!(format!("https://shop.example.com/{}", "x".repeat(2048))),
            ),
            ("metadata", json!(many)),
            ("metadata", json!({"a": 1})),
            ("metadata", json!({"": "x"})),
            ("metadata", json!([])),
            ("metadata", json!({"a": "x".repeat(501)})),
            ("ammount", json!("5.00")),
        ] {
            let mut body = good();
            body[field] = value.clone();
            assert_eq!(
                read(&body),
                Err(vec![field.to_owned()]),
                "{field} = {value}"
            );
        }
    }

    #[test]
    fn everything_wrong_is_named_at_once() {
        let body = json!({"amount": "x", "currency": "USD", "extra": 1, "metadata": 1});
        let named = read(&body).unwrap_err();
        assert_eq!(
            named,
            [
                "amount",
                "currency",
                "merchant_invoice_number",
                "payer_reference",
                "return_url",
                "metadata",
                "extra"
            ]
        );
    }

    #[test]
    fn the_same_order_has_the_same_fingerprint_however_it_was_spelt() {
        let mut other = good();
        other["amount"] = json!("500");
        other["currency"] = json!("BDT");
        other["metadata"] = json!({"a": "1", "b": "2"});
        let (one, two) = (read(&good()).unwrap(), read(&other).unwrap());
        assert_eq!(fingerprint(&one), fingerprint(&two));
        other["metadata"] = json!({"a": "1", "b": "3"});
        assert_ne!(fingerprint(&one), fingerprint(&read(&other).unwrap()));
    }
}
