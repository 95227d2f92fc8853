//! What a report never shows, whoever wrote it down: wallet numbers and tokens.

use serde_json::Value;

use crate::record::Exchange;

/// Digits of a wallet number; 13 with the country's code.
const WALLET: usize = 11;
/// A token of a gateway is longer than this; a word that begins like one is not.
const SHORTEST_TOKEN: usize = 40;

/// Wallet numbers as `017*****575`, tokens as `***`.
pub(crate) fn text(text: &str) -> String {
    wallets(&tokens(text))
}

/// The same in every text of a JSON value; names of fields stay.
pub(crate) fn value(value: &Value) -> Value {
    match value {
        Value::String(found) => text(found).into(),
        Value::Array(items) => items.iter().map(self::value).collect(),
        Value::Object(fields) => fields
            .iter()
            .map(|(name, found)| (name.clone(), self::value(found)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
        Value::Number(number) if is_wallet(&number.to_string()) => {
            masked(&number.to_string()).into()
        }
        other => other.clone(),
    }
}

/// A copy that may be shown.
pub(crate) fn exchange(found: &Exchange) -> Exchange {
    let mut shown = found.clone();
    shown.request.path = text(&found.request.path);
    shown.request.headers = value(&found.request.headers);
    shown.request.body = value(&found.request.body);
    if let Some(response) = &mut shown.response {
        response.headers = value(&response.headers);
        response.body = value(&response.body);
    }
    shown
}

/// `eyJ` begins every JSON web token: it is `{"` in Base64.
fn tokens(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("eyJ") {
        let (before, found) = rest.split_at(start);
        let end = found.find(|c: char| !is_of_token(c)).unwrap_or(found.len());
        let (found, after) = found.split_at(end);
        shown.push_str(before);
        let is_token = found.len() >= SHORTEST_TOKEN && found.contains('.');
        shown.push_str(if is_token { "***" } else { found });
        rest = after;
    }
    shown.push_str(rest);
    shown
}

const fn is_of_token(found: char) -> bool {
    found.is_ascii_alphanumeric() || matches!(found, '.' | '-' | '_')
}

/// A run of letters and digits that is a wallet number as a whole; ids that hold such digits are left alone.
fn wallets(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(found) = rest.chars().next() {
        let end = match found {
            '%' if rest.len() >= 3 && rest.is_char_boundary(3) => 3,
            found if found.is_ascii_alphanumeric() => rest
                .find(|c: char| !c.is_ascii_alphanumeric())
                .unwrap_or(rest.len()),
            found => found.len_utf8(),
        };
        let (run, after) = rest.split_at(end);
        match is_wallet(run) {
            true => shown.push_str(&masked(run)),
            false => shown.push_str(run),
        }
        rest = after;
    }
    shown
}

fn is_wallet(run: &str) -> bool {
    let number = match run.len() {
        13 => run.strip_prefix("88"),
        _ => Some(run),
    };
    number.is_some_and(|number| {
        let bytes = number.as_bytes();
        number.len() == WALLET
            && bytes.iter().all(u8::is_ascii_digit)
            && number.starts_with("01")
            && bytes.get(2).is_some_and(|digit| *digit >= b'3')
    })
}

fn masked(wallet: &str) -> String {
    let (begin, end) = (&wallet[..wallet.len() - 8], &wallet[wallet.len() - 3..]);
    format!("{begin}*****{end}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn wallet_numbers_keep_three_digits_at_each_end() {
        for (given, shown) in [
            ("01770618575", "017*****575"),
            ("from +8801770618575.", "from +88017*****575."),
            ("a=%2B8801770618575&b", "a=%2B88017*****575&b"),
            ("TR001101770618575123", "TR001101770618575123"),
            ("01234567890", "01234567890"),
            ("ফোন 01929918378", "ফোন 019*****378"),
            ("100%", "100%"),
        ] {
            assert_eq!(text(given), shown);
        }
    }

    #[test]
    fn a_token_that_stands_on_a_page_is_not_told_again() {
        let token = format!("eyJhbGciOi.{}.c2lnbmF0dXJl", "x".repeat(40));
        assert_eq!(text(&format!("token={token}; eyJust")), "token=***; eyJust");
        let body = json!({"note": [token], "msisdn": 8_801_770_618_575_u64});
        assert_eq!(
            value(&body),
            json!({"note": ["***"], "msisdn": "88017*****575"})
        );
    }
}
