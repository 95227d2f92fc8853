use super::statement::Statement;

/// What may stand before a brace whose inside runs by itself.
const RUNS: &[&str] = &[
    "ready(function()",
    "ready(()=>",
    "$(function()",
    "$(()=>",
    "jQuery(function()",
    "jQuery(function($)",
    "DOMContentLoaded',function()",
    "DOMContentLoaded\",function()",
    "DOMContentLoaded',()=>",
    "DOMContentLoaded\",()=>",
    "load',function()",
    "load\",function()",
    "onload=function()",
    "onload=()=>",
    "setTimeout(function()",
    "setTimeout(()=>",
];

/// A function that is called where it stands.
const CALLED: [&str; 4] = ["(function()", "(()=>", "(asyncfunction()", "(async()=>"];

/// Statements so far.
#[derive(Debug, Default)]
pub(super) struct Scan {
    done: Vec<Statement>,
    code: String,
    texts: Vec<String>,
    braces: Vec<Brace>,
    /// Parentheses that are open in the innermost block.
    parentheses: usize,
}

#[derive(Debug)]
enum Brace {
    /// Of a value: it belongs to its statement.
    Object,
    Block {
        runs: bool,
        /// Those open around it.
        parentheses: usize,
    },
}

impl Scan {
    pub(super) fn statements(mut self) -> Vec<Statement> {
        self.end();
        self.done
    }

    pub(super) fn text(&mut self, quote: char, text: &str) {
        self.code.push(quote);
        self.code.push_str(text);
        self.code.push(quote);
        self.texts.push(text.to_owned());
    }

    pub(super) fn code(&mut self, char: char) {
        match char {
            '\n' if self.ends_at_line() => self.end(),
            ';' if !self.is_in_object() => self.end(),
            '{' => self.open(),
            '}' => self.close(),
            char if char.is_whitespace() => {}
            char => {
                match char {
                    '(' => self.parentheses += 1,
                    ')' => self.parentheses = self.parentheses.saturating_sub(1),
                    _ => {}
                }
                self.code.push(char);
            }
        }
    }

    fn open(&mut self) {
        let is_block = self.code.is_empty()
            || [")", "=>", "else", "try", "do", "finally"]
                .iter()
                .any(|before| self.code.ends_with(before));
        if !is_block || self.is_in_object() {
            self.code.push('{');
            self.braces.push(Brace::Object);
            return;
        }
        let runs = RUNS.iter().any(|before| self.code.ends_with(before))
            || CALLED.contains(&self.code.as_str());
        self.end();
        self.braces.push(Brace::Block {
            runs,
            parentheses: self.parentheses,
        });
        self.parentheses = 0;
    }

    fn close(&mut self) {
        match self.braces.last() {
            Some(Brace::Object) => self.code.push('}'),
            Some(Brace::Block { parentheses, .. }) => {
                let parentheses = *parentheses;
                self.end();
                self.parentheses = parentheses;
            }
            None => self.end(),
        }
        self.braces.pop();
    }

    fn end(&mut self) {
        let code = std::mem::take(&mut self.code);
        let texts = std::mem::take(&mut self.texts);
        let runs = |brace: &Brace| !matches!(brace, Brace::Block { runs: false, .. });
        if !code.is_empty() && self.braces.iter().all(runs) {
            self.done.push(Statement { code, texts });
        }
    }

    fn is_in_object(&self) -> bool {
        matches!(self.braces.last(), Some(Brace::Object))
    }

    /// Scripts may leave the semicolon out at the end of a line.
    fn ends_at_line(&self) -> bool {
        const CONDITIONS: [&str; 4] = ["if(", "else", "for(", "while("];
        self.parentheses == 0
            && !self.is_in_object()
            && self.code.ends_with([')', '"', '\'', '`', ']'])
            && !CONDITIONS.iter().any(|word| self.code.starts_with(word))
    }
}
