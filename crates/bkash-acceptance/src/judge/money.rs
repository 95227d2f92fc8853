/// Whether two texts are the same money: `500`, `500.0` and `500.00` are.
pub(super) fn same(one: &str, other: &str) -> bool {
    match (poisha(one), poisha(other)) {
        (Some(one), Some(other)) => one == other,
        _ => one.trim() == other.trim(),
    }
}

/// Hundredths of a taka; `None` for what is no amount of money.
pub(super) fn poisha(text: &str) -> Option<u64> {
    let (taka, poisha) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let poisha = poisha.trim_end_matches('0');
    if taka.is_empty() || !digits(taka) || !digits(poisha) || poisha.len() > 2 {
        return None;
    }
    let hundredths: u64 = format!("{poisha:0<2}").parse().ok()?;
    taka.parse::<u64>()
        .ok()?
        .checked_mul(100)?
        .checked_add(hundredths)
}

#[cfg(test)]
mod tests {
    use super::same;

    #[test]
    fn amounts_are_equal_as_money_not_as_text() {
        for (one, other) in [("500", "500.00"), ("500.5", "500.50"), (" 7 ", "7")] {
            assert!(same(one, other), "{one} is {other}");
        }
        for (one, other) in [("500", "50"), ("1.05", "1.5"), ("1.001", "1.00"), ("", "0")] {
            assert!(!same(one, other), "{one} is not {other}");
        }
    }
}
