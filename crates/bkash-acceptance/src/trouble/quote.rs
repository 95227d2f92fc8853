//! Words of the shop's and the gateway's, short and without what may be a secret.

use scraper::Html;
use url::Url;

use crate::browser::Answer;
use crate::reading;

/// How much of a page is quoted, in characters.
const LONGEST: usize = 160;

/// A colon and the beginning of what stands on a page; nothing if nothing does.
pub(super) fn page(answer: &Answer) -> String {
    let text = match answer.is_html() {
        true => reading::told_text(&Html::parse_document(&answer.body)),
        false => answer.body.clone(),
    };
    match text_of(&text) {
        text if text.is_empty() => text,
        text => format!(": {text}"),
    }
}

/// One line of any text.
pub(super) fn text_of(text: &str) -> String {
    let text = reading::without_long_words(text);
    let words: Vec<_> = text.split_whitespace().collect();
    let line: String = words
        .join(" ")
        .chars()
        .filter(|c| !c.is_control())
        .collect();
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}...", line[..end].trim_end()),
        None => line,
    }
}

/// An address without its query.
pub(super) fn address(url: &Url) -> String {
    let mut url = url.clone();
    url.set_query(None);
    url.set_fragment(None);
    let _cannot_have_one = url.set_password(None);
    url.into()
}
