//! The checklist on a terminal, redrawn in place; elsewhere what has changed, line by line.

use std::io::IsTerminal as _;

use bkash_acceptance::watch::{Checklist, Item, Mark};
use bkash_acceptance::{Language, Level, Words};

use crate::output::{Style, foreign, talk, wrap};
use crate::terminal;

const ID_WIDTH: usize = 12;
/// What stands below a case begins here.
const INDENT: &str = "      ";
/// Width of a line where there is no terminal.
const NO_TERMINAL: usize = 100;

/// What a person sees of a checklist.
pub struct Screen {
    language: Language,
    style: Style,
    shown: Option<Checklist>,
    /// Lines of the last drawing, above the cursor.
    drawn: usize,
    /// Characters of a line.
    width: usize,
}

impl Screen {
    pub fn new(language: Language) -> Self {
        Self {
            language,
            style: Style::stderr(),
            shown: None,
            drawn: 0,
            width: NO_TERMINAL,
        }
    }

    pub fn show(&mut self, checklist: Checklist) {
        let size = terminal_size();
        self.width = size.map_or(NO_TERMINAL, |(_, columns)| columns);
        match (size, &self.shown) {
            (Some((rows, _)), _) => self.redraw(&checklist, rows),
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
        let lines = self.frame(checklist, rows);
        let (erasure, text) = (self.erasure(), lines.join("\n"));
        talk(format_args!("{erasure}\x1b[?7l{text}\x1b[?7h"));
        self.drawn = lines.len();
    }

    /// As many lines as there is room for.
    fn frame(&self, checklist: &Checklist, rows: usize) -> Vec<String> {
        let mut lines = self.lines(checklist);
        // The cursor stands below the last one.
        let room = rows.saturating_sub(1).max(1);
        if lines.len() > room {
            let hidden = lines.len() - room + 1;
            lines.truncate(room - 1);
            lines.push(self.style.dim(&format!("  … +{hidden}")));
        }
        lines
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
            Mark::Failed => {
                let head = format!("  {} {id} {title}", self.style.red("✗"));
                let width = self.width.saturating_sub(INDENT.len());
                let below = [saw.as_str(), said(&item.remedy)].map(|text| wrap(text, width));
                let below = below.concat().into_iter();
                let lines = below.map(|line| format!("\n{INDENT}{line}"));
                format!(
                    "{head}{}{}",
                    self.should(item.level),
                    lines.collect::<String>()
                )
            }
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

/// Lines and columns; `None` where nothing can be redrawn.
fn terminal_size() -> Option<(usize, usize)> {
    let dumb = std::env::var_os("TERM").is_none_or(|term| term == "dumb");
    let terminal = std::io::stderr().is_terminal() && !dumb;
    terminal.then(terminal::size).flatten()
}

#[cfg(test)]
mod tests {
    use bkash_acceptance::judge;
    use bkash_acceptance::record::{Journal, Record};
    use bkash_acceptance::watch::Gateway;

    use super::*;

    fn nothing_shown() -> Checklist {
        let nothing = Record::of_traffic(Journal::new(Vec::new()));
        Checklist::of(&judge(&nothing), Gateway::Simulator)
    }

    fn screen(language: Language) -> Screen {
        Screen {
            style: Style::plain(),
            ..Screen::new(language)
        }
    }

    #[test]
    fn what_finds_no_room_on_the_terminal_is_counted() {
        let (screen, checklist) = (screen(Language::English), nothing_shown());
        let all = screen.frame(&checklist, 100);
        assert_eq!(all.len(), checklist.items().len() + 1);
        let few = screen.frame(&checklist, 6);
        assert_eq!(few.len(), 5, "the cursor has a line of its own: {few:?}");
        assert_eq!(few[4], format!("  … +{}", all.len() - 4));
        for rows in [0, 1, 2] {
            assert_eq!(screen.frame(&checklist, rows).len(), 1);
        }
    }

    #[test]
    fn the_last_drawing_is_taken_away_line_by_line() {
        let fresh = screen(Language::Bangla);
        assert_eq!(fresh.erasure(), "");
        let drawn = Screen { drawn: 5, ..fresh };
        assert_eq!(drawn.erasure(), "\x1b[5A\r\x1b[J");
    }
}
