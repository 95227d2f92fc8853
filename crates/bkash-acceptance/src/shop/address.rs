//! Addresses of the shop, with placeholders.

use url::Url;

use super::Fill;
use super::pattern::Pattern;

/// What is wrong with it once it is filled, in words that follow the key's name.
pub(super) fn check(pattern: &Pattern) -> Result<(), String> {
    let sample = Fill {
        amount: "100.00".to_owned(),
        invoice: "A1".to_owned(),
        unique: "a1".to_owned(),
        payment_id: Some("TR1".to_owned()),
        trx_id: Some("A1".to_owned()),
    };
    let text = pattern.filled_for_url(&sample);
    let has_scheme = text.contains("://");
    let url = text.parse::<Url>();
    match url {
        Ok(url) if !matches!(url.scheme(), "http" | "https") && !has_scheme => {
            Err("has no scheme".to_owned())
        }
        Ok(url) if !matches!(url.scheme(), "http" | "https") => Err(format!(
            "has the scheme {}, not http or https",
            url.scheme()
        )),
        Ok(url) if url.port() == Some(0) => Err("has port 0".to_owned()),
        Ok(_) if !has_scheme => Err("is not an address".to_owned()),
        Ok(_) => Ok(()),
        Err(_) if !has_scheme => Err("has no scheme".to_owned()),
        Err(why) => Err(format!("is not an address ({why})")),
    }
}

/// `None` if the values do not fit into it.
pub(super) fn filled(pattern: &Pattern, fill: &Fill) -> Option<Url> {
    pattern.filled_for_url(fill).parse().ok()
}
