//! A shop that writes what it likes on its pages and in its name.

use bkash_acceptance::record::{Page, Reading};
use bkash_acceptance::{Format, Language, Outcome, Paint, Report, Said};
use unicode_width::UnicodeWidthStr;

use super::example::{record, report};

const NASTY: &str = "<script>alert(1)</script>\u{0}\u{1b}[31m\u{fffe}]]>&amp;\u{202e}`|*_\r\n# x";

fn nasty() -> Report {
    let mut report = report(record(&format!("{NASTY} \"Shop\"")));
    let token = format!("eyJ{}.{}", "a".repeat(60), "b".repeat(60));
    for verdict in &mut report.verdicts {
        verdict.saw = Said::new(format!("the page says {NASTY}"), format!("পাতায় লেখা {NASTY}"));
        verdict.evidence.pages = vec![Page {
            url: format!("http://127.0.0.1/{NASTY}"),
            status: 200,
            blocks: vec![
                NASTY.to_owned(),
                "wide ".repeat(10_000),
                "x".repeat(10_000),
                token.clone(),
            ],
            reading: Reading::Silent,
        }];
        verdict.evidence.exchanges.push(404);
    }
    report
}

fn written(format: Format, language: Language) -> String {
    nasty().write(format, language, Paint::Plain).unwrap()
}

#[test]
fn a_terminal_gets_neither_commands_nor_lines_that_are_too_wide() {
    for language in [Language::English, Language::Bangla] {
        let text = written(Format::Text, language);
        let obeyed = |found: char| found.is_control() && found != '\n' || found == '\u{202e}';
        assert!(!text.contains(obeyed), "{text:?}");
        for line in text.lines() {
            assert!(line.width() <= 100, "{line}");
        }
        assert!(text.len() < 10_000);
    }
}

#[test]
fn what_xml_has_no_place_for_is_not_in_junit() {
    let text = written(Format::Junit, Language::English);
    let forbidden = |found: char| matches!(found, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    assert!(!text.contains(forbidden), "{text:?}");
    assert!(!text.contains("<script>"), "{text}");
    let read = quick_junit::Report::deserialize_from_str(&text).unwrap();
    assert_eq!((read.tests, read.failures, read.skipped), (3, 1, 1));
}

#[test]
fn markdown_lets_no_html_of_the_shop_through() {
    let text = written(Format::Markdown, Language::English);
    // Blocks and spans of code hold whatever they like.
    let spans_of_code = |line: &&str| line.starts_with("page ``");
    let outside: Vec<_> = text.split("```").step_by(2).flat_map(str::lines).collect();
    let outside: Vec<_> = outside
        .into_iter()
        .filter(|line| !spans_of_code(line))
        .collect();
    let outside = outside.join("\n");
    assert!(!outside.contains("<script"), "{outside}");
    assert!(
        !outside.lines().any(|line| line.starts_with("# x")),
        "{outside}"
    );
}

#[test]
fn a_page_shows_html_of_the_shop_as_text() {
    for language in [Language::English, Language::Bangla] {
        let html = written(Format::Html, language);
        assert!(!html.contains("<script"), "it would run");
        let page = scraper::Html::parse_document(&html);
        let heading = scraper::Selector::parse("h1").unwrap();
        let heading: String = page.select(&heading).flat_map(|h1| h1.text()).collect();
        assert!(heading.contains("<script>alert(1)</script>"), "{heading}");
        assert!(html.len() < 200_000, "{} bytes", html.len());
    }
}

#[test]
fn json_keeps_the_shops_texts_and_masks_what_looks_like_a_token() {
    let text = written(Format::Json, Language::English);
    let report: serde_json::Value = serde_json::from_str(&text).unwrap();
    let page = &report["cases"][0]["evidence"]["pages"][0];
    assert_eq!(page["blocks"][0], NASTY);
    assert_eq!(page["blocks"][3], "***");
}

#[test]
fn every_outcome_is_written_in_every_format_and_language() {
    for outcome in [Outcome::Passed, Outcome::Failed, Outcome::NotJudged] {
        let mut report = nasty();
        for verdict in &mut report.verdicts {
            verdict.outcome = outcome;
        }
        for format in Format::ALL {
            for language in [Language::English, Language::Bangla] {
                let text = report.write(format, language, Paint::Plain).unwrap();
                assert!(text.contains("tokens/1"), "{format:?} {language:?}: {text}");
                assert!(text.ends_with('\n'), "{format:?}");
            }
        }
    }
}
