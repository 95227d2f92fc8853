use super::normal::normal;

/// A part of a sentence that can be true or not by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Clause {
    /// Lower case, words and spaces alone.
    pub(super) text: String,
    /// What stands before its colon, likewise.
    pub(super) label: Option<String>,
    /// A colon follows: it names what comes.
    pub(super) is_label: bool,
    /// A question mark follows.
    pub(super) is_question: bool,
}

impl Clause {
    /// Words that stand by themselves.
    pub(super) fn plain(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            label: None,
            is_label: false,
            is_question: false,
        }
    }
}

/// The clauses of a block, in order.
pub(super) fn clauses(block: &str) -> Vec<Clause> {
    let mut clauses: Vec<Clause> = Vec::new();
    let mut label = None;
    let mut current = String::new();
    let mut chars = normal(&split_camel_case(block))
        .chars()
        .collect::<Vec<_>>()
        .into_iter()
        .peekable();
    loop {
        let char = chars.next();
        let ends_here = match char {
            None => true,
            Some('.' | ':' | ',') => chars.peek().is_none_or(|next| !next.is_numeric()),
            Some('!' | '?' | ';' | '।' | '|' | '\n' | '(' | ')' | '•' | '—' | '–' | '…') => {
                true
            }
            Some(_) => false,
        };
        if !ends_here {
            current.extend(char);
            continue;
        }
        let text = words(&current);
        current.clear();
        if !text.is_empty() {
            let is_label = char == Some(':');
            clauses.push(Clause {
                text: text.clone(),
                label: label.take(),
                is_label,
                is_question: char == Some('?'),
            });
            if is_label {
                label = Some(text);
            }
        } else if char == Some('?')
            && let Some(last) = clauses.last_mut()
        {
            last.is_question = true;
        }
        if char.is_none() {
            return clauses;
        }
    }
}

fn words(text: &str) -> String {
    let is_part =
        |c: char| c.is_alphanumeric() || super::normal::is_bangla(c) || c == '\'' || c == '.';
    let words = text
        .split(|c: char| !is_part(c))
        .map(|word| word.trim_matches(['\'', '.']));
    words
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// `transactionStatus` and `transaction_status` are two words, as their reader sees them.
fn split_camel_case(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut lower_run = 0;
    for char in text.chars() {
        // One small letter does not make a word: bKash.
        if lower_run > 1 && char.is_ascii_uppercase() {
            out.push(' ');
        }
        lower_run = if char.is_ascii_lowercase() {
            lower_run + 1
        } else {
            0
        };
        out.push(if char == '_' { ' ' } else { char });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(block: &str) -> Vec<String> {
        clauses(block)
            .into_iter()
            .map(|clause| clause.text)
            .collect()
    }

    #[test]
    fn a_block_falls_into_clauses() {
        assert_eq!(
            texts("Sorry, your payment of ৳1,200.50 wasn’t made! Try again? (Order #12)"),
            [
                "sorry",
                "your payment of 1 200.50 wasn't made",
                "try again",
                "order 12"
            ]
        );
        assert_eq!(texts("পেমেন্ট হয়নি। আবার চেষ্টা করুন।").len(), 2);
    }

    #[test]
    fn a_value_knows_its_label() {
        let clauses = clauses("transactionStatus: Completed");
        assert!(clauses[0].is_label);
        assert_eq!(clauses[1].label.as_deref(), Some("transaction status"));
        assert_eq!(clauses[1].text, "completed");
    }
}
