use super::{Item, Pack};
use crate::report::frame::shop_name;
use crate::report::markup::{block, code, plain};
use crate::report::phrases::Phrases;
use crate::report::wire::Wire;
use crate::words::Language;

impl Pack {
    /// A document of its own.
    #[must_use]
    pub fn markdown(&self, language: Language) -> String {
        let phrases = Phrases::of(language);
        let shop = plain(&shop_name(&self.shop, language));
        format!(
            "# {}: {shop}\n\n{}\n",
            phrases.pack_title,
            self.content(language)
        )
    }

    /// A chapter of a report.
    pub(crate) fn markdown_below(&self, language: Language) -> String {
        let phrases = Phrases::of(language);
        format!("## {}\n\n{}", phrases.pack_title, self.content(language))
    }

    fn content(&self, language: Language) -> String {
        let phrases = Phrases::of(language);
        let mut parts = vec![plain(phrases.pack_note), plain(phrases.pack_simulator)];
        if self.clean().is_none() {
            parts.push(phrases.pack_no_payment.to_owned());
        }
        for part in &self.parts {
            parts.push(format!(
                "### {} · {}",
                part.title(language),
                code(&part.payment_id)
            ));
            parts.extend(part.items.iter().map(|item| told(item, language)));
        }
        if !self.missing.is_empty() {
            parts.push(format!("### {}", phrases.pack_missing));
            let lines = self.missing.iter().map(|call| {
                format!(
                    "- **{}**: {}",
                    call.name(),
                    call.absence().in_language(language)
                )
            });
            parts.push(lines.collect::<Vec<_>>().join("\n"));
        }
        parts.join("\n\n")
    }
}

fn told(item: &Item, language: Language) -> String {
    let phrases = Phrases::of(language);
    let wire = Wire::of(&item.exchange, language);
    let mut parts = vec![
        format!("#### {}", item.call.name()),
        format!("{} ({})", phrases.request, wire.at),
        block("http", &wire.request_text()),
        format!("{}: {}", phrases.response, wire.outcome),
    ];
    if let Some(body) = &wire.response {
        parts.push(block("json", body));
    }
    if let Some(fault) = &wire.fault {
        parts.push(format!("{}: {}", phrases.fault, code(fault)));
    }
    parts.join("\n\n")
}
