use crate::words::Said;

/// One of S-1 to S-6.
#[derive(Clone, Debug)]
pub struct Milestone {
    /// `S-1` to `S-6`.
    pub id: &'static str,
    /// The brief's name for it.
    pub name: &'static str,
    /// What the report shows as done.
    pub done: Vec<Said>,
    /// What the report shows as left.
    pub left: Vec<Said>,
    /// What only the merchant or bKash can do; the judge cannot see it.
    pub others: Vec<Said>,
    /// Where that is done.
    pub link: Option<&'static str>,
}

/// How far a milestone has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Progress {
    /// All that a report can show of it is shown.
    Shown,
    /// Something is left to fix or to show.
    Left,
    /// A report shows nothing of it.
    Others,
}

impl Milestone {
    /// By what is done and what is left.
    #[must_use]
    pub fn progress(&self) -> Progress {
        match (self.left.is_empty(), self.done.is_empty()) {
            (false, _) => Progress::Left,
            (true, false) => Progress::Shown,
            (true, true) => Progress::Others,
        }
    }
}
