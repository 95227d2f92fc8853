use serde_json::Value;
use url::{Host, Url};

/// Paths of the hosted page's address, today's and the older one.
const PATHS: [&str; 2] = ["/", "/redirect/tokenized/"];

/// bKash's own domains.
const REAL: [&str; 2] = ["bka.sh", "bkash.com"];

/// How long an address may be.
const LONGEST: usize = 2_000;

/// Recognises addresses of the hosted pages.
#[derive(Clone, Debug)]
pub struct HostedPages {
    origin: Url,
}

/// An address that leads to a hosted page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found {
    Ours { payment_id: String, url: Url },
    Real { url: Url },
}

impl HostedPages {
    /// Those of the simulator at this address. A shop may know a loopback address, or the machine, by another name.
    #[must_use]
    pub fn at(origin: &Url) -> Self {
        Self {
            origin: origin.clone(),
        }
    }

    pub(super) fn look_at(&self, url: &Url) -> Option<Found> {
        let is_ours = same_place(&self.origin, url);
        if !is_ours && !is_real(url) {
            return None;
        }
        let payment_id = PATHS
            .contains(&url.path())
            .then(|| query_value(url, &["paymentId", "paymentID"]))
            .flatten();
        match (payment_id, is_ours) {
            (Some(payment_id), true) => Some(Found::Ours {
                payment_id,
                url: url.clone(),
            }),
            (None, true) => None,
            (_, false) => Some(Found::Real { url: url.clone() }),
        }
    }

    /// The first such address in a text, wherever it stands: in a link, a form, a script.
    pub(super) fn in_text(&self, text: &str) -> Option<Found> {
        let text = unescaped(text);
        text.match_indices("http").find_map(|(start, _)| {
            let rest = text.get(start..)?;
            let end = rest
                .char_indices()
                .find(|(at, char)| *at >= LONGEST || is_delimiter(*char))
                .map_or(rest.len(), |(at, _)| at);
            let url = rest.get(..end)?.parse::<Url>().ok()?;
            self.look_at(&url)
                .filter(|found| !matches!(found, Found::Real { url } if query_value(url, &["paymentId", "paymentID"]).is_none()))
        })
    }

    /// The first such address among the texts of an answer in JSON.
    pub(super) fn in_json(&self, value: &Value) -> Option<Found> {
        match value {
            Value::String(text) => self.look_at(&text.trim().parse().ok()?),
            Value::Array(items) => items.iter().find_map(|item| self.in_json(item)),
            Value::Object(fields) => fields.values().find_map(|field| self.in_json(field)),
            _ => None,
        }
    }
}

fn query_value(url: &Url, names: &[&str]) -> Option<String> {
    url.query_pairs()
        .find(|(name, value)| names.contains(&name.as_ref()) && !value.is_empty())
        .map(|(_, value)| value.into_owned())
}

/// A shop in a container knows this machine by a name of its own, but never the port.
fn same_place(origin: &Url, url: &Url) -> bool {
    let same_port = origin.scheme() == url.scheme()
        && origin.port_or_known_default() == url.port_or_known_default();
    same_port && (origin.host() == url.host() || is_here(origin) && is_here(url))
}

fn is_here(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => {
            name == "localhost" || name.ends_with(".localhost") || name.ends_with(".internal")
        }
        Some(Host::Ipv4(ip)) => ip.is_loopback() || ip.is_unspecified() || ip.is_private(),
        Some(Host::Ipv6(ip)) => ip.is_loopback() || ip.is_unspecified(),
        None => false,
    }
}

fn is_real(url: &Url) -> bool {
    url.host_str().is_some_and(|host| {
        REAL.iter().any(|domain| {
            host.strip_suffix(domain)
                .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        })
    })
}

fn is_delimiter(char: char) -> bool {
    char.is_whitespace()
        || char.is_control()
        || matches!(char, '"' | '\'' | '`' | '<' | '>' | '\\' | ')')
}

