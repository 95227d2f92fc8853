use std::time::Duration;

use crate::failure::Failure;
use crate::table::Line;

/// One measurement that can be asked for by its name.
pub struct Row {
    pub name: &'static str,
    pub about: &'static str,
    pub measure: fn(&Options) -> Result<Vec<Line>, Failure>,
}

/// What was asked for on the command line.
#[derive(Debug, Default)]
pub struct Options {
    quick: bool,
    rows: Vec<String>,
}

impl Options {
    pub fn read(arguments: impl Iterator<Item = String>, rows: &[Row]) -> Result<Self, Failure> {
        let mut options = Self::default();
        for argument in arguments {
            match argument.as_str() {
                "--quick" => options.quick = true,
                // Cargo gives it to every benchmark.
                "--bench" => {}
                name if rows.iter().any(|row| row.name == name) => options.rows.push(argument),
                _ => return Err(usage(&argument, rows)),
            }
        }
        Ok(options)
    }

    /// Measures the rows that were asked for: all of them unless some were named.
    pub fn measure(&self, rows: &[Row]) -> Result<Vec<Line>, Failure> {
        let wanted = |row: &&Row| self.rows.is_empty() || self.rows.iter().any(|it| it == row.name);
        let mut lines = Vec::new();
        for row in rows.iter().filter(wanted) {
            eprintln!("measuring {}: {}", row.name, row.about);
            lines.extend((row.measure)(self)?);
        }
        Ok(lines)
    }

    /// Rounds of a row; its result is their median.
    pub fn rounds(&self) -> usize {
        if self.quick { 3 } else { 5 }
    }

    /// How long one side of a round is measured.
    pub fn span(&self) -> Duration {
        Duration::from_millis(if self.quick { 600 } else { 1500 })
    }

    /// `many`, or a fifth of it in a short run.
    pub fn count(&self, many: u32) -> u32 {
        if self.quick { many / 5 } else { many }
    }
}

fn usage(argument: &str, rows: &[Row]) -> Failure {
    let rows: Vec<_> = rows
        .iter()
        .map(|row| format!("  {:<10} {}", row.name, row.about))
        .collect();
    Failure::new(format!(
        "`{argument}` is neither --quick nor a row. The rows:\n{}",
        rows.join("\n")
    ))
}
