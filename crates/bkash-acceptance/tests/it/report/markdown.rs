use bkash_acceptance::{Format, Language, Paint};

use super::example::{WALLET, record, report};

#[test]
fn a_ticket_gets_failures_first_and_their_exchanges() {
    let report = report(record("Tea House"));
    let text = report
        .write(Format::Markdown, Language::English, Paint::Plain)
        .unwrap();
    for part in [
        "# Will bKash accept Tea House?\n",
        "| Required points | 0 | 1 | 1 |",
        "### ✗ tokens/1 · One token serves everybody (required)",
        "> You must reuse Id\\_token for 1 hour",
        "- **to do**: Keep the token in one place.",
        "**#9 token grant**\n\n```http\nPOST /v1.2.0-beta/tokenized/checkout/token_grant\nusername: shop\n",
        "- callback/2: not played in this run",
        "- **S-3** Sandbox result validation",
        "| ✓ passed | messages/3 | One token serves everybody | advised |",
        "#### Refund Status",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    assert!(!text.contains(WALLET), "{text}");
}
