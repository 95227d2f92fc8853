use bkash_acceptance::watch::{Checklist, Gateway, Mark};
use bkash_acceptance::{Evidence, Language, Level, Outcome, Said, Verdict, Words};

const NOTHING: Words = Words { en: "", bn: "" };

fn verdict(id: &'static str, outcome: Outcome) -> Verdict {
    Verdict {
        id,
        level: Level::Must,
        title: NOTHING,
        clause: "",
        outcome,
        expected: NOTHING,
        saw: Said::new("", ""),
        evidence: Evidence::default(),
        remedy: NOTHING,
    }
}

fn ids(checklist: &Checklist, mark: Mark) -> Vec<&'static str> {
    checklist.marked(mark).map(|item| item.id).collect()
}

#[test]
fn what_traffic_cannot_decide_is_not_asked_of_a_person() {
    let verdicts = [
        verdict("callback/2", Outcome::NotJudged),
        verdict("messages/1", Outcome::NotJudged),
    ];
    let checklist = Checklist::of(&verdicts, Gateway::Simulator);
    assert_eq!(ids(&checklist, Mark::Open), ["callback/2"]);
}

#[test]
fn what_was_decided_is_told_even_if_nobody_can_be_told_how_to_show_it() {
    let verdicts = [verdict("security/4", Outcome::Failed)];
    let checklist = Checklist::of(&verdicts, Gateway::Real);
    assert_eq!(ids(&checklist, Mark::Failed), ["security/4"]);
    assert_eq!(checklist.items()[0].how, None);
}

#[test]
fn nobody_is_asked_to_make_the_real_gateway_fail() {
    let verdicts = [
        verdict("time/2", Outcome::NotJudged),
        verdict("tokens/3", Outcome::NotJudged),
    ];
    let real = Checklist::of(&verdicts, Gateway::Real);
    assert_eq!(ids(&real, Mark::Open), ["tokens/3"]);
    let simulator = Checklist::of(&verdicts, Gateway::Simulator);
    assert_eq!(ids(&simulator, Mark::Open), ["time/2", "tokens/3"]);
    let how = |checklist: &Checklist| {
        let last = checklist.items().last().unwrap();
        last.how.unwrap().in_language(Language::English)
    };
    assert!(how(&real).contains("an hour"), "{}", how(&real));
    assert!(how(&simulator).contains("short_token"));
}

#[test]
fn only_what_has_changed_is_news() {
    let before = [
        verdict("callback/1", Outcome::NotJudged),
        verdict("callback/2", Outcome::Passed),
        verdict("query/1", Outcome::Passed),
    ];
    let after = [
        verdict("callback/1", Outcome::NotJudged),
        verdict("callback/2", Outcome::Failed),
        verdict("query/1", Outcome::Passed),
        verdict("security/4", Outcome::Passed),
    ];
    let before = Checklist::of(&before, Gateway::Simulator);
    let after = Checklist::of(&after, Gateway::Simulator);
    let news: Vec<_> = after.news(&before).map(|item| item.id).collect();
    assert_eq!(news, ["callback/2", "security/4"]);
}
