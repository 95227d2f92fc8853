//! The forms of a page.

use reqwest::Method;
use reqwest::header::HeaderValue;
use scraper::{ElementRef, Html, Selector};
use url::Url;

use super::Answer;
use crate::shop::{Ask, Body};

/// Where frameworks look for the token of a `<meta>` tag: Laravel and Rails.
const TOKEN_HEADER: &str = "x-csrf-token";

/// Where they look for the token of a cookie, which their scripts put there: Laravel and Angular, Django.
const COOKIES: [(&str, &str); 2] = [("XSRF-TOKEN", "x-xsrf-token"), ("csrftoken", "x-csrftoken")];

/// The asking, with what the page's form or script sends without its payer; what the file says wins.
pub(super) fn filled(page: &Answer, ask: &Ask, cookies: Option<&HeaderValue>) -> Ask {
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
    let of_meta = meta_token(&html).map(|token| (TOKEN_HEADER, token));
    let cookies = cookies.and_then(|cookies| cookies.to_str().ok());
    for (name, token) in of_meta
        .into_iter()
        .chain(cookie_tokens(cookies.unwrap_or_default()))
    {
        if !ask.headers.contains_key(name)
            && let Ok(mut token) = token.parse::<HeaderValue>()
        {
            token.set_sensitive(true);
            ask.headers.insert(name, token);
        }
    }
    ask
}

fn cookie_tokens(cookies: &str) -> impl Iterator<Item = (&'static str, String)> {
    cookies.split("; ").filter_map(|cookie| {
        let (own, value) = cookie.split_once('=')?;
        let (_, header) = COOKIES.into_iter().find(|(name, _)| *name == own)?;
        // Laravel encodes it for the cookie alone.
        let written = format!("v={}", value.replace('+', "%2B"));
        let (_, value) = url::form_urlencoded::parse(written.as_bytes()).next()?;
        Some((header, value.into_owned()))
    })
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
        let filled = filled(&page(html), &ask(&[("product", "1")]), None);
        let fields = owned(&[("product", "1"), ("_token", "t")]);
        assert_eq!(filled.body, Some(Body::Form(fields)));
    }

    #[test]
    fn among_several_forms_that_lead_elsewhere_none_is_taken() {
        let html = "<form action=/a><input type=hidden name=s></form><form action=/b></form>";
        let asked = ask(&[("product", "1")]);
        assert_eq!(filled(&page(html), &asked, None).body, asked.body);
    }

    #[test]
    fn the_token_of_a_meta_tag_goes_into_its_header() {
        let html = "<meta name=csrf-token content=abc><p>Cart</p>";
        let filled = filled(&page(html), &ask(&[]), None);
        assert_eq!(filled.headers.get(TOKEN_HEADER).unwrap(), "abc");
    }

    #[test]
    fn the_token_of_a_cookie_goes_into_the_header_that_its_framework_reads() {
        let cookies = HeaderValue::from_static("a=b; XSRF-TOKEN=eyJ%3D+x; csrftoken=d1");
        let filled = filled(&page("<p>Cart</p>"), &ask(&[]), Some(&cookies));
        assert_eq!(filled.headers.get("x-xsrf-token").unwrap(), "eyJ=+x");
        assert_eq!(filled.headers.get("x-csrftoken").unwrap(), "d1");
    }
}
