//! docs/api.md says what the program does.

use payment_service::problem::ProblemKind;

const API: &str = include_str!("../../../../docs/api.md");

#[test]
fn every_problem_is_in_the_table_and_no_other() {
    for kind in ProblemKind::ALL {
        let row = format!("| `{}` | {} | {} |", kind.name, kind.status, kind.title);
        assert!(API.contains(&row), "no row {row}");
    }
    let table = API.split("| `type` | status | title |").nth(1).unwrap();
    let rows = table
        .lines()
        .skip(2)
        .take_while(|line| line.starts_with('|'))
        .count();
    assert_eq!(rows, ProblemKind::ALL.len());
}
