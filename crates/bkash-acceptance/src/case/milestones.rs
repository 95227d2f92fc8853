use super::clause;
use super::{Case, Level};
use crate::judge::milestones;
use crate::story::Story;
use crate::words::Words;

pub(super) const CASES: [Case; 1] = [Case {
    id: "milestones/1",
    level: Level::Must,
    title: Words {
        en: "A create and an execute for the portal's validation",
        bn: "পোর্টালে যাচাইয়ের জন্য একটি create ও একটি execute",
    },
    clause: clause::PORTAL,
    expected: Words {
        en: "One payment whose create and execute were both answered with 0000, ready to be pasted into the portal.",
        bn: "একটি পেমেন্ট, যার create ও execute দুটির উত্তরই 0000, পোর্টালে বসানোর জন্য তৈরি।",
    },
    remedy: Words {
        en: "Pay one order to its end; the evidence pack then holds both exchanges.",
        bn: "একটি অর্ডারের পেমেন্ট শেষ পর্যন্ত করুন; প্রমাণের প্যাকে তখন দুটি কলই থাকবে।",
    },
    needs: &[Story::Paid],
    after: &[],
    judge: milestones::create_and_execute,
}];
