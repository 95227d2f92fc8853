use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use tokio::sync::Notify;

use super::dice::Dice;
use super::met::Met;
use super::trace::Trace;

/// Whether an instance still runs. What a dead one was about to do never happens.
#[derive(Clone, Debug, Default)]
pub(crate) struct Alive(Arc<Life>);

#[derive(Debug, Default)]
struct Life {
    over: AtomicBool,
    end: Notify,
}

impl Alive {
    fn is_alive(&self) -> bool {
        !self.0.over.load(Ordering::Relaxed)
    }

    pub(crate) async fn ended(&self) {
        let end = self.0.end.notified();
        if self.is_alive() {
            end.await;
        }
    }

    pub(crate) async fn or_never(&self) {
        if !self.is_alive() {
            std::future::pending::<()>().await;
        }
    }

    fn die(&self) {
        self.0.over.store(true, Ordering::Relaxed);
        self.0.end.notify_waiters();
    }
}

/// What happens around one commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Accident {
    DieBefore,
    DieAfter,
    StallAfter(Duration),
    /// The database says no, and has done nothing.
    FailBefore,
    /// The database does it, and its word is lost.
    FailAfter,
}

impl Accident {
    const fn name(self) -> &'static str {
        match self {
            Self::DieBefore => "dies before",
            Self::DieAfter => "dies after",
            Self::StallAfter(_) => "stalls after",
            Self::FailBefore => "fails before",
            Self::FailAfter => "fails after",
        }
    }

    pub(crate) const fn is_death(self) -> bool {
        matches!(self, Self::DieBefore | Self::DieAfter)
    }
}

/// Whose commit it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum About {
    /// This payment's, or one of its refunds'.
    Payment(String),
    /// The token's, which any call may need.
    Token,
    Webhooks,
}

/// An accident that has happened.
#[derive(Clone, Debug)]
pub(crate) struct Mishap {
    pub(crate) to: &'static str,
    pub(crate) about: About,
    /// Whether all that the instance had in hand is lost.
    pub(crate) death: bool,
    /// Since the schedule's start.
    pub(crate) at: Duration,
}

/// How many of the next commits the database refuses, and whether the one after holds its instance up.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outage {
    refuses: Arc<AtomicU32>,
    stalls: Arc<Mutex<Option<Duration>>>,
}

impl Outage {
    pub(crate) fn begin(&self, commits: u32) {
        self.refuses.store(commits, Ordering::Relaxed);
    }

    pub(crate) fn is_over(&self) -> bool {
        self.refuses.load(Ordering::Relaxed) == 0
    }

    /// The instance of the next commit goes on only after `time`.
    pub(crate) fn stall(&self, time: Duration) {
        *self.stalls.lock().unwrap() = Some(time);
    }

    fn strikes(&self) -> bool {
        let one_less = |left: u32| left.checked_sub(1);
        self.refuses
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_less)
            .is_ok()
    }
}

/// The accidents of one instance.
#[derive(Clone, Debug)]
pub(crate) struct Luck {
    pub(crate) name: &'static str,
    pub(crate) alive: Alive,
    pub(crate) dice: Dice,
    /// Of 1000 commits so many kill, stall or fail.
    pub(crate) fragility: u16,
    pub(crate) outage: Outage,
    pub(crate) mishaps: Arc<Mutex<Vec<Mishap>>>,
    pub(crate) trace: Trace,
    pub(crate) met: Met,
}

impl Luck {
    /// No accidents by chance.
    pub(crate) fn calm(name: &'static str) -> Self {
        Self {
            name,
            alive: Alive::default(),
            dice: Dice::seeded(7),
            fragility: 0,
            outage: Outage::default(),
            mishaps: Arc::default(),
            trace: Trace::starting_now(),
            met: Met::default(),
        }
    }

    /// Carries out `commit`, or what becomes of it.
    pub(crate) async fn around<T, E>(
        &self,
        verb: &'static str,
        about: About,
        commit: impl Future<Output = Result<T, E>>,
        failure: impl Fn() -> E,
    ) -> Result<T, E> {
        self.alive.or_never().await;
        if self.dice.one_in(3) {
            // Long enough that somebody else may be quicker.
            tokio::time::sleep(self.dice.milliseconds(1..40)).await;
            self.alive.or_never().await;
        }
        let Some(accident) = self.accident() else {
            let done = commit.await;
            self.alive.or_never().await;
            return done;
        };
        self.note(accident, verb, about);
        match accident {
            Accident::DieBefore => self.die().await,
            Accident::FailBefore => return Err(failure()),
            _ => {}
        }
        let done = commit.await;
        match accident {
            Accident::DieAfter => self.die().await,
            Accident::FailAfter => return Err(failure()),
            Accident::StallAfter(time) => tokio::time::sleep(time).await,
            _ => {}
        }
        self.alive.or_never().await;
        done
    }

    fn accident(&self) -> Option<Accident> {
        if self.outage.strikes() {
            return Some(Accident::FailBefore);
        }
        if let Some(time) = self.outage.stalls.lock().unwrap().take() {
            return Some(Accident::StallAfter(time));
        }
        if self.dice.within(0..1000) >= u64::from(self.fragility) {
            return None;
        }
        Some(match self.dice.below(5) {
            0 => Accident::DieBefore,
            1 => Accident::DieAfter,
            2 => Accident::FailBefore,
            3 => Accident::FailAfter,
            _ => Accident::StallAfter(self.dice.seconds(5..200)),
        })
    }

    async fn die(&self) {
        self.alive.die();
        std::future::pending::<()>().await;
    }

    fn note(&self, accident: Accident, verb: &'static str, about: About) {
        let what = match accident {
            Accident::StallAfter(time) => format!("stalls {time:?} after"),
            other => other.name().to_owned(),
        };
        self.trace.line(format!("{} {what} {verb}", self.name));
        self.met.note(accident.name(), verb);
        self.mishaps.lock().unwrap().push(Mishap {
            to: self.name,
            about,
            death: accident.is_death(),
            at: self.trace.elapsed(),
        });
    }
}