/// As HTML and scripts write an address.
fn unescaped(text: &str) -> String {
    [
        ("\\/", "/"),
        ("\\u0026", "&"),
        ("\\u003d", "="),
        ("\\u003D", "="),
        ("\\x26", "&"),
        ("&amp;", "&"),
        ("&#38;", "&"),
        ("&#x26;", "&"),
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&#039;", "'"),
        ("&#x2F;", "/"),
        ("&#x3D;", "="),
        ("&#x3d;", "="),
    ]
    .into_iter()
    .fold(text.to_owned(), |text, (written, meant)| {
        text.replace(written, meant)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pages() -> HostedPages {
        HostedPages::at(&"http://127.0.0.1:8600".parse().unwrap())
    }

    fn id(url: &str) -> Option<String> {
        match pages().look_at(&url.parse().unwrap())? {
            Found::Ours { payment_id, .. } => Some(payment_id),
            Found::Real { .. } => None,
        }
    }

    fn id_in(text: &str) -> Option<String> {
        match pages().in_text(text)? {
            Found::Ours { payment_id, .. } => Some(payment_id),
            Found::Real { .. } => None,
        }
    }

    #[test]
    fn both_shapes_of_the_address_are_known_under_every_name_of_this_machine() {
        for url in [
            "http://127.0.0.1:8600/?paymentId=TR1&hash=h&mode=0011&apiVersion=v1.2.0-beta/",
            "http://localhost:8600/redirect/tokenized/?paymentID=TR1&hash=h",
            "http://host.docker.internal:8600/?paymentId=TR1",
            "http://172.17.0.1:8600/?paymentId=TR1",
        ] {
            assert_eq!(id(url).as_deref(), Some("TR1"), "{url}");
        }
    }

    #[test]
    fn the_shops_own_pages_are_no_hosted_ones() {
        for url in [
            "http://127.0.0.1:8000/?paymentId=TR1",
            "http://127.0.0.1:8600/?product=1",
            "http://127.0.0.1:8600/checkout?paymentId=TR1",
            "http://shop.example:8600/?paymentId=TR1",
            "https://notbkash.com/?paymentId=TR1",
        ] {
            assert_eq!(pages().look_at(&url.parse().unwrap()), None, "{url}");
        }
    }

    #[test]
    fn bkashs_own_hosts_are_told_apart() {
        let url: Url = "https://sandbox.payment.bkash.com/?paymentId=TR1&hash=h"
            .parse()
            .unwrap();
        assert_eq!(pages().look_at(&url), Some(Found::Real { url }));
        assert_eq!(
            id_in("<a href=\"https://www.bkash.com/help\">bKash</a>"),
            None
        );
    }

    #[test]
    fn an_address_is_found_however_it_is_written() {
        for text in [
            r#"<script>window.location = "http://127.0.0.1:8600/?paymentId=TR1&hash=h";</script>"#,
            r#"<a href="http://127.0.0.1:8600/?paymentId=TR1&amp;hash=h">bKash</a>"#,
            r#"<form action='http://127.0.0.1:8600/?paymentId=TR1&hash=h' method=get>"#,
            r#"{"url":"http:\/\/127.0.0.1:8600\/?paymentId=TR1\u0026hash=h"}"#,
            "var a = `http://127.0.0.1:8600/?paymentId=TR1`",
            "http http://127.0.0.1:8600/?paymentId=TR1",
        ] {
            assert_eq!(id_in(text).as_deref(), Some("TR1"), "{text}");
        }
    }

    #[test]
    fn an_address_is_found_anywhere_in_json() {
        let answer = serde_json::json!({
            "ok": true,
            "data": [{"n": 1}, {"go": "http://127.0.0.1:8600/?paymentId=TR1&hash=h"}],
        });
        assert!(
            matches!(pages().in_json(&answer), Some(Found::Ours { payment_id, .. }) if payment_id == "TR1")
        );
    }
}
