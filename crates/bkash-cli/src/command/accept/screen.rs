//! The checklist on a terminal, redrawn in place; elsewhere what has changed, line by line.

use std::io::IsTerminal as _;

use bkash_acceptance::watch::{Checklist, Item, Mark};
use bkash_acceptance::{Language, Level, Words};

use crate::output::{Style, foreign, talk};
use crate::terminal;

const ID_WIDTH: usize = 12;

/// What a person sees of a checklist.
pub struct Screen {
    language: Language,
    style: Style,
    shown: Option<Checklist>,
    /// Lines of the last drawing, above the cursor.
    drawn: usize,
}

impl Screen {
    pub fn new(language: Language) -> Self {
        Self {
            language,
            style: Style::stderr(),
            shown: None,
            drawn: 0,
        }
    }

    pub fn show(&mut self, checklist: Checklist) {
        match (terminal_rows(), &self.shown) {
            (Some(rows), _) => self.redraw(&checklist, rows),
            (None, None) => talk(self.lines(&checklist).join("\n")),
            (None, Some(before)) => {
                for item in checklist.news(before) {
                    talk(self.item(item));
                }
            }
        }
        self.shown = Some(checklist);
    }

    /// One line above the checklist, which is to be shown anew after it.
    pub fn note(&mut self, text: &str) {
        talk(format_args!("{}{text}", self.erasure()));
        self.drawn = 0;
    }

    /// Without the wrapping of long lines, as those could not be counted.
    fn redraw(&mut self, checklist: &Checklist, rows: usize) {
        let mut lines = self.lines(checklist);
        lines.truncate(rows.saturating_sub(1));
        let (erasure, text) = (self.erasure(), lines.join("\n"));
        talk(format_args!("{erasure}\x1b[?7l{text}\x1b[?7h"));
        self.drawn = lines.len();
    }

    /// What takes the last drawing away.
    fn erasure(&self) -> String {
        match self.drawn {
            0 => String::new(),
            lines => format!("\x1b[{lines}A\r\x1b[J"),
        }
    }

    /// What is wrong first, then what is to be shown, then what is done.
    fn lines(&self, checklist: &Checklist) -> Vec<String> {
        let count = |mark| checklist.marked(mark).count();
        let (passed, failed, open) = (count(Mark::Passed), count(Mark::Failed), count(Mark::Open));
        let head = match self.language {
            Language::English => {
                format!("{passed} right, {failed} wrong, {open} still to be shown")
            }
            Language::Bangla => format!("{passed}টি ঠিক, {failed}টি ভুল, {open}টি দেখানো বাকি"),
        };
        let marks = [Mark::Failed, Mark::Open, Mark::Passed];
        let items = marks.into_iter().flat_map(|mark| checklist.marked(mark));
        let mut lines = vec![self.style.bold(&head)];
        lines.extend(items.flat_map(|item| {
            let lines: Vec<_> = self.item(item).split('\n').map(str::to_owned).collect();
            lines
        }));
        lines
    }

    fn item(&self, item: &Item) -> String {
        let said = |words: &Words| words.in_language(self.language);
        let id = format!("{:ID_WIDTH$}", item.id);
        let title = said(&item.title);
        let saw = foreign(item.saw.in_language(self.language));
        match item.mark {
            Mark::Passed => format!("  {} {id} {title}", self.style.green("✓")),
            Mark::Failed => format!(
                "  {} {id} {title}{}\n      {saw}\n      {}",
                self.style.red("✗"),
                self.should(item.level),
                said(&item.remedy),
            ),
            Mark::Open => {
                let how = item.how.as_ref().map_or(title, said);
                format!("  {} {id} {how}", self.style.dim("·"))
            }
        }
    }

    const fn should(&self, level: Level) -> &'static str {
        match (level, self.language) {
            (Level::Must, _) => "",
            (Level::Should, Language::English) => " (good practice)",
            (Level::Should, Language::Bangla) => " (ভালো অভ্যাস)",
        }
    }
}

/// None where nothing can be redrawn.
fn terminal_rows() -> Option<usize> {
    let dumb = std::env::var_os("TERM").is_none_or(|term| term == "dumb");
    let terminal = std::io::stderr().is_terminal() && !dumb;
    terminal.then(terminal::rows).flatten()
}
