use std::fmt;

/// The play cannot go on: something did not answer, or not with what everything else builds on.
#[derive(Debug)]
pub struct Trouble(String);

impl Trouble {
    pub fn new(what: impl Into<String>) -> Self {
        Self(what.into())
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<reqwest::Error> for Trouble {
    fn from(error: reqwest::Error) -> Self {
        Self(format!("no readable answer: {error}"))
    }
}

impl From<url::ParseError> for Trouble {
    fn from(error: url::ParseError) -> Self {
        Self(format!("not an address: {error}"))
    }
}
