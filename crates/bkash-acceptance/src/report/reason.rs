use super::{Report, shown};
use crate::verdict::{Outcome, Verdict};
use crate::words::Language;

/// Why some cases were not judged: one reason often stands for a whole group.
#[derive(Debug)]
pub(crate) struct Reason<'a> {
    pub(crate) saw: String,
    pub(crate) verdicts: Vec<&'a Verdict>,
}

impl Report {
    /// Each reason once, in the order of the first case that it keeps open.
    pub(crate) fn reasons(&self, language: Language) -> Vec<Reason<'_>> {
        let mut reasons: Vec<Reason<'_>> = Vec::new();
        let open = self.verdicts.iter();
        for verdict in open.filter(|verdict| verdict.outcome == Outcome::NotJudged) {
            let saw = shown::sentence(verdict.saw.in_language(language));
            match reasons.iter_mut().find(|reason| reason.saw == saw) {
                Some(reason) => reason.verdicts.push(verdict),
                None => reasons.push(Reason {
                    saw,
                    verdicts: vec![verdict],
                }),
            }
        }
        reasons
    }
}
