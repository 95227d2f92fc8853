//! The forms of a page.

use reqwest::Method;
use scraper::{ElementRef, Html, Selector};
use url::Url;

use super::Answer;
use crate::shop::{Ask, Body};

/// Names under which frameworks look for the token of a `<meta>` tag: Laravel and Rails.
const TOKEN_HEADER: &str = "x-csrf-token";

/// The asking, with what the page's form sends without its payer; what the file says wins.
pub(super) fn filled(page: &Answer, ask: &Ask) -> Ask {
    let html = Html::parse_document(&page.body);
    let forms = forms(page, &html);
    let same_place = |form: &&Form| {
        form.action.path() == ask.url.path() && form.action.origin() == ask.url.origin()
    };
    let form = forms.iter().find(same_place).or(match forms.as_slice() {
        [only] => Some(only),
        _ => None,
    });
    let mut ask = match form {
        Some(form) => ask.with_missing_fields(&form.hidden),
        None => ask.clone(),
    };
    if let Some(token) = meta_token(&html)
        && !ask.headers.contains_key(TOKEN_HEADER)
        && let Ok(token) = token.parse()
    {
        ask.headers.insert(TOKEN_HEADER, token);
    }
    ask
}

/// What the page's one form sends.
pub(super) fn only(page: &Answer, html: &Html) -> Option<Ask> {
    let [form] = forms(page, html).try_into().ok()?;
    let ask = Ask::new(form.method, form.action);
    Some(ask.with_body(Body::Form(form.hidden)))
}

struct Form {
    method: Method,
    action: Url,
    hidden: Vec<(String, String)>,
}

fn forms(page: &Answer, html: &Html) -> Vec<Form> {
    let (Ok(forms), Ok(inputs)) = (
        Selector::parse("form"),
        Selector::parse("input[type=hidden i][name]"),
    ) else {
        return Vec::new();
    };
    html.select(&forms)
        .filter_map(|form| {
            let action = form.attr("action").unwrap_or_default();
            let is_post = form
                .attr("method")
                .is_some_and(|method| method.eq_ignore_ascii_case("post"));
            Some(Form {
                method: if is_post { Method::POST } else { Method::GET },
                action: page.url.join(action).ok()?,
                hidden: form.select(&inputs).filter_map(field).collect(),
            })
        })
        .collect()
}

fn field(input: ElementRef<'_>) -> Option<(String, String)> {
    let name = input.attr("name")?.to_owned();
    Some((name, input.attr("value").unwrap_or_default().to_owned()))
}

fn meta_token(html: &Html) -> Option<String> {
    let metas = Selector::parse("meta[name=csrf-token]").ok()?;
    let token = html.select(&metas).next()?.attr("content")?;
    Some(token.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use reqwest::header::HeaderMap;

    fn page(body: &str) -> Answer {
        Answer {
            url: "http://shop.test/cart".parse().unwrap(),
            status: 200,
            headers: HeaderMap::new(),
            body: body.to_owned(),
        }
    }

    fn ask(body: &[(&str, &str)]) -> Ask {
        let url = "http://shop.test/pay".parse().unwrap();
        Ask::new(Method::POST, url).with_body(Body::Form(owned(body)))
    }

    fn owned(fields: &[(&str, &str)]) -> Vec<(String, String)> {
        let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        fields.iter().map(own).collect()
    }

    #[test]
    fn the_hidden_fields_of_the_checkouts_form_are_sent_along() {
        let html = "<form action=/search><input type=hidden name=s value=1></form>\
            <form action='/pay?x=1' method=post><input type=hidden name=_token value=t>\
            <input type=hidden name=product value=9><input name=note value=n></form>";
        let filled = filled(&page(html), &ask(&[("product", "1")]));
        let fields = owned(&[("product", "1"), ("_token", "t")]);
        assert_eq!(filled.body, Some(Body::Form(fields)));
    }

    #[test]
    fn among_several_forms_that_lead_elsewhere_none_is_taken() {
        let html = "<form action=/a><input type=hidden name=s></form><form action=/b></form>";
        let asked = ask(&[("product", "1")]);
        assert_eq!(filled(&page(html), &asked).body, asked.body);
    }

    #[test]
    fn the_token_of_a_meta_tag_goes_into_its_header() {
        let html = "<meta name=csrf-token content=abc><p>Cart</p>";
        let filled = filled(&page(html), &ask(&[]));
        assert_eq!(filled.headers.get(TOKEN_HEADER).unwrap(), "abc");
    }
}
