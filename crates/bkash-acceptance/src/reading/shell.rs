//! Pages that a script fills in: nothing of what a payer reads there stands in them.

use scraper::{Html, Selector};

use super::normal::normal;
use super::visible;

/// What stands there until the script has run.
const UNTIL_THEN: &[&str] = &[
    "loading",
    "please wait",
    "just a moment",
    "one moment",
    "one moment please",
    "loading please wait",
    "লোড হচ্ছে",
    "অপেক্ষা করুন",
    "অনুগ্রহ করে অপেক্ষা করুন",
];

/// Whether there is a script, and beside the title no text but that it is loading.
pub(super) fn is_shell(page: &Html) -> bool {
    let (Ok(scripts), Ok(titles)) = (Selector::parse("script"), Selector::parse("title")) else {
        return false;
    };
    let is_code = |kind: Option<&str>| {
        kind.is_none_or(|kind| kind == "module" || kind.is_empty() || kind.contains("javascript"))
    };
    let mut scripts = page.select(&scripts);
    if !scripts.any(|script| is_code(script.attr("type"))) {
        return false;
    }
    let titles: Vec<_> = page
        .select(&titles)
        .map(|title| plain(&title.text().collect::<String>()))
        .collect();
    let until_then: Vec<_> = UNTIL_THEN.iter().map(|text| plain(text)).collect();
    visible::blocks(page).iter().all(|block| {
        let text = plain(&block.text);
        text.is_empty() || titles.contains(&text) || until_then.contains(&text)
    })
}

/// Letters alone: "Loading…" is "loading".
fn plain(text: &str) -> String {
    let words = normal(text);
    let words = words.split(|char: char| char.is_ascii_punctuation() || char.is_whitespace());
    let words: Vec<_> = words
        .map(|word| word.trim_matches(['…', '।']))
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_without_a_word_of_its_own_is_a_shell() {
        let is = |page: &str| is_shell(&Html::parse_document(page));
        let app = "<title>Honey House</title><noscript>You need JavaScript</noscript><div id=root>";
        let script = "</div><script type=module src=/app.js></script>";
        for inner in [
            "",
            "Loading…",
            "<p>Loading...</p>",
            "<p>Please wait.</p>",
            "<p>লোড হচ্ছে…</p>",
        ] {
            assert!(is(&format!("{app}{inner}{script}")), "{inner}");
        }
        for inner in [
            "<p>Welcome</p>",
            "<p>Loading failed</p>",
            "<a href=/>Home</a>",
        ] {
            assert!(!is(&format!("{app}{inner}{script}")), "{inner}");
        }
        assert!(!is("<title>Honey House</title>"));
        let data = "<title>Shop</title><script type='application/ld+json'>{}</script>";
        assert!(!is(data));
    }
}
