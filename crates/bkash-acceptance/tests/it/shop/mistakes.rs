use bkash_acceptance::shop::ShopFile;

const SHOP: &str =
    "[shop]\nname = \"s\"\n[checkout]\nmethod = \"POST\"\nurl = \"http://127.0.0.1:8000/pay\"\n";

/// The one mistake of a file, as a person reads it.
fn told(text: &str) -> String {
    let error = ShopFile::parse(text).err().map(|error| error.to_string());
    let error = error.unwrap_or_else(|| panic!("nothing is told of:\n{text}"));
    assert!(!error.contains('\n'), "more than one mistake:\n{error}");
    error
}

#[test]
fn every_mistake_is_told_with_its_line_and_what_to_do() {
    for (more, told_so) in [
        (
            "urls = \"x\"",
            "shop.toml:6: `urls` is unknown in [checkout]: did you mean `url`?",
        ),
        (
            "colour = 1",
            "shop.toml:6: `colour` is unknown in [checkout]: remove it; known here: method, url, form, json, headers, page, bkash_url",
        ),
        (
            "[refnd]\nurl = \"http://a.test/\"",
            "shop.toml:6: `refnd` is unknown in the file: did you mean `refund`?",
        ),
        (
            "form = { a = \"{Amount}\" }",
            "shop.toml:6: there is no placeholder {Amount}: did you mean {amount}?",
        ),
        (
            "form = { a = \"{amount:number}\" }",
            "shop.toml:6: there is no placeholder {amount:number}: the placeholders of [checkout] are {amount}, {invoice}, {unique}",
        ),
        (
            "form = { a = \"{paymentID}\" }",
            "shop.toml:6: {paymentID} is not known in [checkout]: its placeholders are {amount}, {invoice}, {unique}",
        ),
        (
            "form = { a = \"1\" }\njson = { a = 1 }",
            "shop.toml:7: [checkout] has both form and json: keep the one that your checkout reads",
        ),
        (
            "form = \"a=1\"",
            "shop.toml:6: form is not a table: write it as: form = { name = \"value\" }",
        ),
        (
            "form = { a = { b = 1 } }",
            "shop.toml:6: a is not a text: write it as: a = \"1\"",
        ),
        (
            "json = { a = 2026-01-31 }",
            "shop.toml:6: a is not a value of JSON: write it as: a = \"2026-01-31\"",
        ),
        (
            "bkash_url = \"data.bkashURL\"",
            "shop.toml:6: bkash_url \"data.bkashURL\" is no JSON pointer: it names the place in your answer and starts with a slash, as: bkash_url = \"/data/bkashURL\"",
        ),
        (
            "bkash_url = \"$.data.url\"",
            "shop.toml:6: bkash_url \"$.data.url\" is no JSON pointer: it names the place in your answer and starts with a slash, as: bkash_url = \"/data/url\"",
        ),
        (
            "bkash_url = \"http://127.0.0.1/\"",
            "shop.toml:6: bkash_url \"http://127.0.0.1/\" is no JSON pointer: it is not the address itself, but where your answer has it, as: bkash_url = \"/data/bkashURL\"",
        ),
        (
            "page = \"/cart\"",
            "shop.toml:6: page has no scheme: write it in full, as: page = \"http://127.0.0.1:8000/pay\"",
        ),
        (
            "headers = { \"a b\" = \"1\" }",
            "shop.toml:6: \"a b\" is no name of a header: write it as: \"X-Api-Key\" = \"...\"",
        ),
        (
            "[refund]\nform = { a = \"1\" }",
            "shop.toml:6: [refund] has no url: add: url = \"http://127.0.0.1:8000/refund\"",
        ),
        (
            "[order]\nurl = \"http://a.test/{amount}\"",
            "shop.toml:7: {amount} is not known in [order]: its placeholders are {invoice}, {unique}, {paymentID}, {trxID}",
        ),
        (
            "[app]\nstart = \"x\"",
            "shop.toml:6: [app] has no ready: add: ready = \"http://127.0.0.1:8000/\"",
        ),
        (
            "[app]\nstart = \"x\"\nready = \"http://a.test/\"\nready_seconds = 0",
            "shop.toml:9: ready_seconds is not a number of seconds from 1 to 600: write it as: ready_seconds = 30",
        ),
        (
            "[app]\nstart = \"x\"\nready = \"http://a.test/\"\nfolder = \"no/such\"",
            "shop.toml:9: there is no folder ./no/such: name it as seen from the folder of this file",
        ),
        (
            "[words]\npaid = \"yes\"",
            "shop.toml:7: paid is not a list of texts: write it as: paid = [\"Thank you\"]",
        ),
        (
            "words = 1",
            "shop.toml:6: `words` is unknown in [checkout]: remove it; known here: method, url, form, json, headers, page, bkash_url",
        ),
    ] {
        assert_eq!(told(&format!("{SHOP}{more}\n")), told_so);
    }
}

