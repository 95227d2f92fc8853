use std::process::ExitCode;

use comfy_table::presets::ASCII_MARKDOWN;
use comfy_table::{CellAlignment, Table};

use crate::failure::Failure;

/// One line of the result.
#[derive(Debug)]
pub struct Line {
    pub what: String,
    pub measured: String,
    /// What the machine, or the other side, does in the same run.
    pub floor: String,
    pub gate: Option<Gate>,
    /// The share of the machine that others had meanwhile, if it was watched.
    pub others: Option<f64>,
}

/// A promise, and whether it was kept.
#[derive(Debug)]
pub struct Gate {
    pub promise: String,
    pub held: bool,
}

/// Above this share of the machine in others' hands a gate that fails proves nothing.
const DISTURBED: f64 = 0.25;

/// What a line says of its gate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    NoGate,
    Held,
    Failed,
    /// It failed while others were busy: to be measured again.
    Disturbed,
}

impl Verdict {
    fn word(self) -> &'static str {
        match self {
            Self::NoGate => "",
            Self::Held => "yes",
            Self::Failed => "NO",
            Self::Disturbed => "disturbed",
        }
    }
}

impl Line {
    pub fn new(what: impl Into<String>, measured: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            measured: measured.into(),
            floor: String::new(),
            gate: None,
            others: None,
        }
    }

    pub fn floor(mut self, floor: impl Into<String>) -> Self {
        self.floor = floor.into();
        self
    }

    pub fn gate(mut self, promise: impl Into<String>, held: bool) -> Self {
        self.gate = Some(Gate {
            promise: promise.into(),
            held,
        });
        self
    }

    pub fn others(mut self, share: f64) -> Self {
        self.others = Some(share);
        self
    }

    fn verdict(&self) -> Verdict {
        match &self.gate {
            None => Verdict::NoGate,
            Some(gate) if gate.held => Verdict::Held,
            Some(_) if self.others.is_some_and(|share| share > DISTURBED) => Verdict::Disturbed,
            Some(_) => Verdict::Failed,
        }
    }
}

/// As Markdown, so that it can be kept.
fn rendered(lines: &[Line]) -> String {
    let mut table = Table::new();
    table.load_style(ASCII_MARKDOWN).set_header([
        "what",
        "measured",
        "floor, same run",
        "gate",
        "held",
        "others' CPU",
    ]);
    for line in lines {
        let promise = line.gate.as_ref().map_or("", |gate| gate.promise.as_str());
        let others = line.others.map(|share| format!("{:.0} %", share * 100.0));
        table.add_row([
            line.what.as_str(),
            &line.measured,
            &line.floor,
            promise,
            line.verdict().word(),
            &others.unwrap_or_default(),
        ]);
    }
    if let Some(column) = table.column_mut(5) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    format!("{table}\n")
}

/// 0 when every gate held, 1 when one failed, 3 when they failed only while others were busy.
fn exit(lines: &[Line]) -> ExitCode {
    let any = |verdict| lines.iter().any(|line| line.verdict() == verdict);
    if any(Verdict::Failed) {
        ExitCode::from(1)
    } else if any(Verdict::Disturbed) {
        ExitCode::from(3)
    } else {
        ExitCode::SUCCESS
    }
}

/// Prints what was measured; 2 when it could not be.
pub fn report(measured: Result<Vec<Line>, Failure>) -> ExitCode {
    match measured {
        Ok(lines) => {
            print!("{}", rendered(&lines));
            exit(&lines)
        }
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::from(2)
        }
    }
}
