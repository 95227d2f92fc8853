use bkash_acceptance::shop::{Ask, Body, Fill, ShopFile};
use serde_json::json;

fn fill() -> Fill {
    Fill {
        amount: "12.50".to_owned(),
        invoice: "INV 1".to_owned(),
        unique: "ab".to_owned(),
        payment_id: Some("TR1".to_owned()),
        trx_id: Some("BX2".to_owned()),
    }
}

fn checkout(section: &str) -> Ask {
    let text = format!("[shop]\nname = \"s\"\n[checkout]\n{section}");
    let shop = ShopFile::parse(&text).unwrap_or_else(|error| panic!("{error}"));
    shop.checkout(&fill()).unwrap()
}

fn pairs(fields: &[(&str, &str)]) -> Vec<(String, String)> {
    let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    fields.iter().map(own).collect()
}

#[test]
fn placeholders_are_filled_in_addresses_forms_texts_of_json_and_headers() {
    let ask = checkout(
        "method = \"POST\"\nurl = \"http://127.0.0.1:8000/pay/{invoice}?u={unique}\"\n\
         form = { total = \"{amount}\", n = 2, items = [\"a\", \"b\"] }\nheaders = { X-Order = \"o-{invoice}\" }",
    );
    assert_eq!(ask.url.as_str(), "http://127.0.0.1:8000/pay/INV+1?u=ab");
    let fields = pairs(&[
        ("total", "12.50"),
        ("n", "2"),
        ("items", "a"),
        ("items", "b"),
    ]);
    let Some(Body::Form(mut sent)) = ask.body else {
        panic!("no form");
    };
    sent.sort();
    let mut meant = fields;
    meant.sort();
    assert_eq!(sent, meant);
    assert_eq!(ask.headers.get("x-order").unwrap(), "o-INV 1");
}

#[test]
fn json_keeps_its_numbers_truths_and_depth() {
    let ask = checkout(
        "url = \"http://127.0.0.1:8000/pay\"\nbkash_url = \"/url\"\n\
         json = { product = 1, price = 2.5, gift = true, cart = [{ id = \"{invoice}\" }], to = { city = \"ঢাকা\" } }",
    );
    let meant = json!({"product": 1, "price": 2.5, "gift": true, "cart": [{"id": "INV 1"}], "to": {"city": "ঢাকা"}});
    assert_eq!(ask.method, "POST");
    assert_eq!(ask.body, Some(Body::Json(meant)));
}

#[test]
fn an_amount_in_json_is_a_text_or_a_number_as_the_shop_wants_it() {
    let ask = checkout(
        "url = \"http://127.0.0.1:8000/pay\"\njson = { text = \"{amount}\", number = \"{amount:number}\" }",
    );
    let meant = json!({"text": "12.50", "number": 12.5});
    assert_eq!(ask.body, Some(Body::Json(meant)));
}

#[test]
fn get_puts_its_form_into_the_address() {
    let ask = checkout(
        "method = \"GET\"\nurl = \"http://127.0.0.1:8000/pay?a=1\"\nform = { b = \"{amount}\" }",
    );
    assert_eq!(ask.url.as_str(), "http://127.0.0.1:8000/pay?a=1&b=12.50");
    assert_eq!(ask.body, None);
}

#[test]
fn a_refund_and_an_order_know_the_payment() {
    let shop = ShopFile::parse(
        "[shop]\nname = \"s\"\n[checkout]\nurl = \"http://127.0.0.1:8000/pay\"\n\
         [refund]\nurl = \"http://127.0.0.1:8000/refund\"\nform = { id = \"{paymentID}\", trx = \"{trxID}\" }\n\
         [order]\nurl = \"http://127.0.0.1:8000/orders?payment={paymentID}\"",
    )
    .unwrap();
    let refund = shop.refund(&fill()).unwrap();
    let fields = pairs(&[("id", "TR1"), ("trx", "BX2")]);
    assert_eq!(refund.body, Some(Body::Form(fields)));
    let order = shop.order(&fill()).unwrap();
    assert_eq!(
        order.url.as_str(),
        "http://127.0.0.1:8000/orders?payment=TR1"
    );
    assert!(shop.facts().refunds && !shop.facts().refunds_parts);
}

#[test]
fn an_amount_that_the_browser_sends_is_noticed_wherever_it_stands() {
    for section in [
        "url = \"http://127.0.0.1:8000/pay?total={amount}\"",
        "url = \"http://127.0.0.1:8000/pay\"\nform = { total = \"{amount}\" }",
        "url = \"http://127.0.0.1:8000/pay\"\njson = { cart = [{ total = \"{amount}\" }] }",
        "url = \"http://127.0.0.1:8000/pay\"\npage = \"http://127.0.0.1:8000/cart?total={amount}\"",
    ] {
        let text = format!("[shop]\nname = \"s\"\n[checkout]\n{section}");
        assert!(
            ShopFile::parse(&text).unwrap().facts().takes_amount,
            "{section}"
        );
    }
}

#[test]
fn a_unique_value_is_32_hex_digits_and_never_the_same() {
    let (one, two) = (Fill::new("1.00", "a"), Fill::new("1.00", "a"));
    assert_eq!(one.unique.len(), 32);
    assert!(one.unique.chars().all(|c| c.is_ascii_hexdigit()));
    assert_ne!(one.unique, two.unique);
}
