use reqwest::Method;
use reqwest::header::HeaderMap;
use url::Url;

use crate::shop::{Ask, Body};

/// One request on the way.
#[derive(Clone, Debug)]
pub(super) struct Step {
    pub(super) method: Method,
    pub(super) url: Url,
    pub(super) body: Option<Body>,
    /// The shop's file's own headers; another origin does not get them.
    pub(super) headers: HeaderMap,
    /// The page that leads here.
    pub(super) from: Option<Url>,
    /// Whether a script of the page asks, not the browser by itself.
    pub(super) by_script: bool,
}

impl Step {
    pub(super) fn to(url: Url, from: Option<Url>) -> Self {
        Self {
            method: Method::GET,
            url,
            body: None,
            headers: HeaderMap::new(),
            from,
            by_script: false,
        }
    }

    pub(super) fn of(ask: &Ask, from: Option<Url>) -> Self {
        Self {
            method: ask.method.clone(),
            url: ask.url.clone(),
            body: ask.body.clone(),
            headers: ask.headers.clone(),
            from,
            by_script: matches!(ask.body, Some(Body::Json(_))) || ask.bkash_url.is_some(),
        }
    }

    /// What a redirect with this status makes of it.
    pub(super) fn redirected(self, status: u16, to: Url) -> Self {
        let keeps = matches!(status, 307 | 308)
            || matches!(status, 301 | 302) && self.method != Method::POST;
        let same_origin = self.url.origin() == to.origin();
        let headers = match same_origin {
            true => self.headers,
            false => HeaderMap::new(),
        };
        let (method, body) = match keeps {
            true => (self.method, self.body),
            false => (Method::GET, None),
        };
        Self {
            method,
            url: to,
            body,
            headers,
            from: self.from,
            by_script: self.by_script,
        }
    }
}
