//! A record is shown to people: what a shop gave away to a browser is not given away again.

use crate::record::{Page, Trouble, Visit};
use crate::words::Said;

const CONCEALED: &str = "***";

/// Takes secrets out of every text of a visit that quotes the shop.
pub(super) fn conceal(visit: &mut Visit, holds_secret: impl Fn(&str) -> bool) {
    let refunds = visit.refunds.iter_mut();
    let (asked, troubles): (Vec<_>, Vec<_>) =
        refunds.map(|ask| (&mut ask.page, &mut ask.trouble)).unzip();
    let returns = visit.returns.iter_mut().map(|back| &mut back.page);
    let pages = [&mut visit.refusal, &mut visit.order].into_iter();
    for page in pages.chain(returns).chain(asked).flatten() {
        in_page(page, &holds_secret);
    }
    let troubles = troubles.into_iter().chain([&mut visit.trouble]);
    for trouble in troubles.flatten() {
        in_trouble(trouble, &holds_secret);
    }
}

fn in_page(page: &mut Page, holds_secret: &impl Fn(&str) -> bool) {
    for text in page.blocks.iter_mut().chain([&mut page.url]) {
        in_text(text, holds_secret);
    }
}

fn in_trouble(trouble: &mut Trouble, holds_secret: &impl Fn(&str) -> bool) {
    for Said { en, bn } in [&mut trouble.saw, &mut trouble.advice] {
        in_text(en, holds_secret);
        in_text(bn, holds_secret);
    }
}

/// As little as possible is taken out: the trxID beside a token is still read.
fn in_text(text: &mut String, holds_secret: &impl Fn(&str) -> bool) {
    if !holds_secret(text) {
        return;
    }
    let by_name = |found: char| !(found.is_alphanumeric() || "._-+/~".contains(found));
    let without = by_pieces(text, by_name, holds_secret);
    let without = match holds_secret(&without) {
        true => by_pieces(text, char::is_whitespace, holds_secret),
        false => without,
    };
    *text = match holds_secret(&without) {
        true => CONCEALED.to_owned(),
        false => without,
    };
}

fn by_pieces(
    text: &str,
    between: impl Fn(char) -> bool,
    holds_secret: &impl Fn(&str) -> bool,
) -> String {
    text.split_inclusive(&between)
        .map(|piece| {
            let word = piece.trim_end_matches(&between);
            match holds_secret(word) {
                true => piece.replacen(word, CONCEALED, 1),
                false => piece.to_owned(),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Reading;
    use crate::story::Story;

    fn holds_secret(text: &str) -> bool {
        ["eyJ.to-ken", "pass word&1"]
            .iter()
            .any(|secret| text.contains(secret))
    }

    fn concealed(text: &str) -> String {
        let mut text = text.to_owned();
        in_text(&mut text, &holds_secret);
        text
    }

    #[test]
    fn a_secret_is_taken_out_and_what_stands_beside_it_is_kept() {
        for (text, kept) in [
            (
                r#"{"token":"eyJ.to-ken","trxID":"AB1"}"#,
                r#"{"token":"***","trxID":"AB1"}"#,
            ),
            ("paid, token: eyJ.to-ken.", "paid, token: ***"),
            ("nothing to hide", "nothing to hide"),
            ("it is pass word&1", "***"),
        ] {
            assert_eq!(concealed(text), kept);
        }
    }

    #[test]
    fn every_page_and_every_trouble_of_a_visit_is_looked_at() {
        let page = Page {
            url: "http://shop/?t=eyJ.to-ken".to_owned(),
            status: 200,
            blocks: vec!["your token eyJ.to-ken".to_owned()],
            reading: Reading::Paid,
        };
        let mut visit = Visit::new(Story::Paid, "");
        visit.refusal = Some(page.clone());
        visit.order = Some(page);
        let said = Said::new("it says eyJ.to-ken", "eyJ.to-ken");
        visit.trouble = Some(Trouble::new(said.clone(), said));
        conceal(&mut visit, holds_secret);
        let shown = format!("{visit:?}");
        assert!(
            !shown.contains("eyJ") && shown.contains("your token ***"),
            "{shown}"
        );
    }
}
