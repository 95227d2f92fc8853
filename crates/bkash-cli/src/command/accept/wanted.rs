use bkash_acceptance::CASES;

use crate::exit::{Exit, Failure};

/// The cases that are asked for.
#[derive(Clone, Debug)]
pub struct Wanted(Vec<String>);

impl Wanted {
    /// `only` names cases and groups; empty means every case.
    ///
    /// # Errors
    /// There is no such case or group: usage.
    pub fn of(only: &[String]) -> Result<Self, Failure> {
        match only.iter().find(|name| !exists(name)) {
            None => Ok(Self(only.to_vec())),
            Some(stranger) => Err(no_such(stranger)),
        }
    }

    pub fn has(&self, id: &str) -> bool {
        self.0.is_empty() || self.0.iter().any(|name| names(name, id))
    }
}

fn exists(name: &str) -> bool {
    CASES.iter().any(|case| names(name, case.id))
}

fn names(name: &str, id: &str) -> bool {
    name == id || name == group(id)
}

pub fn group(id: &str) -> &str {
    id.split_once('/').map_or(id, |(group, _)| group)
}

fn no_such(name: &str) -> Failure {
    let mut groups: Vec<&str> = CASES.iter().map(|case| group(case.id)).collect();
    groups.dedup();
    let groups = groups.join(", ");
    Failure::new(
        Exit::Usage,
        format!(
            "--only: there is no case or group {name}\n    groups   {groups}\n    cases    bkash accept --dry-run lists them"
        ),
    )
}
