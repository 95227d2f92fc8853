use bkash_acceptance::record::{Journal, Record};
use bkash_acceptance::{Outcome, Story, judge};

use super::payer::{payer, verdict};
use super::tape::Tape;

/// What traffic alone can pass.
const BY_TRAFFIC: &[&str] = &[
    "tokens/1",
    "tokens/3",
    "tokens/5",
    "callback/1",
    "callback/2",
    "execute/3",
    "query/1",
    "query/2",
    "create/1",
    "time/2",
    "time/4",
    "refund/1",
    "refund/5",
    "refund/6",
    "security/3",
    "milestones/1",
];

#[test]
fn traffic_that_shows_everything_passes_everything() {
    let tape = Tape::default()
        .grant("a")
        .pay("P1", "a")
        .pay("P2", "a")
        .create("P3", "a")
        .execute("P3", "a", "0000")
        .hung_up(30_010)
        .query("P3", "a")
        .refund("P1", "a", "10")
        .refund("P2", "a", "10")
        .hung_up(30_020)
        .refund_status("P2", "a")
        .create("P5", "a")
        .step("P5", "cancel")
        .create("P6", "a")
        .step("P6", "otp")
        .step("P6", "otp")
        .step("P6", "otp")
        .wait(3_600)
        .refresh("b")
        .pay("P4", "b");
    assert_eq!(tape.ids(Outcome::Passed), BY_TRAFFIC);
    assert!(tape.ids(Outcome::Failed).is_empty());
}

/// A payment by TLS; the story is one more payer.
fn over_tls(story: Option<Story>, handshakes: u64) -> Record {
    let tape = Tape::default()
        .grant("a")
        .pay("P", "a")
        .with(|last| last["tls"] = "TLSv1.3".into());
    let mut record = Record::of_traffic(tape.journal());
    record.visits = story.map(|story| payer(story, "Q")).into_iter().collect();
    record.played = story.into_iter().collect();
    record.stranger_handshakes = handshakes;
    record
}

#[test]
fn a_version_of_tls_alone_does_not_say_that_certificates_are_checked() {
    for (story, handshakes, outcome, says) in [
        (None, 0, Outcome::NotJudged, "not tried"),
        (
            Some(Story::Stranger),
            0,
            Outcome::NotJudged,
            "no connection",
        ),
        (Some(Story::Stranger), 2, Outcome::Passed, "2 handshakes"),
    ] {
        let verdict = verdict(&over_tls(story, handshakes), "security/4");
        assert_eq!(verdict.outcome, outcome, "{says}");
        assert!(verdict.saw.en.contains("TLSv1.3"), "{}", verdict.saw.en);
        assert!(verdict.saw.en.contains(says), "{}", verdict.saw.en);
    }
}

#[test]
fn an_empty_journal_decides_nothing() {
    let empty = Journal::parse(r#"{"data":[]}"#).unwrap();
    let verdicts = judge(&Record::of_traffic(empty));
    for verdict in &verdicts {
        assert_eq!(verdict.outcome, Outcome::NotJudged, "{}", verdict.id);
        assert!(!verdict.saw.en.is_empty() && !verdict.saw.bn.is_empty());
    }
}

#[test]
fn each_wrong_shop_fails_its_own_case_and_no_other() {
    let start = || Tape::default().grant("a");
    for (what, tape, case) in [
        (
            "execute sent again after a time-out",
            start()
                .create("P", "a")
                .execute("P", "a", "")
                .hung_up(30_000)
                .execute("P", "a", "0000"),
            "execute/3",
        ),
        (
            "execute sent again after a refusal",
            start()
                .create("P", "a")
                .execute("P", "a", "2023")
                .execute("P", "a", "2023"),
            "execute/3",
        ),
        (
            "a query after every payment",
            start().pay("P", "a").query("P", "a"),
            "query/1",
        ),
        (
            "a query instead of execute",
            start().create("P", "a").query("P", "a"),
            "query/1",
        ),
        (
            "a query after a clear refusal",
            start()
                .create("P", "a")
                .execute("P", "a", "2023")
                .query("P", "a"),
            "query/1",
        ),
        (
            "a query while execute is still being waited for",
            start()
                .create("P", "a")
                .execute("P", "a", "")
                .hung_up(30_000)
                .wait(-20)
                .query("P", "a"),
            "query/1",
        ),
        (
            "sixteen queries",
            (0..16).fold(start().execute("P", "a", "").lost(), |tape, _| {
                tape.query("P", "a")
            }),
            "query/2",
        ),
        (
            "a time-out of ten seconds",
            start()
                .create("P", "a")
                .execute("P", "a", "")
                .hung_up(10_000),
            "time/2",
        ),
        (
            "a time-out of a minute",
            start().create("P", "a").hung_up(60_000),
            "time/1",
        ),
        (
            "no time-out at all",
            start()
                .query("P", "a")
                .with(|last| last["duration_ms"] = 36_000.into()),
            "time/3",
        ),
        (
            "an invoice number that was paid already",
            start()
                .pay("P", "a")
                .create("Q", "a")
                .asking("merchantInvoiceNumber", "IP"),
            "create/1",
        ),
        (
            "a create sent again at once",
            start()
                .create("P", "a")
                .hung_up(30_000)
                .wait_ms(-900)
                .create("P", "a"),
            "create/2",
        ),
        (
            "a browser that calls the gateway",
            start()
                .create("P", "a")
                .with_header("Sec-Fetch-Site", "cross-site"),
            "security/3",
        ),
        (
            "a browser of before sec-fetch",
            start()
                .create("P", "a")
                .with_header("Origin", "https://shop.example")
                .with_header("User-Agent", "Mozilla/5.0"),
            "security/3",
        ),
        (
            "TLS of yesterday",
            start()
                .create("P", "a")
                .with(|last| last["tls"] = "TLSv1.1".into()),
            "security/4",
        ),
        (
            "a certificate that nobody vouches for",
            start()
                .create("P", "a")
                .with(|last| last["certificate_unchecked"] = true.into()),
            "security/4",
        ),
        (
            "an execute after a cancel",
            start()
                .create("P", "a")
                .step("P", "cancel")
                .execute("P", "a", "2056"),
            "callback/2",
        ),
        (
            "an execute after three wrong codes",
            start()
                .create("P", "a")
                .step("P", "otp")
                .step("P", "otp")
                .step("P", "otp")
                .execute("P", "a", "2056"),
            "callback/1",
        ),
    ] {
        assert_eq!(tape.ids(Outcome::Failed), [case], "{what}");
    }
}

#[test]
fn a_failed_case_names_its_exchanges_and_a_remedy() {
    let verdicts = Tape::default().pay("P", "a").query("P", "a").verdicts();
    let mut failed = verdicts.iter().filter(|it| it.outcome == Outcome::Failed);
    let failed = failed.next().unwrap();
    assert_eq!(
        (failed.id, &*failed.evidence.exchanges),
        ("query/1", &[2, 3][..])
    );
    assert!(failed.saw.en.contains("exchange 3") && failed.saw.bn.contains("কল 3"));
    assert!(failed.remedy.en.contains("Remove query"));
}
