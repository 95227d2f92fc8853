use scraper::{Html, Selector};

use super::scan::Scan;

/// One statement that runs by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Statement {
    /// Without spaces, but for those in quotes.
    pub(crate) code: String,
    /// What stands in quotes, as the script means it.
    pub(crate) texts: Vec<String>,
}

/// Those of all scripts that stand in the page itself, and of its body's `onload`.
pub(crate) fn of_page(page: &Html) -> Vec<Statement> {
    let (Ok(scripts), Ok(body)) = (
        Selector::parse("script:not([src])"),
        Selector::parse("body[onload]"),
    ) else {
        return Vec::new();
    };
    let is_code = |kind: Option<&str>| {
        kind.is_none_or(|kind| kind.is_empty() || kind == "module" || kind.contains("javascript"))
    };
    let scripts = page
        .select(&scripts)
        .filter(|script| is_code(script.attr("type")));
    let mut statements: Vec<_> = scripts
        .flat_map(|script| of_text(&script.text().collect::<String>()))
        .collect();
    let on_load = page.select(&body).find_map(|body| body.attr("onload"));
    statements.extend(on_load.map(of_text).unwrap_or_default());
    statements
}

/// Those of one script.
fn of_text(script: &str) -> Vec<Statement> {
    let mut scan = Scan::default();
    let mut chars = script.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            '"' | '\'' | '`' => scan.text(char, &quoted(&mut chars, char)),
            '/' if chars.peek() == Some(&'/') => {
                while chars.next_if(|char| *char != '\n').is_some() {}
            }
            '/' if chars.peek() == Some(&'*') => {
                let mut last = ' ';
                for char in chars.by_ref() {
                    if last == '*' && char == '/' {
                        break;
                    }
                    last = char;
                }
            }
            char => scan.code(char),
        }
    }
    scan.statements()
}

/// The rest of a text in quotes.
fn quoted(chars: &mut std::iter::Peekable<std::str::Chars<'_>>, quote: char) -> String {
    let mut text = String::new();
    while let Some(char) = chars.next() {
        match char {
            '\\' => match chars.next() {
                Some('n' | 't' | 'r') => text.push(' '),
                Some('u') => text.extend(code_point(chars)),
                Some(escaped) => text.push(escaped),
                None => {}
            },
            char if char == quote => break,
            char => text.push(char),
        }
    }
    text
}

/// The four hex digits after `\u`.
fn code_point(chars: &mut std::iter::Peekable<std::str::Chars<'_>>) -> Option<char> {
    let digits: String = chars.by_ref().take(4).collect();
    u32::from_str_radix(&digits, 16)
        .ok()
        .and_then(char::from_u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(script: &str) -> Vec<String> {
        let statements = of_text(script).into_iter();
        statements.map(|statement| statement.code).collect()
    }

    #[test]
    fn statements_that_run_by_themselves_are_found() {
        for (script, found) in [
            ("a(1); b( 'x y' )", &["a(1)", "b('x y')"][..]),
            ("a()\nb()", &["a()", "b()"]),
            ("a(\n'x',\n'y'\n)", &["a('x''y')"]),
            ("$(function () { a(); })", &["$(function()", "a()", ")"]),
            (
                "setTimeout(() => { a() }, 500)",
                &["setTimeout(()=>", "a()", ",500)"],
            ),
            ("a({b: {c: 'd'}})", &["a({b:{c:'d'}})"]),
            ("// a()\n/* b() */ c() // d()", &["c()"]),
        ] {
            let found: Vec<_> = found.iter().map(|code| code.replace("''", "','")).collect();
            assert_eq!(codes(script), found, "{script}");
        }
    }

    #[test]
    fn what_waits_for_something_is_left_out() {
        for script in [
            "function f() { a() }",
            "const f = () => { a() }",
            "if (b) { a() }",
            "x.onclick = function () { a() }",
            "$(function () { $.post('/x', function () { a() }) })",
        ] {
            assert!(!codes(script).contains(&"a()".to_owned()), "{script}");
        }
    }

    #[test]
    fn texts_are_what_the_script_means() {
        let statements = of_text(r#"say("It\'s\n \u0995", '\/x')"#);
        assert_eq!(statements[0].texts, ["It's  ক", "/x"]);
    }
}
