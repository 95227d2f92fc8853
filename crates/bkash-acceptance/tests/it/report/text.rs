use bkash_acceptance::{Format, Language, Paint};

use super::example::{WALLET, record, report};

#[test]
fn a_terminal_gets_failures_with_all_that_shows_them() {
    let text = report(record("Tea House")).write(Format::Text, Language::English, Paint::Plain);
    let expected = "\
Will bKash accept Tea House?
Not yet: one required point failed.
full run · 2026-01-01 06:00 (Dhaka) · 2 min 41 s · payers were served side by side

Tokens  0/1
  ✗ tokens/1     One token serves everybody
      the brief says  “You must reuse Id_token for 1 hour”
      expected        one grant
      seen            2 grants for 2 payers
      to do           Keep the token in one place.
      evidence        #1 POST /v1.2.0-beta/tokenized/checkout/token_grant → 200, 40 ms: 0000
                      #9 POST /v1.2.0-beta/tokenized/checkout/token_grant → 200, 40 ms: 0000
                      page http://127.0.0.1:8000/callback?status=failure → 200: “Payment failed
                      Wallet 017*****575”

Coming back from bKash  0/1
  · callback/2   One token serves everybody
      why             not played in this run

What the payer is told  1/1
  ✓ messages/3   One token serves everybody (advised)

The way to go-live
  · S-1 Integration Initiation
  → S-2 Merchant system readiness with bKash PGW Sandbox
        Required points: fix tokens/1.
        Required points: not judged yet: callback/2.
  ✓ S-3 Sandbox result validation
        Create and execute of TR0011paid are in the evidence pack.
  · S-4 Production info collection & Production onboarding
  · S-5 Merchant system readiness with bKash PGW Production
  → S-6 UAT & Go Live
        Business UAT, the user journey and a refund: 1 of 1 passed.
        Technical UAT, the backend's security: fix tokens/1.
        Technical UAT, the backend's security: not judged yet: callback/2.

required: 0 passed, 1 failed, 1 not judged · advised: 1 passed, 0 failed, 0 not judged
Not yet: one required point failed.
";
    assert_eq!(text.unwrap(), expected);
}

#[test]
fn colour_changes_nothing_but_the_colour() {
    let report = report(record("Tea House"));
    let write = |paint| {
        report
            .write(Format::Text, Language::English, paint)
            .unwrap()
    };
    let coloured = write(Paint::Colour);
    assert!(coloured.contains("\x1b[1;31m✗\x1b[0m"), "{coloured}");
    let mut plain = coloured;
    for code in [
        "\x1b[1m",
        "\x1b[2m",
        "\x1b[1;31m",
        "\x1b[1;32m",
        "\x1b[1;33m",
        "\x1b[0m",
    ] {
        plain = plain.replace(code, "");
    }
    let trimmed = |text: &str| {
        text.lines()
            .map(str::trim_end)
            .collect::<Vec<_>>()
            .join("\n")
    };
    assert_eq!(trimmed(&plain), trimmed(&write(Paint::Plain)));
}

#[test]
fn bangla_has_everything_that_english_has() {
    let report = report(record("চা ঘর"));
    let text = report
        .write(Format::Text, Language::Bangla, Paint::Plain)
        .unwrap();
    for part in [
        "বিকাশ কি চা ঘর গ্রহণ করবে?",
        "এখনো না",
        "টোকেন এক জায়গায় রাখুন।",
        "2টি grant",
        "এই পরীক্ষায় হয়নি",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(!text.contains(WALLET));
    let english = report
        .write(Format::Text, Language::English, Paint::Plain)
        .unwrap();
    assert!(text.lines().count().abs_diff(english.lines().count()) <= 3);
}
