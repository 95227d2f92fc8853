use std::collections::HashMap;
use std::ops::RangeInclusive;

use http::Uri;
use url::form_urlencoded;

use super::problem::Problem;

/// The query of a control call, read one by one so that each fault names its parameter. `app_key` is
/// known to all of them.
#[derive(Debug)]
pub(super) struct Parameters(HashMap<String, String>);

impl Parameters {
    /// A parameter that is not known is refused; an empty one is the same as absent.
    pub(super) fn read(uri: &Uri, known: &[&str]) -> Result<Self, Problem> {
        let query = uri.query().unwrap_or_default();
        let mut given = HashMap::new();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            if name != "app_key" && !known.contains(&&*name) {
                let detail = "this parameter is not known here";
                return Err(Problem::field(&name, detail, known));
            }
            if !value.is_empty() {
                given.insert(name.into_owned(), value.into_owned());
            }
        }
        Ok(Self(given))
    }

    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    pub(super) fn whole(
        &self,
        name: &str,
        range: RangeInclusive<u64>,
    ) -> Result<Option<u64>, Problem> {
        let rule = format!("a whole number from {} to {}", range.start(), range.end());
        self.parsed(name, &rule, |text| {
            text.parse().ok().filter(|number| range.contains(number))
        })
    }

    /// One of these words.
    pub(super) fn word<'a>(
        &'a self,
        name: &str,
        allowed: &[&str],
    ) -> Result<Option<&'a str>, Problem> {
        match self.text(name) {
            Some(word) if !allowed.contains(&word) => {
                Err(Problem::field(name, format!("there is no {word}"), allowed))
            }
            word => Ok(word),
        }
    }

    pub(super) fn parsed<T>(
        &self,
        name: &str,
        rule: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, Problem> {
        let Some(text) = self.text(name) else {
            return Ok(None);
        };
        match parse(text) {
            Some(value) => Ok(Some(value)),
            None => Err(Problem::field(name, format!("{name} must be {rule}"), rule)),
        }
    }
}
