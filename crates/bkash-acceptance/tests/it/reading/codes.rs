//! The gateway's own words on a page that says how it went.

use bkash_acceptance::record::Reading;

use super::{html, read};

/// The table of the simulator: `| code | message | how |`.
fn messages() -> Vec<&'static str> {
    let table = include_str!("../../../../../docs/simulator-codes.md");
    let rows = table.lines().filter_map(|line| {
        let mut cells = line.strip_prefix("| ")?.split(" | ");
        let code = cells.next()?;
        code.parse::<u32>().ok().filter(|code| *code > 0)?;
        cells.next()
    });
    rows.collect()
}

#[test]
fn no_message_of_the_gateway_turns_a_failure_into_a_payment() {
    let messages = messages();
    assert!(messages.len() > 80, "{}", messages.len());
    for message in messages {
        let alone = read(&html(&format!("<p>bKash says: {message}</p>"))).reading;
        let is_done = message.contains("already been") || message.contains("yet");
        assert!(
            is_done || !matches!(alone, Reading::Paid | Reading::Waiting),
            "{alone:?}: {message}"
        );
        let page = format!("<h1>Payment failed</h1><p>bKash says: {message}</p>");
        let reading = read(&html(&page)).reading;
        let is_right = reading == Reading::Failed || is_done && reading == Reading::Unclear;
        assert!(is_right, "{reading:?}: {message}");
    }
}
