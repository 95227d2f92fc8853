use serde_json::Value;

use super::block::Block;

/// How many fields of one answer are read.
const FIELDS_MAX: usize = 500;

/// What a field can be of.
const OWNERS: [&str; 6] = [
    "payment",
    "transaction",
    "refund",
    "order",
    "shipping",
    "delivery",
];

/// `name: value` of every field, and the items of lists.
pub(super) fn blocks(json: &Value) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut left = vec![(String::new(), json)];
    while let Some((name, value)) = left.pop() {
        if blocks.len() >= FIELDS_MAX {
            break;
        }
        let text = match value {
            Value::Object(fields) => {
                let fields = fields.iter().rev();
                left.extend(fields.map(|(own, value)| (named(&name, own), value)));
                continue;
            }
            Value::Array(items) => {
                left.extend(items.iter().rev().map(|item| (name.clone(), item)));
                continue;
            }
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        blocks.push(Block::field(match name.is_empty() {
            true => text,
            false => format!("{name}: {text}"),
        }));
    }
    blocks
}

/// A status alone does not say of what.
fn named(parent: &str, own: &str) -> String {
    let parent = OWNERS
        .iter()
        .find(|owner| parent.eq_ignore_ascii_case(owner));
    match parent {
        Some(parent) => format!("{parent} {own}"),
        None => own.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_field_is_a_block_in_its_order() {
        let answer = json!({"a": {"b": true, "c": null}, "l": ["x", 1]});
        let texts: Vec<_> = blocks(&answer)
            .into_iter()
            .map(|block| block.text)
            .collect();
        assert_eq!(texts, ["b: true", "c: null", "l: x", "l: 1"]);
    }
}
