use super::Milestone;
use crate::case::Level;
use crate::evidence::Pack;
use crate::report::Report;
use crate::verdict::{Outcome, Verdict};
use crate::words::Said;

/// What "merchant backend security mechanism" rests on.
const TECHNICAL: &[&str] = &["tokens", "callback", "execute", "query", "time", "security"];
/// What a payer and the finance desk meet.
const BUSINESS: &[&str] = &["messages", "refund"];

/// S-1 to S-6.
#[must_use]
pub fn milestones(report: &Report) -> Vec<Milestone> {
    vec![
        initiation(),
        sandbox_readiness(report),
        validation(&Pack::of(&report.record)),
        onboarding(),
        production_readiness(),
        go_live(report),
    ]
}

fn initiation() -> Milestone {
    Milestone {
        id: "S-1",
        name: "Integration Initiation",
        done: Vec::new(),
        left: Vec::new(),
        others: vec![Said::new(
            "You sign up at the Merchant Integration Portal; bKash gives you the sandbox credentials.",
            "আপনি Merchant Integration Portal-এ নিবন্ধন করবেন; বিকাশ স্যান্ডবক্সের ক্রেডেনশিয়াল দেবে।",
        )],
        link: Some("https://pgw-integration.bkash.com/sign-up"),
    }
}

fn sandbox_readiness(report: &Report) -> Milestone {
    let musts: Vec<_> = report
        .verdicts
        .iter()
        .filter(|verdict| verdict.level == Level::Must)
        .collect();
    let (done, left) = stand(&musts, &Said::new("Required points", "আবশ্যক বিষয়"));
    Milestone {
        id: "S-2",
        name: "Merchant system readiness with bKash PGW Sandbox",
        done,
        left,
        others: vec![Said::new(
            "You confirm readiness to bKash, and share the user journey and the solution document if they ask for them.",
            "আপনি বিকাশকে প্রস্তুতির কথা জানাবেন; তারা চাইলে ব্যবহারকারীর যাত্রাপথ ও সমাধানের নথি দেবেন।",
        )],
        link: None,
    }
}

fn validation(pack: &Pack) -> Milestone {
    let (mut done, mut left) = (Vec::new(), Vec::new());
    match pack.clean() {
        Some(part) => done.push(Said::new(
            format!("Create and execute of {} are in the evidence pack.", part.payment_id),
            format!("{}-এর create ও execute প্রমাণের অংশে আছে।", part.payment_id),
        )),
        None => left.push(Said::new(
            "No payment was created and executed without a fault: there is nothing to validate yet.",
            "কোনো পেমেন্ট ত্রুটি ছাড়া create ও execute হয়নি: যাচাই করার মতো কিছু এখনো নেই।",
        )),
    }
    Milestone {
        id: "S-3",
        name: "Sandbox result validation",
        done,
        left,
        others: vec![Said::new(
            "You paste both into the portal. Their ids must be from bKash's own sandbox: bkash accept --proxy records such a payment.",
            "দুটিই আপনি পোর্টালে জমা দেবেন। আইডিগুলো বিকাশের নিজস্ব স্যান্ডবক্সের হতে হবে: bkash accept --proxy তেমন পেমেন্ট রেকর্ড করে।",
        )],
        link: None,
    }
}

fn onboarding() -> Milestone {
    Milestone {
        id: "S-4",
        name: "Production info collection & Production onboarding",
        done: Vec::new(),
        left: Vec::new(),
        others: vec![Said::new(
            "bKash gives you the live credentials in the portal.",
            "বিকাশ পোর্টালে লাইভ ক্রেডেনশিয়াল দেবে।",
        )],
        link: None,
    }
}

fn production_readiness() -> Milestone {
    Milestone {
        id: "S-5",
        name: "Merchant system readiness with bKash PGW Production",
        done: Vec::new(),
        left: Vec::new(),
        others: vec![Said::new(
            "You put the live base URL and credentials in place, change nothing else, and confirm it to bKash.",
            "আপনি লাইভ ঠিকানা ও ক্রেডেনশিয়াল বসাবেন, আর কিছু বদলাবেন না, এবং বিকাশকে জানাবেন।",
        )],
        link: None,
    }
}

fn go_live(report: &Report) -> Milestone {
    let of = |groups: &[&str]| -> Vec<&Verdict> {
        let mine = |verdict: &&Verdict| {
            let group = verdict.id.split('/').next().unwrap_or_default();
            groups.contains(&group)
        };
        report.verdicts.iter().filter(mine).collect()
    };
    let (mut done, mut left) = stand(
        &of(TECHNICAL),
        &Said::new(
            "Technical UAT, the backend's security",
            "টেকনিক্যাল UAT, ব্যাকএন্ডের নিরাপত্তা",
        ),
    );
    let (business_done, business_left) = stand(
        &of(BUSINESS),
        &Said::new(
            "Business UAT, the user journey and a refund",
            "বিজনেস UAT, ব্যবহারকারীর যাত্রাপথ ও রিফান্ড",
        ),
    );
    done.extend(business_done);
    left.extend(business_left);
    Milestone {
        id: "S-6",
        name: "UAT & Go Live",
        done,
        left,
        others: vec![Said::new(
            "bKash's engineers check it with production credentials, a refund among it; then you open it to all customers.",
            "বিকাশের প্রকৌশলীরা লাইভ ক্রেডেনশিয়ালে যাচাই করবেন, রিফান্ডসহ; তারপর আপনি সব ক্রেতার জন্য চালু করবেন।",
        )],
        link: None,
    }
}

/// How many of them passed, and the musts among them that did not.
fn stand(verdicts: &[&Verdict], what: &Said) -> (Vec<Said>, Vec<Said>) {
    let passed = verdicts
        .iter()
        .filter(|verdict| verdict.outcome == Outcome::Passed)
        .count();
    let all = verdicts.len();
    let done = (passed > 0).then(|| {
        Said::new(
            format!("{}: {passed} of {all} passed.", what.en),
            format!("{}: {all}টির মধ্যে {passed}টি ঠিক আছে।", what.bn),
        )
    });
    let ids = |outcome| {
        let of = |verdict: &&&Verdict| verdict.outcome == outcome && verdict.level == Level::Must;
        let ids: Vec<_> = verdicts
            .iter()
            .filter(of)
            .map(|verdict| verdict.id)
            .collect();
        ids.join(", ")
    };
    let (failed, open) = (ids(Outcome::Failed), ids(Outcome::NotJudged));
    let mut left = Vec::new();
    if !failed.is_empty() {
        left.push(Said::new(
            format!("{}: fix {failed}.", what.en),
            format!("{}: ঠিক করুন {failed}।", what.bn),
        ));
    }
    if !open.is_empty() {
        left.push(Said::new(
            format!("{}: not judged yet: {open}.", what.en),
            format!("{}: এখনো বিচার হয়নি: {open}।", what.bn),
        ));
    }
    (done.into_iter().collect(), left)
}
