use bkash_acceptance::shop::{Fill, ShopFile, TEMPLATE};

/// The template with every commented setting switched on, but for the one that excludes `form`.
fn all_switched_on() -> String {
    let setting = |line: &str| {
        let bare = line.strip_prefix("# ")?;
        let is_setting = bare.starts_with('[') || bare.contains(" = ") && !bare.contains(": ");
        (is_setting && !bare.starts_with("json")).then(|| bare.to_owned())
    };
    let lines = TEMPLATE
        .lines()
        .map(|line| setting(line).unwrap_or_else(|| line.to_owned()));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn the_template_is_a_sound_file() {
    let shop = ShopFile::parse(TEMPLATE).unwrap();
    let facts = shop.facts();
    assert_eq!(facts.name, "My shop");
    assert!(!facts.takes_amount && !facts.refunds && !facts.restarts && !facts.shows_orders);
}

#[test]
fn every_setting_that_the_template_shows_is_sound() {
    let text = all_switched_on();
    let shop = ShopFile::parse(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let facts = shop.facts();
    assert!(facts.refunds && facts.refunds_parts && facts.restarts && facts.shows_orders);
    assert_eq!(shop.words().paid.len(), 1);
    assert_eq!(shop.words().failed.len(), 1);
    let checkout = shop.checkout(&Fill::new("10.00", "A1")).unwrap();
    assert_eq!(checkout.bkash_url.as_deref(), Some("/data/bkashURL"));
    assert!(checkout.page.is_some() && checkout.headers.contains_key("x-api-key"));
}
