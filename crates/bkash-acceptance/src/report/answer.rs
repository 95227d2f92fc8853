use super::{Report, Tally};
use crate::case::CASES;
use crate::case::Level;
use crate::words::Said;

/// What a merchant asks: will bKash accept this shop?
///
/// It rests on the musts alone, where [`Standing`](super::Standing) counts good practice as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// Every must was shown.
    Yes,
    /// So many musts failed.
    No,
    /// No must failed, but some were not shown.
    Open,
}

impl Report {
    /// Whether bKash will accept the shop, as far as this report can tell.
    #[must_use]
    pub fn answer(&self) -> Answer {
        let musts = self.tally(Level::Must);
        if musts.failed > 0 {
            Answer::No
        } else if musts.not_judged > 0 || self.musts_not_asked_for() > 0 || musts.all() == 0 {
            Answer::Open
        } else {
            Answer::Yes
        }
    }

    /// The answer in a sentence.
    #[must_use]
    pub fn headline(&self) -> Said {
        let Tally {
            failed, not_judged, ..
        } = self.tally(Level::Must);
        match self.answer() {
            Answer::Yes => Said::new(
                "Yes, as far as can be seen from outside: every required point was shown.",
                "হ্যাঁ, বাইরে থেকে যতটা দেখা যায়: আবশ্যক প্রতিটি বিষয় ঠিক আছে।",
            ),
            Answer::No if failed == 1 => Said::new(
                "Not yet: one required point failed.",
                "এখনো না: আবশ্যক একটি বিষয় ঠিক নেই।",
            ),
            Answer::No => Said::new(
                format!("Not yet: {failed} required points failed."),
                format!("এখনো না: আবশ্যক {failed}টি বিষয় ঠিক নেই।"),
            ),
            Answer::Open => {
                let open = not_judged + self.musts_not_asked_for();
                Said::new(
                    format!(
                        "Not known yet: no required point failed, but {open} of them {} not judged.",
                        if open == 1 { "was" } else { "were" }
                    ),
                    format!(
                        "এখনো জানা যায়নি: আবশ্যক কোনো বিষয়ে ভুল পাওয়া যায়নি, তবে {open}টি বিচার করা হয়নি।"
                    ),
                )
            }
        }
    }

    /// Musts that somebody left out by asking for some cases only.
    fn musts_not_asked_for(&self) -> usize {
        let asked = |id| self.verdicts.iter().any(|verdict| verdict.id == id);
        CASES
            .iter()
            .filter(|case| case.level == Level::Must && !asked(case.id))
            .count()
    }
}
