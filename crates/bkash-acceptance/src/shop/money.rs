//! Fields that look like money, and what a browser makes of them.

use serde_json::Value;

/// The field with the made-up value, if one of that kind is made up and it has a number.
pub(super) fn replaced(name: &str, value: &str, extra: &[(String, String)]) -> (String, String) {
    let is_number = value.trim().parse::<f64>().is_ok();
    let value = like(name, extra).filter(|_| is_number).unwrap_or(value);
    (name.to_owned(), value.to_owned())
}

/// The same at any depth; a number stays a number.
pub(super) fn replace_in_json(value: &mut Value, extra: &[(String, String)]) {
    match value {
        Value::Array(items) => {
            for item in items {
                replace_in_json(item, extra);
            }
        }
        Value::Object(fields) => {
            for (name, field) in fields {
                match (like(name, extra), &field) {
                    (Some(made_up), Value::Number(_)) => {
                        let number = made_up.parse::<serde_json::Number>();
                        *field = number.map_or_else(|_| made_up.into(), Value::Number);
                    }
                    (Some(made_up), Value::String(text)) if text.trim().parse::<f64>().is_ok() => {
                        *field = made_up.into();
                    }
                    _ => replace_in_json(field, extra),
                }
            }
        }
        _ => {}
    }
}

fn like<'a>(name: &str, extra: &'a [(String, String)]) -> Option<&'a str> {
    let own = last_word(name);
    let alike = extra.iter().find(|(other, _)| last_word(other) == own);
    alike.map(|(_, value)| value.as_str())
}

/// `price` of `cart[0][price]`, `unit_price`, `unitPrice` and `price_bdt`.
fn last_word(name: &str) -> String {
    const CURRENCIES: [&str; 4] = ["bdt", "tk", "taka", "poisha"];
    let mut spaced = String::with_capacity(name.len());
    let mut after_small = false;
    for char in name.chars() {
        if after_small && char.is_uppercase() {
            spaced.push(' ');
        }
        after_small = char.is_lowercase();
        spaced.push(if char.is_alphanumeric() { char } else { ' ' });
    }
    let spaced = spaced.to_lowercase();
    let mut words = spaced.split_whitespace().rev();
    let last = words.find(|word| !CURRENCIES.contains(word));
    last.unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_last_word_of_a_name_is_what_it_is() {
        for (name, word) in [
            ("price", "price"),
            ("cart[0][price]", "price"),
            ("unit_price", "price"),
            ("unitPrice", "price"),
            ("AMOUNT", "amount"),
            ("total_amount_bdt", "amount"),
            ("price_id", "id"),
        ] {
            assert_eq!(last_word(name), word, "{name}");
        }
    }

    #[test]
    fn numbers_of_that_kind_are_replaced_and_nothing_else() {
        let extra = [("price".to_owned(), "1.00".to_owned())];
        let value = |name: &str, value: &str| replaced(name, value, &extra).1;
        assert_eq!(value("cart[price]", "500"), "1.00");
        assert_eq!(value("price", "cheap"), "cheap");
        assert_eq!(value("price_id", "500"), "500");
        let mut cart = json!({"items": [{"unitPrice": 500, "price": "500.00", "n": 2}]});
        replace_in_json(&mut cart, &extra);
        assert_eq!(
            cart,
            json!({"items": [{"unitPrice": 1.0, "price": "1.00", "n": 2}]})
        );
    }
}
