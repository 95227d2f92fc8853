use std::collections::BTreeSet;

use bkash_acceptance::CASES;

#[test]
fn every_case_has_an_id_of_its_own_and_follows_cases_that_exist() {
    let ids: BTreeSet<_> = CASES.iter().map(|case| case.id).collect();
    assert_eq!(ids.len(), CASES.len());
    for case in CASES {
        for before in case.after {
            assert!(ids.contains(before) && *before != case.id, "{}", case.id);
        }
    }
}

#[test]
fn every_case_is_told_in_english_and_in_bangla() {
    let is_bangla = |letter: char| ('\u{980}'..='\u{9ff}').contains(&letter);
    for case in CASES {
        for words in [case.title, case.expected, case.remedy] {
            assert!(
                !words.en.chars().any(is_bangla),
                "{}: {}",
                case.id,
                words.en
            );
            assert!(words.bn.chars().any(is_bangla), "{}: {}", case.id, words.bn);
            assert!(!words.en.contains("  "), "{}: {}", case.id, words.en);
        }
        assert!(!case.clause.is_empty() && !case.clause.contains("  "));
    }
}
