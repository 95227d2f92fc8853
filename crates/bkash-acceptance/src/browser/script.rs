use scraper::{Html, Selector};
use url::Url;

use super::Answer;

/// How many scripts of one page are loaded.
const SCRIPTS_MAX: usize = 20;

/// The shop's own scripts that a page loads, each with the page; what others host holds no secret of this shop.
pub(super) fn sources(page: &Answer) -> Vec<(Url, Url)> {
    let Ok(scripts) = Selector::parse("script[src]") else {
        return Vec::new();
    };
    if !page.is_html() {
        return Vec::new();
    }
    Html::parse_document(&page.body)
        .select(&scripts)
        .filter_map(|script| page.url.join(script.attr("src")?).ok())
        .filter(|script| script.origin() == page.url.origin())
        .map(|script| (script, page.url.clone()))
        .take(SCRIPTS_MAX)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use reqwest::header::HeaderMap;

    #[test]
    fn only_the_shops_own_scripts_are_loaded() {
        let page = Answer {
            url: "http://shop.test/a/".parse().unwrap(),
            status: 200,
            headers: HeaderMap::new(),
            body: "<script src=x.js></script><script src='//cdn.test/y.js'></script><script>1</script>"
                .to_owned(),
        };
        let urls: Vec<_> = sources(&page)
            .into_iter()
            .map(|(script, _)| script.to_string())
            .collect();
        assert_eq!(urls, ["http://shop.test/a/x.js"]);
    }
}
