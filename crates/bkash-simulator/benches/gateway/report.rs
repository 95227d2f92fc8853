use std::process::ExitCode;

use crate::Outcome;

/// Above this share of the machine in others' hands a gate that fails proves nothing.
const DISTURBED: f64 = 0.25;

/// One line of the result.
pub(crate) struct Line {
    what: String,
    measured: String,
    floor: String,
    promise: String,
    held: bool,
    others: Option<f64>,
}

impl Line {
    pub(crate) fn new(what: &str, measured: String) -> Self {
        Self {
            what: what.to_owned(),
            measured,
            floor: String::new(),
            promise: String::new(),
            held: true,
            others: None,
        }
    }

    /// What the bare server does in the same rounds.
    pub(crate) fn floor(self, floor: String) -> Self {
        Self { floor, ..self }
    }

    pub(crate) fn gate(self, promise: String, held: bool) -> Self {
        Self {
            promise,
            held,
            ..self
        }
    }

    /// The share of the machine that others had meanwhile.
    pub(crate) fn others(self, share: f64) -> Self {
        Self {
            others: Some(share),
            ..self
        }
    }

    fn is_disturbed(&self) -> bool {
        self.others.is_some_and(|share| share > DISTURBED)
    }

    fn verdict(&self) -> &'static str {
        match self.held {
            _ if self.promise.is_empty() => "",
            true => "yes",
            false if self.is_disturbed() => "disturbed",
            false => "NO",
        }
    }
}

/// As Markdown; the exit code says which gates held.
pub(crate) fn print(measured: Outcome<Vec<Line>>) -> ExitCode {
    let lines = match measured {
        Ok(lines) => lines,
        Err(error) => {
            eprintln!("error: {error}");
            return ExitCode::from(2);
        }
    };
    println!("| what | measured | a hello, same run | gate | held | others' CPU |");
    println!("|---|---|---|---|---|---|");
    for line in &lines {
        let others = line.others.map(|share| format!("{:.0} %", share * 100.0));
        let others = others.unwrap_or_default();
        let Line {
            what,
            measured,
            floor,
            promise,
            ..
        } = line;
        let verdict = line.verdict();
        println!("| {what} | {measured} | {floor} | {promise} | {verdict} | {others} |");
    }
    match lines.iter().any(|line| !line.held && !line.is_disturbed()) {
        true => ExitCode::from(1),
        false if lines.iter().any(|line| !line.held) => ExitCode::from(3),
        false => ExitCode::SUCCESS,
    }
}
