use std::time::{Duration, Instant};

use futures_util::future::try_join_all;

use crate::failure::Failure;
use crate::sample::rate;

/// So many callers, each with one piece of work at a time: how many pieces a second, and how long each took
/// in seconds.
pub async fn side_by_side(
    callers: usize,
    span: Duration,
    work: impl AsyncFn() -> Result<(), Failure>,
) -> Result<(f64, Vec<f64>), Failure> {
    let start = Instant::now();
    let callers = (0..callers).map(|_| async {
        let mut took = Vec::new();
        while start.elapsed() < span {
            let begun = Instant::now();
            work().await?;
            took.push(begun.elapsed().as_secs_f64());
        }
        Ok::<_, Failure>(took)
    });
    let took = try_join_all(callers).await?.concat();
    let count = u64::try_from(took.len())?;
    Ok((rate(count, start.elapsed()), took))
}
