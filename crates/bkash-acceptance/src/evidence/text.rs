use super::{Item, Pack, Part};
use crate::report::frame::shop_name;
use crate::report::phrases::Phrases;
use crate::report::wire::Wire;
use crate::words::Language;

const RULE: usize = 78;

impl Pack {
    /// Ready to paste, for any place that takes plain text.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let phrases = Phrases::of(language);
        let mut lines = vec![
            format!(
                "{}: {}",
                phrases.pack_title,
                shop_name(&self.shop, language)
            ),
            phrases.pack_note.to_owned(),
            phrases.pack_simulator.to_owned(),
        ];
        if self.clean().is_none() {
            lines.push(phrases.pack_no_payment.to_owned());
        }
        for part in &self.parts {
            lines.push(String::new());
            lines.push("=".repeat(RULE));
            lines.push(format!(
                "{} · paymentID {}",
                part.title(language),
                part.payment_id
            ));
            lines.push("=".repeat(RULE));
            for item in &part.items {
                lines.push(String::new());
                lines.extend(told(item, language));
            }
        }
        if !self.missing.is_empty() {
            lines.push(String::new());
            lines.push("=".repeat(RULE));
            lines.push(phrases.pack_missing.to_owned());
            lines.push("=".repeat(RULE));
            let missing = self.missing.iter();
            lines.extend(
                missing.map(|call| {
                    format!("{}: {}", call.name(), call.absence().in_language(language))
                }),
            );
        }
        lines.join("\n") + "\n"
    }
}

impl Part {
    pub(super) fn title(&self, language: Language) -> &'static str {
        let phrases = Phrases::of(language);
        match self.clean {
            true => phrases.pack_payment,
            false => phrases.pack_lost,
        }
    }
}

fn told(item: &Item, language: Language) -> Vec<String> {
    let phrases = Phrases::of(language);
    let wire = Wire::of(&item.exchange, language);
    let mut lines = vec![
        format!("--- {} ({})", item.call.name(), wire.at),
        format!("[{}]", phrases.request),
        wire.request_text(),
        String::new(),
        format!("[{}] {}", phrases.response, wire.outcome),
    ];
    if let Some(body) = wire.response {
        lines.push(body);
    }
    if let Some(fault) = wire.fault {
        lines.push(format!("({}: {fault})", phrases.fault));
    }
    lines
}
