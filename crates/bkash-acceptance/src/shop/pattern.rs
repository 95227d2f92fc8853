use super::Fill;

/// A text of the file with its placeholders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pattern {
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    Placeholder(Placeholder),
}

/// What can stand in braces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Placeholder {
    Amount,
    Invoice,
    Unique,
    PaymentId,
    TrxId,
}

impl Placeholder {
    pub(super) const ALL: [Self; 5] = [
        Self::Amount,
        Self::Invoice,
        Self::Unique,
        Self::PaymentId,
        Self::TrxId,
    ];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Amount => "amount",
            Self::Invoice => "invoice",
            Self::Unique => "unique",
            Self::PaymentId => "paymentID",
            Self::TrxId => "trxID",
        }
    }

    /// Whether it is known only once there is a payment.
    pub(super) const fn is_of_payment(self) -> bool {
        matches!(self, Self::PaymentId | Self::TrxId)
    }

    fn value(self, fill: &Fill) -> &str {
        match self {
            Self::Amount => &fill.amount,
            Self::Invoice => &fill.invoice,
            Self::Unique => &fill.unique,
            Self::PaymentId => fill.payment_id.as_deref().unwrap_or_default(),
            Self::TrxId => fill.trx_id.as_deref().unwrap_or_default(),
        }
    }
}

impl Pattern {
    /// Fails with the name in braces that is no placeholder. Braces around anything but a plain word stay as they are.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let mut parts = Vec::new();
        let mut plain = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            plain.push_str(before);
            let name = after.split_once('}').filter(|(name, _)| is_word(name));
            rest = match name {
                None => {
                    plain.push('{');
                    after
                }
                Some((name, tail)) => {
                    let known = Placeholder::ALL
                        .into_iter()
                        .find(|known| known.name() == name);
                    parts.push(Part::Text(std::mem::take(&mut plain)));
                    parts.push(Part::Placeholder(known.ok_or_else(|| name.to_owned())?));
                    tail
                }
            };
        }
        plain.push_str(rest);
        parts.push(Part::Text(plain));
        Ok(Self { parts })
    }

    /// Braces in it are text.
    pub(super) fn text(text: &str) -> Self {
        Self {
            parts: vec![Part::Text(text.to_owned())],
        }
    }

    pub(super) fn placeholders(&self) -> impl Iterator<Item = Placeholder> {
        self.parts.iter().filter_map(|part| match part {
            Part::Placeholder(placeholder) => Some(*placeholder),
            Part::Text(_) => None,
        })
    }

    pub(super) fn filled(&self, fill: &Fill) -> String {
        self.each(|placeholder| placeholder.value(fill).to_owned())
    }

    /// For an address: values are percent-encoded.
    pub(super) fn filled_for_url(&self, fill: &Fill) -> String {
        self.each(|placeholder| {
            url::form_urlencoded::byte_serialize(placeholder.value(fill).as_bytes()).collect()
        })
    }

    fn each(&self, value: impl Fn(Placeholder) -> String) -> String {
        self.parts
            .iter()
            .map(|part| match part {
                Part::Text(text) => text.clone(),
                Part::Placeholder(placeholder) => value(*placeholder),
            })
            .collect()
    }
}

fn is_word(name: &str) -> bool {
    !name.is_empty()
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | ':'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fill() -> Fill {
        Fill {
            amount: "12.50".to_owned(),
            invoice: "A/1".to_owned(),
            unique: "ff".to_owned(),
            payment_id: Some("TR1".to_owned()),
            trx_id: None,
        }
    }

    #[test]
    fn each_placeholder_is_filled_wherever_it_stands() {
        let pattern = Pattern::parse("{amount}|{invoice}{unique}-{paymentID}:{trxID}.").unwrap();
        assert_eq!(pattern.filled(&fill()), "12.50|A/1ff-TR1:.");
        assert_eq!(pattern.filled_for_url(&fill()), "12.50|A%2F1ff-TR1:.");
        assert_eq!(pattern.placeholders().count(), 5);
    }

    #[test]
    fn an_unknown_name_in_braces_is_told() {
        assert_eq!(Pattern::parse("a {Amount} b"), Err("Amount".to_owned()));
    }

    #[test]
    fn other_braces_are_text() {
        for text in ["{", "}", "{}", "{a b}", "{\"a\": 1}", "a{"] {
            assert_eq!(Pattern::parse(text).unwrap().filled(&fill()), text);
        }
    }
}
