use super::{Report, Tally};
use crate::verdict::Verdict;
use crate::words::{Language, Words};

/// The cases whose ids begin alike.
#[derive(Debug)]
pub(crate) struct Group<'a> {
    /// The part of the ids before `/`.
    pub(crate) name: &'a str,
    pub(crate) verdicts: Vec<&'a Verdict>,
}

/// What each group is about. A group that is not in it is called by its name.
const TITLES: &[(&str, Words)] = &[
    ("tokens", words("Tokens", "টোকেন")),
    (
        "callback",
        words("Coming back from bKash", "বিকাশ থেকে ফিরে আসা"),
    ),
    ("execute", words("Execute", "Execute")),
    ("query", words("Query", "Query")),
    ("create", words("Create", "Create")),
    (
        "messages",
        words("What the payer is told", "ক্রেতাকে যা জানানো হয়"),
    ),
    ("time", words("The 30 seconds", "30 সেকেন্ডের সীমা")),
    ("refund", words("Refund", "রিফান্ড")),
    ("security", words("Security", "নিরাপত্তা")),
    ("milestones", words("Milestones", "মাইলফলক")),
];

const fn words(en: &'static str, bn: &'static str) -> Words {
    Words { en, bn }
}

impl Group<'_> {
    pub(crate) fn title(&self, language: Language) -> &str {
        TITLES
            .iter()
            .find(|(name, _)| *name == self.name)
            .map_or(self.name, |(_, title)| title.in_language(language))
    }

    pub(crate) fn tally(&self) -> Tally {
        Tally::of(self.verdicts.iter().copied())
    }
}

impl Report {
    /// The verdicts by their groups, in the order of the cases.
    pub(crate) fn groups(&self) -> Vec<Group<'_>> {
        let mut groups: Vec<Group<'_>> = Vec::new();
        for verdict in &self.verdicts {
            let name = verdict.id.split('/').next().unwrap_or(verdict.id);
            match groups.iter_mut().find(|group| group.name == name) {
                Some(group) => group.verdicts.push(verdict),
                None => groups.push(Group {
                    name,
                    verdicts: vec![verdict],
                }),
            }
        }
        groups
    }
}
