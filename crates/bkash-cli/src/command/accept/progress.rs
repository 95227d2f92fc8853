//! How far a run is: a line a phase, which counts on a terminal.

use std::io::{IsTerminal as _, Write as _};

use bkash_acceptance::play::Progress;
use bkash_acceptance::record::Pace;
use bkash_acceptance::{Language, Phase, Words};

use crate::output::{Style, talk};

/// Tells progress on stderr.
pub struct Teller {
    language: Language,
    style: Style,
    counts: bool,
    /// The line that counts, and what it has counted.
    phase: Option<(String, usize)>,
}

impl Teller {
    pub fn new(language: Language, style: Style) -> Self {
        let dumb = std::env::var_os("TERM").is_none_or(|term| term == "dumb");
        Self {
            language,
            style,
            counts: std::io::stderr().is_terminal() && !dumb,
            phase: None,
        }
    }

    pub fn tell(&mut self, progress: Progress) {
        match progress {
            Progress::Starting => self.line(STARTING),
            Progress::Phase(phase, stories) => self.begin(phase, stories),
            Progress::Told(_) => self.count(),
            Progress::Pace(Pace::OneByOne) => self.line(ONE_BY_ONE),
            Progress::Pace(Pace::Together) => {}
            Progress::Settling(_) => self.line(SETTLING),
        }
    }

    /// After the last of it.
    pub fn end(&mut self) {
        if self.phase.take().is_some() && self.counts {
            talk("");
        }
    }

    fn begin(&mut self, phase: Phase, stories: usize) {
        self.end();
        let name = named(phase).in_language(self.language);
        let line = match self.language {
            Language::English => format!("{name} ({stories})"),
            Language::Bangla => format!("{name} ({stories}টি)"),
        };
        if !self.counts {
            talk(&line);
        }
        self.phase = Some((line, 0));
        self.draw();
    }

    fn count(&mut self) {
        if let Some((_, told)) = &mut self.phase {
            *told += 1;
        }
        self.draw();
    }

    fn draw(&self) {
        let (Some((line, told)), true) = (&self.phase, self.counts) else {
            return;
        };
        let told = self.style.dim(&"·".repeat(*told));
        let mut stderr = std::io::stderr().lock();
        // A reader that went away is not a failure.
        let _gone = write!(stderr, "\r\x1b[K{line} {told}").and_then(|()| stderr.flush());
    }

    fn line(&mut self, words: Words) {
        self.end();
        talk(self.style.dim(words.in_language(self.language)));
    }
}

const fn named(phase: Phase) -> Words {
    match phase {
        Phase::Cold => Words {
            en: "Payers at the same moment, and no token yet",
            bn: "একই মুহূর্তে কয়েকজন ক্রেতা, টোকেন এখনো নেই",
        },
        Phase::Quick => Words {
            en: "Paying, failing, cancelling, typing, refunding",
            bn: "পেমেন্ট, ব্যর্থতা, বাতিল, হাতে লেখা ঠিকানা, রিফান্ড",
        },
        Phase::Renewal => Words {
            en: "The token runs out",
            bn: "টোকেনের মেয়াদ শেষ",
        },
        Phase::Slow => Words {
            en: "Calls that hang",
            bn: "যেসব কল ঝুলে থাকে",
        },
        Phase::Restart => Words {
            en: "The shop is stopped and started",
            bn: "দোকান বন্ধ করে আবার চালু",
        },
    }
}

const STARTING: Words = Words {
    en: "The shop is started by the command in its file",
    bn: "ফাইলের কমান্ড দিয়ে দোকান চালু করা হচ্ছে",
};
const ONE_BY_ONE: Words = Words {
    en: "This shop serves one payer after the other: what hangs is played one at a time, which takes longer",
    bn: "দোকানটি একবারে একজন ক্রেতাকে সেবা দেয়: ঝুলে থাকা কলগুলো একটি একটি করে চালানো হবে, সময় বেশি লাগবে",
};
const SETTLING: Words = Words {
    en: "Waiting for the last calls",
    bn: "শেষ কলগুলোর অপেক্ষা",
};
