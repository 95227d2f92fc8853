use reqwest::Method;
use reqwest::header::{HeaderName, HeaderValue};

use super::ask::{Ask, Body};
use super::body::BodyPattern;
use super::pattern::{Pattern, Placeholder};
use super::{Fill, address};

/// How something is asked of the shop, with its placeholders.
#[derive(Clone, Debug)]
pub(super) struct Call {
    pub(super) method: Method,
    pub(super) url: Pattern,
    pub(super) body: Option<BodyPattern>,
    pub(super) headers: Vec<(HeaderName, Pattern)>,
    pub(super) page: Option<Pattern>,
    pub(super) bkash_url: Option<String>,
}

impl Call {
    pub(super) fn uses(&self, placeholder: Placeholder) -> bool {
        let body = self.body.iter().flat_map(BodyPattern::patterns);
        let headers = self.headers.iter().map(|(_, text)| text);
        body.chain(headers)
            .chain([&self.url])
            .chain(&self.page)
            .flat_map(Pattern::placeholders)
            .any(|used| used == placeholder)
    }

    /// `None` if a value makes an address unreadable: [`Call::read`] has tried it with harmless ones.
    pub(super) fn filled(&self, fill: &Fill) -> Option<Ask> {
        let mut ask = Ask::new(self.method.clone(), address::filled(&self.url, fill)?);
        ask.page = match &self.page {
            Some(page) => Some(address::filled(page, fill)?),
            None => None,
        };
        for (name, value) in &self.headers {
            if let Ok(mut value) = HeaderValue::from_str(&value.filled(fill)) {
                value.set_sensitive(true);
                ask.headers.append(name, value);
            }
        }
        ask.bkash_url.clone_from(&self.bkash_url);
        match &self.body {
            None => {}
            Some(BodyPattern::Json(json)) => ask.body = Some(Body::Json(json.filled(fill))),
            Some(BodyPattern::Form(fields)) => {
                let fields: Vec<_> = fields
                    .iter()
                    .map(|(name, value)| (name.clone(), value.filled(fill)))
                    .collect();
                if self.method == Method::GET {
                    ask.url.query_pairs_mut().extend_pairs(fields);
                } else {
                    ask.body = Some(Body::Form(fields));
                }
            }
        }
        Some(ask)
    }
}
