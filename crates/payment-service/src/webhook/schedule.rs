use std::time::Duration;

use crate::random::Random;

/// Seconds from a failed attempt to the next: eight attempts in 27 and a half hours.
const RETRY_AFTER_S: [u64; 7] = [5, 300, 1800, 7200, 18_000, 36_000, 36_000];

/// A tenth at most is added to each wait, so that what failed together does not come back together.
const JITTER_PART: u32 = 10;

/// How long after attempt number `attempt` (from 1) the next one is made; `None` after the last.
pub(super) fn retry_after(attempt: u32, random: &dyn Random) -> Option<Duration> {
    let index = usize::try_from(attempt.checked_sub(1)?).ok()?;
    let wait = Duration::from_secs(*RETRY_AFTER_S.get(index)?);
    let mut dice = [0; 2];
    random.fill(&mut dice);
    let share = f64::from(u16::from_be_bytes(dice)) / f64::from(u16::MAX);
    Some(wait + (wait / JITTER_PART).mul_f64(share))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug)]
    struct Always(u8);

    impl Random for Always {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(self.0);
        }
    }

    #[test]
    fn seven_waits_grow_from_seconds_to_hours_and_then_end() {
        let waits = |random| (1..).map_while(move |attempt| retry_after(attempt, random));
        let shortest: Vec<u64> = waits(&Always(0)).map(|wait| wait.as_secs()).collect();
        assert_eq!(shortest, RETRY_AFTER_S);
        let longest: Vec<Duration> = waits(&Always(255)).collect();
        assert_eq!(longest[0], Duration::from_millis(5500));
        assert_eq!(longest[6], Duration::from_secs(11 * 3600));
        assert_eq!(retry_after(0, &Always(0)), None);
    }
}
