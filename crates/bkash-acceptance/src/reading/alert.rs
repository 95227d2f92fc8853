use scraper::{Html, Selector};

/// What a page that only runs a script tells in a box of its own. Several boxes hang on conditions that nobody tried.
pub(super) fn text(page: &Html) -> Option<String> {
    let scripts = Selector::parse("script:not([src])").ok()?;
    let script: String = page
        .select(&scripts)
        .flat_map(|script| script.text())
        .collect();
    let mut boxes = script.split("alert(").skip(1);
    let (only, None) = (boxes.next()?, boxes.next()) else {
        return None;
    };
    let only = only.trim_start();
    let quote = only
        .chars()
        .next()
        .filter(|c| matches!(c, '"' | '\'' | '`'))?;
    let (text, _) = only.get(1..)?.split_once(quote)?;
    Some(text.replace("\\n", " "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(html: &str) -> Option<String> {
        text(&Html::parse_document(html))
    }

    #[test]
    fn one_box_is_read_and_several_are_not() {
        let one = "<script>alert(\"Payment failed\"); location = '/'</script>";
        assert_eq!(told(one).as_deref(), Some("Payment failed"));
        let two = "<script>if (ok) alert('Paid'); else alert('Failed')</script>";
        assert_eq!(told(two), None);
        assert_eq!(told("<script>alert(message)</script>"), None);
    }
}
