fn all_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The page's own check before it asks its server.
pub(crate) fn well_formed_wallet(text: &str) -> bool {
    text.len() == 11 && text.starts_with("01") && all_digits(text)
}

/// Six digits, as the page checks.
pub(crate) fn well_formed_otp(text: &str) -> bool {
    text.len() == 6 && all_digits(text)
}

/// Four or five digits, as the page checks.
pub(crate) fn well_formed_pin(text: &str) -> bool {
    (4..=5).contains(&text.len()) && all_digits(text)
}
