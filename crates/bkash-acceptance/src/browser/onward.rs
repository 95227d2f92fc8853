//! What leads on from an answer by itself.

use std::time::Duration;

use reqwest::header::{LOCATION, REFRESH};
use scraper::{Html, Selector};
use url::Url;

use super::{Answer, form};
use crate::reading;
use crate::script::{self, Statement};
use crate::shop::Ask;

/// A page with so many characters of text or fewer only says that it leads on.
const LITTLE_TEXT: usize = 160;

/// Where a browser goes without its payer.
#[derive(Debug)]
pub(super) enum Onward {
    /// At once.
    Redirect(Url),
    /// By sending a form.
    Submit(Box<Ask>),
    /// After a while, in which the page is seen.
    Refresh { to: Url, after: Duration },
}

pub(super) fn onward(answer: &Answer) -> Option<Onward> {
    if matches!(answer.status, 301 | 302 | 303 | 307 | 308) {
        let to = answer.header(LOCATION.as_str())?;
        return answer.url.join(to).ok().map(Onward::Redirect);
    }
    if let Some(refresh) = answer.header(REFRESH.as_str()) {
        return refreshed(answer, refresh);
    }
    if !answer.is_html() {
        return None;
    }
    let page = Html::parse_document(&answer.body);
    if let Some(refresh) = meta_refresh(&page) {
        return refreshed(answer, &refresh);
    }
    by_script(answer, &page)
}

fn meta_refresh(page: &Html) -> Option<String> {
    let metas = Selector::parse("meta[http-equiv]").ok()?;
    let meta = page.select(&metas).find(|meta| {
        meta.attr("http-equiv")
            .is_some_and(|name| name.trim().eq_ignore_ascii_case("refresh"))
    })?;
    meta.attr("content").map(str::to_owned)
}

/// `5; url=/done`, `0;URL='/done'`, `3`.
fn refreshed(answer: &Answer, content: &str) -> Option<Onward> {
    let (seconds, rest) = content
        .split_once([';', ','])
        .unwrap_or((content.trim(), ""));
    let seconds: f64 = seconds.trim().parse().ok()?;
    let after = Duration::try_from_secs_f64(seconds).ok()?;
    let rest = rest.trim();
    let target = match rest.get(..3) {
        Some(name) if name.eq_ignore_ascii_case("url") => {
            rest.get(3..)?.trim_start().strip_prefix('=')?.trim()
        }
        _ => rest,
    };
    let target = target.trim_matches(['"', '\'']);
    let to = match target {
        "" => answer.url.clone(),
        _ => answer.url.join(target).ok()?,
    };
    Some(Onward::Refresh { to, after })
}

/// A page that has nothing to read and one thing to do.
fn by_script(answer: &Answer, page: &Html) -> Option<Onward> {
    if reading::visible_length(page) > LITTLE_TEXT {
        return None;
    }
    script::of_page(page)
        .iter()
        .find_map(|statement| led_by(statement, answer, page))
}

fn led_by(statement: &Statement, answer: &Answer, page: &Html) -> Option<Onward> {
    if let Some(target) = assigned_location(&statement.code) {
        return answer.url.join(&target).ok().map(Onward::Redirect);
    }
    let submits = statement.code.ends_with(".submit()") && !statement.code.starts_with("if(");
    let form = submits.then(|| form::only(answer, page)).flatten()?;
    Some(Onward::Submit(Box::new(form)))
}

