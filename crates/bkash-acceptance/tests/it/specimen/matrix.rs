//! Each wrong shop fails its own case and no other; the right ones fail none.

use bkash_acceptance::CASES;

use super::rows::all;

#[test]
fn each_shop_of_the_matrix_is_named_once_and_tied_to_cases_that_exist() {
    let rows = all();
    let mut names: Vec<_> = rows.iter().map(super::rows::Row::name).collect();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), rows.len());
    for row in &rows {
        assert_eq!(row.flaw.is_none(), row.fails.is_empty(), "{}", row.what);
        for id in row.fails.iter().chain(row.hides) {
            // Until the cases have landed there is nothing to look them up in.
            assert!(
                CASES.is_empty() || CASES.iter().any(|case| case.id == *id),
                "{id} of {}",
                row.name()
            );
        }
    }
    assert!(rows.len() > 45);
}
