//! When SNS posts again: its standard policy for HTTP endpoints (Amazon: message delivery retries).

use std::time::Duration;

const RETRIES: u32 = 3;
const BETWEEN: Duration = Duration::from_secs(20);
/// A listener that has not answered by then has not taken the message.
pub(super) const LONGEST_ATTEMPT: Duration = Duration::from_secs(15);

/// What came of one post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Outcome {
    Answered(u16),
    Broken(String),
    /// Whoever asked for it no longer wants it.
    Recalled,
}

/// What came of all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Delivered,
    Failed,
    Recalled,
}

impl Outcome {
    /// None: worth another try. A client's error (4xx but 429) is not.
    fn verdict(&self) -> Option<Verdict> {
        match self {
            Self::Answered(200..=299) => Some(Verdict::Delivered),
            Self::Answered(429 | 500..) | Self::Broken(_) => None,
            Self::Answered(_) => Some(Verdict::Failed),
            Self::Recalled => Some(Verdict::Recalled),
        }
    }
}

/// Posts until it was taken, refused or tried often enough.
pub(super) async fn keep_trying<F>(mut attempt: impl FnMut() -> F) -> Verdict
where
    F: Future<Output = Outcome>,
{
    for _ in 0..RETRIES {
        if let Some(verdict) = attempt().await.verdict() {
            return verdict;
        }
        tokio::time::sleep(BETWEEN).await;
    }
    attempt().await.verdict().unwrap_or(Verdict::Failed)
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;

    use tokio::time::Instant;

    use super::*;

    /// The verdict on these outcomes, the posts made and the seconds taken.
    async fn posted(outcomes: &[Outcome]) -> (Verdict, usize, u64) {
        let started = Instant::now();
        let mut left: VecDeque<Outcome> = outcomes.to_vec().into();
        let verdict = keep_trying(|| {
            let outcome = left.pop_front().expect("one post too many");
            async { outcome }
        })
        .await;
        let posts = outcomes.len() - left.len();
        (verdict, posts, started.elapsed().as_secs())
    }

    #[tokio::test(start_paused = true)]
    async fn three_retries_come_twenty_seconds_apart() {
        let broken = Outcome::Broken("refused".to_owned());
        assert_eq!(posted(&vec![broken; 9]).await, (Verdict::Failed, 4, 60));
        let late = [500, 503, 429, 200, 200].map(Outcome::Answered);
        assert_eq!(posted(&late).await, (Verdict::Delivered, 4, 60));
    }

    #[tokio::test(start_paused = true)]
    async fn what_was_taken_or_refused_is_not_posted_again() {
        for (status, verdict) in [
            (200, Verdict::Delivered),
            (204, Verdict::Delivered),
            (302, Verdict::Failed),
            (403, Verdict::Failed),
        ] {
            let outcomes = vec![Outcome::Answered(status); 2];
            assert_eq!(posted(&outcomes).await, (verdict, 1, 0), "{status}");
        }
        let recalled = [Outcome::Answered(500), Outcome::Recalled];
        assert_eq!(posted(&recalled).await, (Verdict::Recalled, 2, 20));
    }
}
