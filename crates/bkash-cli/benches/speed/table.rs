use comfy_table::presets::ASCII_MARKDOWN;
use comfy_table::{CellAlignment, Table};

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

    pub fn held(&self) -> bool {
        self.gate.as_ref().is_none_or(|gate| gate.held)
    }
}

/// As Markdown, so that it can be kept.
pub fn rendered(lines: &[Line]) -> String {
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
        let (promise, held) = line.gate.as_ref().map_or(("", ""), |gate| {
            (gate.promise.as_str(), if gate.held { "yes" } else { "NO" })
        });
        let others = line.others.map(|share| format!("{:.0} %", share * 100.0));
        table.add_row([
            line.what.as_str(),
            &line.measured,
            &line.floor,
            promise,
            held,
            &others.unwrap_or_default(),
        ]);
    }
    if let Some(column) = table.column_mut(5) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    format!("{table}\n")
}
