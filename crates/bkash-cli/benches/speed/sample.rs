use std::time::Duration;

/// The middle one of the sorted values; zero of none.
pub fn median(values: impl IntoIterator<Item = f64>) -> f64 {
    quantile(values, 0.5)
}

/// The value below which the share `q` of all lies; zero of none.
pub fn quantile(values: impl IntoIterator<Item = f64>, q: f64) -> f64 {
    let mut sorted: Vec<f64> = values.into_iter().collect();
    sorted.sort_by(f64::total_cmp);
    let below = sorted.len().saturating_sub(1) as f64 * q;
    // A quantile of thousands needs no interpolation; the cast is of a small index.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let index = below.round() as usize;
    sorted.get(index).copied().unwrap_or_default()
}

pub fn micros(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e6
}

/// How many a second.
pub fn rate(count: u64, within: Duration) -> f64 {
    count as f64 / within.as_secs_f64()
}
