//! Reads how something is asked, and notes all that is wrong in it.

use reqwest::Method;
use reqwest::header::{HeaderName, HeaderValue};
use toml::de::DeValue;
use url::Url;

use super::address;
use super::body::BodyPattern;
use super::call::Call;
use super::kind::Kind;
use super::pattern::{Pattern, Placeholder};
use super::section::{Notes, Section};

impl Call {
    /// `None` if something in it was noted that leaves nothing to ask.
    pub(super) fn read(
        section: &Section<'_, '_>,
        notes: &mut Notes<'_>,
        kind: Kind,
    ) -> Option<Self> {
        section.allow_only(notes, kind.keys());
        let reader = Reader { section, kind };
        let url = section.needed_text(notes, "url", kind.example());
        let url = url.and_then(|(text, line)| reader.address(notes, "url", &text, line));
        let page = section.text(notes, "page", "http://127.0.0.1:8000/cart");
        let page = page.and_then(|(text, line)| reader.address(notes, "page", &text, line));
        let body = reader.body(notes);
        let method = reader.method(notes, body.as_ref());
        let headers = reader.headers(notes);
        let bkash_url = match kind {
            Kind::Checkout => reader.pointer(notes),
            Kind::Refund | Kind::Order => None,
        };
        Some(Self {
            method: method?,
            url: url?,
            body,
            headers,
            page,
            bkash_url,
        })
    }
}

pub(super) struct Reader<'a, 't, 'i> {
    pub(super) section: &'a Section<'t, 'i>,
    pub(super) kind: Kind,
}

impl Reader<'_, '_, '_> {
    fn method(&self, notes: &mut Notes<'_>, body: Option<&BodyPattern>) -> Option<Method> {
        let Some((text, line)) = self.section.text(notes, "method", "POST") else {
            return Some(if body.is_some() {
                Method::POST
            } else {
                Method::GET
            });
        };
        let method = match text.as_str() {
            "GET" => Method::GET,
            "POST" => Method::POST,
            "PUT" => Method::PUT,
            _ => {
                let what = format!("method is {text:?}");
                notes.add(line, what, "it must be \"POST\", \"GET\" or \"PUT\"");
                return None;
            }
        };
        if method == Method::GET && matches!(body, Some(BodyPattern::Json(_))) {
            notes.add(
                line,
                "GET sends no json",
                "use method = \"POST\", or form instead of json: GET puts it into the address",
            );
            return None;
        }
        Some(method)
    }

    fn address(
        &self,
        notes: &mut Notes<'_>,
        key: &str,
        text: &str,
        line: usize,
    ) -> Option<Pattern> {
        let pattern = self.pattern(notes, text, line)?;
        match address::check(&pattern) {
            Ok(()) => Some(pattern),
            Err(what) => {
                let remedy = format!("write it in full, as: {key} = \"{}\"", self.kind.example());
                notes.add(line, format!("{key} {what}"), remedy);
                None
            }
        }
    }

    pub(super) fn pattern(
        &self,
        notes: &mut Notes<'_>,
        text: &str,
        line: usize,
    ) -> Option<Pattern> {
        let allowed = || {
            let names = Placeholder::ALL
                .into_iter()
                .filter(|known| self.kind.allows(*known));
            names
                .map(|known| format!("{{{}}}", known.name()))
                .collect::<Vec<_>>()
                .join(", ")
        };
        let section = &self.section.name;
        match Pattern::parse(text) {
            Err(name) => {
                let meant = super::nearest::nearest(
                    &name,
                    Placeholder::ALL.into_iter().map(Placeholder::name),
                );
                let remedy = match meant {
                    Some(meant) => format!("did you mean {{{meant}}}?"),
                    None => format!("the placeholders of {section} are {}", allowed()),
                };
                notes.add(line, format!("there is no placeholder {{{name}}}"), remedy);
                None
            }
            Ok(pattern) => {
                let stranger = pattern.placeholders().find(|used| !self.kind.allows(*used));
                let Some(stranger) = stranger else {
                    return Some(pattern);
                };
                let what = format!("{{{}}} is not known in {section}", stranger.name());
                notes.add(line, what, format!("its placeholders are {}", allowed()));
                None
            }
        }
    }

    fn headers(&self, notes: &mut Notes<'_>) -> Vec<(HeaderName, Pattern)> {
        let Some(section) = self.section.section(notes, "headers") else {
            return Vec::new();
        };
        let mut headers = Vec::new();
        for entry in section.entries(notes) {
            let name = HeaderName::from_bytes(entry.key.as_bytes());
            let Ok(name) = name else {
                notes.add(
                    entry.line,
                    format!("{:?} is no name of a header", entry.key),
                    "write it as: \"X-Api-Key\" = \"...\"",
                );
                continue;
            };
            let text = plain_text(entry.value).filter(|text| HeaderValue::from_str(text).is_ok());
            let Some(text) = text else {
                entry.is_not(
                    notes,
                    "a text that a header can carry",
                    "\"X-Api-Key\" = \"...\"",
                );
                continue;
            };
            let pattern = self.pattern(notes, &text, entry.line);
            headers.extend(pattern.map(|pattern| (name, pattern)));
        }
        headers
    }

    fn pointer(&self, notes: &mut Notes<'_>) -> Option<String> {
        let (pointer, line) = self.section.text(notes, "bkash_url", "/data/bkashURL")?;
        let escapes_are_right = pointer
            .split('~')
            .skip(1)
            .all(|rest| rest.starts_with(['0', '1']));
        if pointer.starts_with('/') && escapes_are_right {
            return Some(pointer);
        }
        let what = format!("bkash_url {pointer:?} is no JSON pointer");
        let remedy = match pointer.parse::<Url>().is_ok() {
            true => "it is not the address itself, but where your answer has it, as: bkash_url = \"/data/bkashURL\"".to_owned(),
            false => format!(
                "it names the place in your answer and starts with a slash, as: bkash_url = \"/{}\"",
                pointer.trim_start_matches('$').trim_matches('.').replace('.', "/")
            ),
        };
        notes.add(line, what, remedy);
        None
    }
}

/// A text, a number as it is written, or a truth.
pub(super) fn plain_text(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Integer(number) if number.radix() == 10 => Some(number.as_str().replace('_', "")),
        DeValue::Float(number) => Some(number.as_str().replace('_', "")),
        DeValue::Boolean(truth) => Some(truth.to_string()),
        _ => None,
    }
}
