//! The judge's report in a real Chromium: on a desk, on a phone, in the dark, by keyboard and on paper.

use std::path::Path;

use bkash_acceptance::{Format, Language, Pack, Paint, Report};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::person::Person;
use super::screen::Screen;

#[path = "../../../../bkash-acceptance/tests/it/report/example.rs"]
mod example;

const ENTER: char = '\u{e007}';
const TAB: char = '\u{e004}';
/// An A4 page each.
const MOST_PAGES: usize = 20;

/// The report and the evidence pack of an example, as files.
fn written(language: Language) -> TempDir {
    filed(
        &example::every_case(example::record("Shapla Bazaar")),
        language,
    )
}

fn filed(report: &Report, language: Language) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let html = report.write(Format::Html, language, Paint::Plain).unwrap();
    let pack = Pack::of(&report.record).html(language).unwrap();
    std::fs::write(folder.path().join("report.html"), html).unwrap();
    std::fs::write(folder.path().join("pack.html"), pack).unwrap();
    folder
}

async fn opens(screen: Screen, folder: &Path, file: &str) -> Person {
    let person = Person::at(screen).await;
    person
        .opens(&format!("file://{}/{file}", folder.display()))
        .await;
    person
}

/// The browser complains of nothing, and has asked nobody for anything.
async fn leaves(person: Person) {
    assert_eq!(person.complaints().await, Vec::<String>::new());
    let loaded = "return performance.getEntriesByType('resource').map((entry) => entry.name);";
    assert_eq!(person.evaluates(loaded).await, json!([]));
    person.leaves().await;
}

/// Opens every part that is folded, as somebody would who reads it all.
async fn unfolds(person: &Person) {
    let script = "document.querySelectorAll('details').forEach((one) => { one.open = true; });";
    person.evaluates(script).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_fits_a_desk_a_phone_and_the_dark_in_both_languages() {
    for (language, name) in [(Language::English, "en"), (Language::Bangla, "bn")] {
        let folder = written(language);
        for screen in [Screen::Desktop, Screen::Phone, Screen::DarkDesktop] {
            let person = opens(screen, folder.path(), "report.html").await;
            person.reads("Shapla Bazaar").await;
            person.looks(&format!("70-report-{name}")).await;
            unfolds(&person).await;
            person.looks(&format!("71-unfolded-{name}")).await;
            leaves(person).await;
        }
        let person = opens(Screen::Phone, folder.path(), "pack.html").await;
        person.reads("TR0011paid").await;
        person.looks(&format!("72-pack-{name}")).await;
        leaves(person).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shop_without_a_blank_in_its_texts_does_not_break_the_page() {
    let endless = "endless".repeat(100);
    let mut report = example::every_case(example::record(&endless));
    for page in &mut report.verdicts[0].evidence.pages {
        page.url = format!("http://127.0.0.1/{endless}");
        page.blocks = vec![endless.clone()];
    }
    let folder = filed(&report, Language::English);
    let person = opens(Screen::Phone, folder.path(), "report.html").await;
    unfolds(&person).await;
    person.looks("74-endless").await;
    leaves(person).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn its_evidence_is_unfolded_with_the_keyboard_alone() {
    let folder = written(Language::English);
    let person = opens(Screen::Desktop, folder.path(), "report.html").await;
    let at_exchange = "return document.activeElement.parentElement.matches('details.wire')";
    let mut steps = 0;
    while person.evaluates(at_exchange).await == Value::Bool(false) {
        person.types(&TAB.to_string()).await;
        steps += 1;
        assert!(steps < 200, "no exchange is ever reached");
    }
    let open = "return document.activeElement.parentElement.open";
    assert_eq!(person.evaluates(open).await, json!(false));
    person.types(&ENTER.to_string()).await;
    assert_eq!(person.evaluates(open).await, json!(true));
    let visible = person
        .evaluates("return document.activeElement.parentElement.innerText")
        .await;
    let visible = visible.as_str().unwrap();
    assert!(visible.contains(r#""app_secret": "***""#), "{visible}");
    leaves(person).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_to_a_case_that_is_folded_unfolds_it() {
    let folder = written(Language::English);
    let person = opens(Screen::Desktop, folder.path(), "report.html").await;
    let folded = "return document.getElementById('messages-3').closest('details').open";
    assert_eq!(person.evaluates(folded).await, json!(false));
    let press = "document.querySelector(\".cell[href='#messages-3']\").click();";
    person.evaluates(press).await;
    assert_eq!(person.evaluates(folded).await, json!(true));
    leaves(person).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_paper_it_has_pages_enough_and_not_too_many() {
    let folder = written(Language::English);
    for file in ["report", "pack"] {
        let person = opens(Screen::Desktop, folder.path(), &format!("{file}.html")).await;
        let pdf = person.prints(&format!("73-{file}")).await;
        let pages = pdf
            .windows(b"/Type /Page\n".len())
            .filter(|window| window == b"/Type /Page\n")
            .count();
        assert!((2..=MOST_PAGES).contains(&pages), "{file}: {pages} pages");
        leaves(person).await;
    }
}
