use bkash_acceptance::{Format, Language, Level, Outcome, Pack, Paint, Report};
use scraper::{Html, Selector};

use super::example::{WALLET, every_case, record, report, verdict};

fn written(report: &Report, language: Language) -> String {
    report.write(Format::Html, language, Paint::Plain).unwrap()
}

fn texts(html: &str, css: &str) -> Vec<String> {
    let page = Html::parse_document(html);
    let selector = Selector::parse(css).unwrap();
    page.select(&selector)
        .map(|found| {
            let text: String = found.text().collect();
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        })
        .collect()
}

#[test]
fn a_manager_reads_the_answer_what_to_fix_and_how_far_it_is_to_go_live() {
    let html = written(&report(record("Tea House")), Language::English);
    assert_eq!(texts(&html, "h1"), ["Will bKash accept Tea House?"]);
    assert_eq!(
        texts(&html, ".headline"),
        ["Not yet: one required point failed."]
    );
    assert_eq!(
        texts(&html, ".counts"),
        [
            "0 passed 1 failed 1 not judged",
            "1 passed 0 failed 0 not judged"
        ]
    );
    let fixes = texts(&html, ".fixes > li");
    assert_eq!(fixes.len(), 1);
    assert!(
        fixes[0].contains("Keep the token in one place."),
        "{fixes:?}"
    );
    assert_eq!(
        texts(&html, ".step-id"),
        ["S-1", "S-2", "S-3", "S-4", "S-5", "S-6"]
    );
    let states = texts(&html, ".steps h3 .tag");
    assert_eq!(states[2], "Shown");
}

#[test]
fn every_case_has_its_clause_and_a_failed_one_lies_open_with_its_exchanges() {
    let html = written(&report(record("Tea House")), Language::English);
    assert_eq!(texts(&html, ".case").len(), 3);
    assert_eq!(texts(&html, ".case blockquote").len(), 3);
    assert_eq!(texts(&html, ".case[open] .id"), ["tokens/1"]);
    let wires = texts(&html, ".case.failed .wire summary");
    assert_eq!(wires.len(), 2);
    assert!(
        wires[1].starts_with("#9 token grant POST /v1.2.0-beta"),
        "{wires:?}"
    );
    let window = texts(&html, ".case.failed .window .text p");
    assert_eq!(window, ["Payment failed", "Wallet 017*****575"]);
}

#[test]
fn every_link_inside_the_page_leads_somewhere() {
    let html = written(&report(record("Tea House")), Language::English);
    let page = Html::parse_document(&html);
    let links = Selector::parse("a[href^='#']").unwrap();
    let targets: Vec<_> = page
        .select(&links)
        .map(|link| {
            link.attr("href")
                .unwrap()
                .trim_start_matches('#')
                .to_owned()
        })
        .collect();
    assert!(targets.len() >= 5, "{targets:?}");
    for target in targets {
        let ids = Selector::parse(&format!("[id='{target}']")).unwrap();
        assert_eq!(page.select(&ids).count(), 1, "{target}");
    }
}

#[test]
fn it_needs_no_script_and_nothing_from_elsewhere() {
    for html in [
        written(&report(record("Tea House")), Language::English),
        Pack::of(&record("Tea House"))
            .html(Language::English)
            .unwrap(),
    ] {
        let page = Html::parse_document(&html);
        for css in [
            "script",
            "img",
            "iframe",
            "object",
            "[src]",
            "link[rel=stylesheet]",
            "form",
            "[onclick]",
        ] {
            let found = page.select(&Selector::parse(css).unwrap()).count();
            assert_eq!(found, 0, "{css}");
        }
        assert!(!html.contains("@import") && !html.contains("url("));
        assert!(html.contains("default-src &#39;none&#39;") || html.contains("default-src 'none'"));
        assert!(!html.contains(WALLET), "wallet numbers are masked");
    }
}

#[test]
fn it_is_in_bangla_as_well_down_to_its_language_mark() {
    let html = written(&report(record("চা ঘর")), Language::Bangla);
    assert!(html.contains(r#"<html lang="bn">"#));
    assert_eq!(texts(&html, "h1"), ["বিকাশ কি চা ঘর গ্রহণ করবে?"]);
    assert_eq!(
        texts(&html, ".counts")[0],
        "0 ঠিক আছে 1 ঠিক নেই 1 বিচার হয়নি"
    );
    assert_eq!(
        texts(&html, "blockquote[lang=en]").len(),
        3,
        "the brief is English"
    );
}

#[test]
fn a_shop_without_failures_is_not_told_to_fix_anything() {
    let mut report = report(record("Tea House"));
    report.verdicts = vec![verdict("tokens/1", Level::Must, Outcome::Passed)];
    let html = written(&report, Language::English);
    assert_eq!(texts(&html, ".fixes").len(), 0);
    assert_eq!(texts(&html, ".calm"), ["Nothing that was judged failed."]);
}

#[test]
fn the_evidence_pack_is_a_page_of_its_own_with_every_exchange_open() {
    let html = Pack::of(&record("Tea House"))
        .html(Language::English)
        .unwrap();
    assert_eq!(texts(&html, "h1"), ["Evidence for the sandbox validation"]);
    assert_eq!(
        texts(&html, ".wire").len(),
        texts(&html, ".wire[open]").len()
    );
    let names = texts(&html, ".wire summary b");
    assert_eq!(
        names[..3],
        ["Grant Token", "Create Payment", "Execute Payment"]
    );
    assert_eq!(texts(&html, ".missing dt"), ["Search Transaction"]);
}

#[test]
fn every_case_of_the_judge_has_its_place_on_the_page() {
    let report = every_case(record("Tea House"));
    for language in [Language::English, Language::Bangla] {
        let html = written(&report, language);
        assert_eq!(texts(&html, ".case").len(), report.verdicts.len());
        assert_eq!(texts(&html, ".map .cell").len(), report.verdicts.len());
        let empty = |text: &String| text.is_empty();
        for css in [
            ".case .name",
            ".case blockquote",
            ".facts dd",
            ".map > li > span",
        ] {
            assert!(!texts(&html, css).iter().any(empty), "{css}");
        }
    }
}