#[test]
fn an_address_that_is_none_is_told() {
    for (url, what) in [
        ("127.0.0.1:8000/pay", "url has no scheme"),
        ("localhost:8000/pay", "url has no scheme"),
        ("shop.test", "url has no scheme"),
        (
            "ftp://127.0.0.1/",
            "url has the scheme ftp, not http or https",
        ),
        ("http://", "url is not an address (empty host)"),
        (
            "http://a.test:99999/",
            "url is not an address (invalid port number)",
        ),
        ("", "url is empty"),
    ] {
        let told = told(&format!(
            "[shop]\nname = \"s\"\n[checkout]\nurl = \"{url}\"\n"
        ));
        assert!(
            told.starts_with(&format!("shop.toml:4: {what}: write it ")),
            "{told}"
        );
    }
}

#[test]
fn a_method_that_does_not_fit_is_told() {
    let url = "url = \"http://127.0.0.1:8000/pay\"";
    for (rest, what) in [
        (
            "method = \"DELETE\"",
            "shop.toml:5: method is \"DELETE\": it must be \"POST\", \"GET\" or \"PUT\"",
        ),
        (
            "method = \"GET\"\njson = { a = 1 }",
            "shop.toml:5: GET sends no json: use method = \"POST\", or form instead of json: GET puts it into the address",
        ),
    ] {
        let text = format!("[shop]\nname = \"s\"\n[checkout]\n{url}\n{rest}\n");
        assert_eq!(told(&text), what);
    }
}

#[test]
fn several_mistakes_are_told_at_once_in_the_order_of_lines() {
    let text = "[shop]\ntitle = \"s\"\n[checkout]\nurl = \"x\"\nform = { a = \"{b}\" }\n";
    let error = ShopFile::parse(text).err().unwrap();
    let lines: Vec<_> = error.mistakes.iter().map(|mistake| mistake.line).collect();
    assert_eq!(lines, [Some(1), Some(2), Some(4), Some(5)], "{error}");
}

#[test]
fn what_is_no_toml_is_told_alone() {
    let told = told("[shop]\nname = \"s\n[checkout]\n");
    assert!(
        told.starts_with("shop.toml:2: this is not TOML: "),
        "{told}"
    );
}

#[test]
fn a_missing_checkout_and_a_missing_file_are_told() {
    let missing = told("[shop]\nname = \"s\"\n");
    assert!(
        missing.starts_with("shop.toml: [checkout] is missing: say how a payer starts"),
        "{missing}"
    );
    let error = ShopFile::read("no/such/shop.toml".as_ref())
        .err()
        .unwrap()
        .to_string();
    assert!(
        error.starts_with("no/such/shop.toml: it cannot be read ("),
        "{error}"
    );
    assert!(
        error.ends_with("write one with `bkash accept init`"),
        "{error}"
    );
}
