use std::fmt;

use reqwest::Method;
use reqwest::header::HeaderMap;
use serde_json::Value;
use url::Url;

use super::money;

/// One request to the shop, with all placeholders filled.
#[derive(Clone)]
pub struct Ask {
    /// GET, POST or PUT.
    pub method: Method,
    /// Where to.
    pub url: Url,
    /// `None` for GET, whose fields are in the address.
    pub body: Option<Body>,
    /// The file's own headers, beside those of a browser.
    pub headers: HeaderMap,
    /// Opened first, with the same cookies.
    pub page: Option<Url>,
    /// Where an answer in JSON has the hosted page's address.
    pub bkash_url: Option<String>,
    /// Whether the payer is to reach the hosted page by it.
    pub seeks_hosted: bool,
    /// What this browser made up; hidden fields of the page that look alike are changed too.
    extra: Vec<(String, String)>,
}

/// What is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// As a browser's form.
    Form(Vec<(String, String)>),
    /// As a script sends it.
    Json(Value),
}

/// Headers may hold the shop's own keys: only their names are shown.
impl fmt::Debug for Ask {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Ask")
            .field("method", &self.method)
            .field("url", &self.url.as_str())
            .field("body", &self.body)
            .field("headers", &self.headers.keys().collect::<Vec<_>>())
            .field("page", &self.page.as_ref().map(Url::as_str))
            .field("bkash_url", &self.bkash_url)
            .finish_non_exhaustive()
    }
}

impl Ask {
    /// Without a body, headers or a page before it.
    #[must_use]
    pub fn new(method: Method, url: Url) -> Self {
        Self {
            method,
            url,
            body: None,
            headers: HeaderMap::new(),
            page: None,
            bkash_url: None,
            seeks_hosted: false,
            extra: Vec::new(),
        }
    }

    /// The same with a body.
    #[must_use]
    pub fn with_body(mut self, body: Body) -> Self {
        self.body = Some(body);
        self
    }

    /// With fields that nobody asked this browser for: a form's, a JSON object's, or the address's where there is no body.
    /// Numbers whose name ends alike give way to them: `cart[price]` to `price`.
    #[must_use]
    pub fn with_extra_fields(&self, extra: &[(&str, &str)]) -> Self {
        let mut ask = self.clone();
        ask.extra = extra
            .iter()
            .map(|(name, value)| owned(name, value))
            .collect();
        let extra = ask.extra.clone();
        match &mut ask.body {
            Some(Body::Form(fields)) => put(fields, &extra),
            Some(Body::Json(value)) => {
                money::replace_in_json(value, &extra);
                if let Value::Object(fields) = value {
                    let extra = extra.into_iter();
                    fields.extend(extra.map(|(name, value)| (name, value.into())));
                }
            }
            None if ask.method == Method::GET => {
                let mut fields = query_of(&ask.url);
                put(&mut fields, &extra);
                ask.url.query_pairs_mut().clear().extend_pairs(fields);
            }
            None => ask.body = Some(Body::Form(extra)),
        }
        ask
    }

    /// With those of the page's hidden fields that it does not have yet; JSON is left as it is.
    #[must_use]
    pub(crate) fn with_missing_fields(&self, found: &[(String, String)]) -> Self {
        let mut ask = self.clone();
        let missing = |own: &[(String, String)]| {
            let is_new = |name: &str| own.iter().all(|(known, _)| known != name);
            let missing = found.iter().filter(|(name, _)| is_new(name));
            let missing = missing.map(|(name, value)| money::replaced(name, value, &self.extra));
            missing.collect::<Vec<_>>()
        };
        match &mut ask.body {
            Some(Body::Json(_)) => {}
            Some(Body::Form(fields)) => fields.extend(missing(fields)),
            None if ask.method == Method::GET => {
                let missing = missing(&query_of(&ask.url));
                if !missing.is_empty() {
                    ask.url.query_pairs_mut().extend_pairs(missing);
                }
            }
            None => ask.body = Some(Body::Form(missing(&[]))),
        }
        ask
    }
}

/// In place of those of the same name.
fn put(fields: &mut Vec<(String, String)>, extra: &[(String, String)]) {
    fields.retain(|(name, _)| extra.iter().all(|(other, _)| other != name));
    for (name, value) in fields.iter_mut() {
        (*name, *value) = money::replaced(name, value, extra);
    }
    fields.extend_from_slice(extra);
}

fn query_of(url: &Url) -> Vec<(String, String)> {
    url.query_pairs()
        .map(|(name, value)| owned(&name, &value))
        .collect()
}

fn owned(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn ask(method: Method, body: Option<Body>) -> Ask {
        let mut ask = Ask::new(method, "http://shop.test/pay?a=1".parse().unwrap());
        ask.body = body;
        ask
    }

    #[test]
    fn extra_fields_go_where_the_shop_would_read_them() {
        let extra = [("amount", "1.00"), ("a", "2")];
        let form = Body::Form(vec![owned("a", "1"), owned("b", "1")]);
        let form = ask(Method::POST, Some(form)).with_extra_fields(&extra);
        let fields = vec![owned("b", "1"), owned("amount", "1.00"), owned("a", "2")];
        assert_eq!(form.body, Some(Body::Form(fields)));

        let json = Body::Json(json!({"a": 1, "b": 1}));
        let json = ask(Method::POST, Some(json)).with_extra_fields(&extra);
        let fields = json!({"a": "2", "b": 1, "amount": "1.00"});
        assert_eq!(json.body, Some(Body::Json(fields)));

        let get = ask(Method::GET, None).with_extra_fields(&extra);
        assert_eq!(get.url.as_str(), "http://shop.test/pay?amount=1.00&a=2");
        assert_eq!(get.body, None);
    }

    #[test]
    fn a_header_of_the_file_is_never_printed() {
        let mut ask = ask(Method::POST, None);
        ask.headers.insert("x-api-key", "S3CRET".parse().unwrap());
        let shown = format!("{ask:?}");
        assert!(
            shown.contains("x-api-key") && !shown.contains("S3CRET"),
            "{shown}"
        );
    }
}
