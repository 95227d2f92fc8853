//! What scripts of a page tell in boxes of their own as soon as it is open: `alert("...")`, `toastr.error("...")`,
//! `Swal.fire({...})`. Many shops tell the outcome in no other way.
//!
//! Only calls that run by themselves count: not those in functions, conditions or answers to other calls.

use scraper::{Html, Selector};

/// How calls begin whose texts are shown.
const BOXES: &[&str] = &[
    "alert(",
    "toastr.",
    "Swal.fire(",
    "swal(",
    "iziToast.",
    "Toastify(",
    "notyf.",
    "Notify.",
];

/// What may stand before a brace whose inside runs by itself.
const READY: &[&str] = &[
    "ready(function(){",
    "ready(()=>{",
    "$(function(){",
    "$(()=>{",
    "jQuery(function(){",
    "jQuery(function($){",
    "DOMContentLoaded',function(){",
    "DOMContentLoaded\",function(){",
    "DOMContentLoaded',()=>{",
    "DOMContentLoaded\",()=>{",
    "onload=function(){",
    "onload=()=>{",
    "(function(){",
    "(()=>{",
];

/// The texts, each call's in one.
pub(super) fn texts(page: &Html) -> Vec<String> {
    let Ok(scripts) = Selector::parse("script:not([src])") else {
        return Vec::new();
    };
    let is_code = |kind: Option<&str>| {
        kind.is_none_or(|kind| kind.contains("javascript") || kind == "module" || kind.is_empty())
    };
    page.select(&scripts)
        .filter(|script| is_code(script.attr("type")))
        .flat_map(|script| of_script(&script.text().collect::<String>()))
        .collect()
}

fn of_script(script: &str) -> Vec<String> {
    let mut scan = Scan::default();
    let mut chars = script.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            '"' | '\'' | '`' => {
                let text = quoted(&mut chars, char);
                scan.text(char, &text);
            }
            '/' if chars.peek() == Some(&'/') => {
                // A colon before it makes it an address in a text that was not closed.
                for char in chars.by_ref() {
                    if char == '\n' {
                        break;
                    }
                }
            }
            char => scan.code(char),
        }
    }
    scan.texts
}

/// The rest of a text in quotes, as a script means it.
fn quoted(chars: &mut std::iter::Peekable<std::str::Chars<'_>>, quote: char) -> String {
    let mut text = String::new();
    while let Some(char) = chars.next() {
        match char {
            '\\' => match chars.next() {
                Some('n' | 't' | 'r') => text.push(' '),
                Some(escaped) => text.push(escaped),
                None => {}
            },
            char if char == quote => break,
            char => text.push(char),
        }
    }
    text
}

#[derive(Default)]
struct Scan {
    /// Code so far, without spaces; a text is its quotes and what is in them.
    code: String,
    /// For each open brace whether what is in it runs by itself.
    braces: Vec<bool>,
    /// The open call of a box: how deep its parentheses are, and its texts.
    open: Option<(usize, Vec<String>)>,
    texts: Vec<String>,
}

impl Scan {
    fn code(&mut self, char: char) {
        if char == '\n' && self.ends_statement() {
            self.code.push(';');
        }
        if char.is_whitespace() {
            return;
        }
        self.code.push(char);
        match char {
            '(' => {
                let begins = self.begins_box();
                match &mut self.open {
                    Some((depth, _)) => *depth += 1,
                    None if begins => self.open = Some((1, Vec::new())),
                    None => {}
                }
            }
            ')' => {
                if let Some((depth, _)) = &mut self.open {
                    *depth -= 1;
                    if *depth == 0 {
                        let texts = self.open.take().map(|(_, texts)| texts).unwrap_or_default();
                        self.texts
                            .extend((!texts.is_empty()).then(|| texts.join(". ")));
                    }
                }
            }
            '{' if self.open.is_none() => {
                let runs = READY.iter().any(|ready| self.code.ends_with(ready));
                self.braces.push(runs);
            }
            '}' if self.open.is_none() => {
                self.braces.pop();
            }
            _ => {}
        }
    }

    fn text(&mut self, quote: char, text: &str) {
        if let Some((_, texts)) = &mut self.open {
            texts.push(text.to_owned());
        }
        self.code.push(quote);
        self.code.push_str(text);
        self.code.push(quote);
    }

    /// Scripts may leave the semicolon out at the end of a line.
    fn ends_statement(&self) -> bool {
        const OPEN: [&str; 4] = ["if(", "else", "for(", "while("];
        let statement = self.statement();
        self.open.is_none()
            && self.code.ends_with([')', '"', '\'', '`'])
            && !OPEN.iter().any(|word| statement.starts_with(word))
    }

    fn statement(&self) -> &str {
        self.code.rsplit([';', '{', '}']).next().unwrap_or_default()
    }

    fn begins_box(&self) -> bool {
        let statement = self.statement();
        let is_call = BOXES.iter().any(|name| {
            let called = statement.strip_prefix("window.").unwrap_or(statement);
            called.starts_with(name)
        });
        is_call && self.braces.iter().all(|runs| *runs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(script: &str) -> Vec<String> {
        let page = format!("<p>Shop</p><script>{script}</script>");
        texts(&Html::parse_document(&page))
    }

    #[test]
    fn boxes_that_open_by_themselves_are_read() {
        for (script, text) in [
            ("alert('Payment failed'); location = '/'", "Payment failed"),
            ("var a = 1;\n  window.alert(\"It\\'s paid\")", "It's paid"),
            (
                "toastr.error(\"Payment failed\", \"Sorry\");",
                "Payment failed. Sorry",
            ),
            (
                "$(document).ready(function () {\n toastr.success('Payment successful'); });",
                "Payment successful",
            ),
            (
                "Swal.fire({ icon: 'error', title: 'Payment failed' })",
                "error. Payment failed",
            ),
            (
                "document.addEventListener('DOMContentLoaded', () => { swal(\"Paid\", \"(thanks)\") })",
                "Paid. (thanks)",
            ),
            ("start()\nalert('Payment failed')", "Payment failed"),
            ("// alert('no')\nalert('yes')", "yes"),
        ] {
            assert_eq!(told(script), [text], "{script}");
        }
    }

    #[test]
    fn boxes_that_wait_for_something_are_not() {
        for script in [
            "function f() { alert('Payment failed') }",
            "if (!ok) { toastr.error('Payment failed') }",
            "if (!ok) alert('Payment failed')",
            "if (!ok)\n  alert('Payment failed')",
            "$(function () { $.post('/x', {}, function () { toastr.success('Paid') }) })",
            "x.onclick = () => alert('Paid')",
            "alert(message)",
            "var text = \"alert('Paid')\"",
        ] {
            assert_eq!(told(script), [""; 0], "{script}");
        }
        let data = "<script type='application/json'>alert('Paid')</script>";
        assert_eq!(texts(&Html::parse_document(data)), [""; 0]);
    }
}