/// The address in `location = "..."` and what else is written for it.
fn assigned_location(code: &str) -> Option<String> {
    const OWNERS: [&str; 5] = ["window.", "document.", "self.", "top.", "parent."];
    const WAYS: [&str; 4] = [
        "location.href=",
        "location.replace(",
        "location.assign(",
        "location=",
    ];
    let code = code
        .trim_start_matches("setTimeout(()=>")
        .trim_start_matches("setTimeout(");
    let owner = OWNERS.iter().find_map(|owner| code.strip_prefix(owner));
    let code = owner.unwrap_or(code);
    let value = WAYS.iter().find_map(|way| code.strip_prefix(way))?;
    let quote = value
        .chars()
        .next()
        .filter(|c| matches!(c, '"' | '\'' | '`'))?;
    let (text, rest) = value.get(1..)?.split_once(quote)?;
    let is_whole = !rest.starts_with('+') && !text.contains("${");
    is_whole.then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use reqwest::header::HeaderMap;

    fn page(body: &str) -> Answer {
        let mut headers = HeaderMap::new();
        headers.insert("content-type", "text/html; charset=utf-8".parse().unwrap());
        Answer {
            url: "http://shop.test/a/b?c=d".parse().unwrap(),
            status: 200,
            headers,
            body: body.to_owned(),
        }
    }

    fn led_to(body: &str) -> Option<String> {
        match onward(&page(body))? {
            Onward::Redirect(to) | Onward::Refresh { to, .. } => Some(to.into()),
            Onward::Submit(ask) => Some(ask.url.to_string()),
        }
    }

    #[test]
    fn a_refresh_is_read_in_every_way_that_it_is_written() {
        for (content, to, seconds) in [
            ("0;url=/done", "http://shop.test/done", 0.0),
            ("5; URL='done'", "http://shop.test/a/done", 5.0),
            ("3", "http://shop.test/a/b?c=d", 3.0),
            ("1.5, url = \"http://x.test/\"", "http://x.test/", 1.5),
            ("2;", "http://shop.test/a/b?c=d", 2.0),
        ] {
            let content = content.replace('"', "&quot;");
            let body = format!("<META HTTP-EQUIV=\"Refresh\" CONTENT=\"{content}\"><p>Wait</p>");
            let Some(Onward::Refresh { to: led, after }) = onward(&page(&body)) else {
                panic!("{content}");
            };
            assert_eq!(
                (led.as_str(), after.as_secs_f64()),
                (to, seconds),
                "{content}"
            );
        }
    }

    #[test]
    fn a_page_that_is_all_script_is_followed() {
        for script in [
            "window.location = '/done'",
            "window.location.href=\"/done\";",
            "location.replace('/done')",
            "setTimeout(() => { document.location.assign(`/done`) }, 500)",
            "window.location = '\\/done';",
        ] {
            let body = format!("<script>{script}</script><p>Please wait...</p>");
            assert_eq!(
                led_to(&body).as_deref(),
                Some("http://shop.test/done"),
                "{script}"
            );
        }
        let body = "<body onload=\"location.href='/done'\">";
        assert_eq!(led_to(body).as_deref(), Some("http://shop.test/done"));
    }

    #[test]
    fn a_page_with_something_to_read_stays() {
        let text = "Your order is here. ".repeat(20);
        let body = format!("<p>{text}</p><script>if (x) window.location = '/done'</script>");
        assert_eq!(led_to(&body), None);
        assert_eq!(led_to("<script>location.href = '/a' + b</script>"), None);
        assert_eq!(led_to("<p>Done</p>"), None);
        let retry =
            "<p>Payment failed</p><script>function retry() { location.href = '/pay' }</script>";
        assert_eq!(led_to(retry), None);
        let asked = "<p>Failed</p><script>if (confirm('Again?')) location.href = '/pay'</script>";
        assert_eq!(led_to(asked), None);
    }

    #[test]
    fn a_form_that_sends_itself_is_sent() {
        let body = "<form id=f method=post action=/go><input type=hidden name=a value='1 &amp; 2'></form>\
                    <script>document.getElementById('f').submit()</script>";
        let Some(Onward::Submit(ask)) = onward(&page(body)) else {
            panic!("it stays");
        };
        assert_eq!(ask.url.as_str(), "http://shop.test/go");
        let fields = vec![("a".to_owned(), "1 & 2".to_owned())];
        assert_eq!(ask.body, Some(crate::shop::Body::Form(fields)));
    }
}
