use std::fmt::Display;

/// What was looked at in one scene.
#[derive(Debug, Default)]
pub struct Checks(Vec<Check>);

#[derive(Debug)]
pub struct Check {
    /// A sentence that is true when all is well.
    pub what: String,
    pub wrong: Option<Wrong>,
}

#[derive(Debug)]
pub struct Wrong {
    pub expected: String,
    pub seen: String,
}

impl Checks {
    pub fn equal(&mut self, what: impl Into<String>, expected: impl Display, seen: impl Display) {
        let (expected, seen) = (expected.to_string(), seen.to_string());
        let right = expected == seen;
        self.add(what.into(), right, expected, seen);
    }

    /// The page's text has each of these.
    pub fn shows(&mut self, what: impl Into<String>, page: &str, texts: &[&str]) {
        let missing: Vec<_> = texts.iter().filter(|text| !page.contains(**text)).collect();
        let expected = format!("{missing:?}");
        self.add(what.into(), missing.is_empty(), expected, page.to_owned());
    }

    /// The page's text has none of these.
    pub fn hides(&mut self, what: impl Into<String>, page: &str, texts: &[&str]) {
        let shown: Vec<_> = texts.iter().filter(|text| page.contains(**text)).collect();
        let expected = format!("nothing of {shown:?}");
        self.add(what.into(), shown.is_empty(), expected, page.to_owned());
    }

    pub fn as_slice(&self) -> &[Check] {
        &self.0
    }

    fn add(&mut self, what: String, right: bool, expected: String, seen: String) {
        let wrong = (!right).then_some(Wrong { expected, seen });
        self.0.push(Check { what, wrong });
    }
}
