//! Shops that break no rule, each with a habit that no other specimen has.

use std::sync::Arc;

use bkash_acceptance::play::{Run, Settings};
use bkash_acceptance::shop::ShopFile;
use bkash_acceptance::{Outcome, Report};

use super::flaw::Flaw;
use super::played::InProcess;
use super::shop::Open;
use super::style::Style;

async fn judged(style: Style, habit: Option<Flaw>, order: bool, only: &[&str]) -> Report {
    let open = Open::new(style, habit).await;
    let mut file = open.shop.file("lawful");
    if !order {
        file.truncate(file.find("[order]").unwrap());
    }
    let settings = Settings {
        shop: ShopFile::parse(&file).unwrap(),
        listen: ([127, 0, 0, 1], 0).into(),
        quick: true,
        tls: None,
        only: only.iter().map(|id| (*id).to_owned()).collect(),
    };
    let run = Run::open(settings).await.unwrap();
    open.shop.point_at(run.gateway_url());
    let run = run.with_app(Box::new(InProcess(Arc::clone(&open.shop))));
    run.play(&mut |_| {}).await.unwrap()
}

fn of(report: &Report, outcome: Outcome) -> Vec<String> {
    let those = report.verdicts.iter().filter(|it| it.outcome == outcome);
    those
        .map(|it| format!("{}: {}", it.id, it.saw.en))
        .collect()
}

async fn nothing_fails(style: Style, habit: Flaw, order: bool) -> Report {
    let report = judged(style, Some(habit), order, &[]).await;
    let failed = of(&report, Outcome::Failed);
    assert!(failed.is_empty(), "{habit:?}, [order] {order}: {failed:#?}");
    report
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_may_be_renewed_a_minute_before_its_end_however_short_it_lives() {
    let report = nothing_fails(Style::Plain, Flaw::RenewsAMinuteAhead, true).await;
    let passed = of(&report, Outcome::Passed);
    assert!(
        passed.iter().any(|it| it.starts_with("tokens/5")),
        "{passed:#?}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn execute_may_be_sent_behind_the_page() {
    let report = nothing_fails(Style::Plain, Flaw::ExecutesBehindItsPage, true).await;
    let passed = of(&report, Outcome::Passed);
    for id in ["callback/3", "execute/1", "execute/2", "execute/4"] {
        assert!(
            passed.iter().any(|it| it.starts_with(id)),
            "{id}: {:#?}",
            of(&report, Outcome::NotJudged)
        );
    }
    nothing_fails(Style::Plain, Flaw::ExecutesBehindItsPage, false).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_that_a_script_fills_in_are_neither_right_nor_wrong() {
    let report = nothing_fails(Style::Plain, Flaw::PagesByScript, false).await;
    let passed = of(&report, Outcome::Passed);
    let by_pages = [
        "callback/6",
        "callback/7",
        "callback/8",
        "callback/9",
        "execute/1",
        "messages/1",
    ];
    for id in by_pages {
        assert!(!passed.iter().any(|it| it.starts_with(id)), "{id}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_shop_may_count_its_token_calls_and_turn_payers_away() {
    nothing_fails(Style::Plain, Flaw::CountsTokenCalls, true).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_newer_interface_has_no_codes_in_its_successes_and_refuses_by_status() {
    let report = nothing_fails(Style::Plain, Flaw::SpeaksV2, true).await;
    let passed = of(&report, Outcome::Passed);
    for id in [
        "callback/3",
        "execute/1",
        "execute/2",
        "execute/4",
        "execute/7",
    ] {
        assert!(
            passed.iter().any(|it| it.starts_with(id)),
            "{id}: {passed:#?}"
        );
    }
}
