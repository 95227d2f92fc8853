use super::Row;
use crate::specimen::flaw::Flaw;
use crate::specimen::style::Style;

pub(super) fn rows() -> Vec<Row> {
    vec![
        Row::wrong(
            Flaw::GrantsForEachCall,
            "a grant before every call",
            &["tokens/1"],
        ),
        Row::wrong(
            Flaw::TokenOfEachOrder,
            "a grant for each payer",
            &["tokens/1"],
        ),
        Row::wrong(
            Flaw::GrantsOnRace,
            "payers at the same moment get a grant each",
            &["tokens/2"],
        ),
        Row::wrong(
            Flaw::GrantsInsteadOfRefresh,
            "grants anew when the token is over",
            &["tokens/3"],
        )
        .at(Style::Api)
        .hides(&["time/5"]),
        Row::wrong(
            Flaw::RefreshesWithIdToken,
            "sends the id_token where the refresh_token belongs",
            &["tokens/3"],
        ),
        Row::wrong(
            Flaw::NeverGrantsAgain,
            "a refused refresh is the end",
            &["tokens/4"],
        )
        .hides(&["time/6"]),
        Row::wrong(Flaw::RenewsOnTimer, "refreshes on a timer", &["tokens/5"]),
        Row::wrong(
            Flaw::RefreshesAndGrants,
            "refreshes, and grants as well",
            &["tokens/5"],
        ),
        Row::wrong(
            Flaw::TokenInMemory,
            "the token dies with the process",
            &["tokens/6"],
        ),
        Row::wrong(
            Flaw::GivesUpOn401,
            "a 401 sends the payer away",
            &["tokens/7"],
        ),
        Row::wrong(
            Flaw::RepeatsWithSameToken,
            "repeats after 401 with the token that was refused",
            &["tokens/7"],
        ),
        Row::wrong(
            Flaw::IgnoresExpiry,
            "believes that each token lives an hour, and sends payers away when it does not",
            &["tokens/7"],
        )
        .hides(&["tokens/3", "time/5"]),
    ]
}
