use std::time::Duration;

use crate::failure::Failure;
use crate::row::ROWS;

/// What was asked for on the command line.
#[derive(Debug, Default)]
pub struct Options {
    quick: bool,
    rows: Vec<String>,
}

impl Options {
    pub fn read(arguments: impl Iterator<Item = String>) -> Result<Self, Failure> {
        let mut options = Self::default();
        for argument in arguments {
            match argument.as_str() {
                "--quick" => options.quick = true,
                // Cargo gives it to every benchmark.
                "--bench" => {}
                name if ROWS.iter().any(|row| row.name == name) => options.rows.push(argument),
                _ => return Err(usage(&argument)),
            }
        }
        Ok(options)
    }

    pub fn wants(&self, row: &str) -> bool {
        self.rows.is_empty() || self.rows.iter().any(|name| name == row)
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

fn usage(argument: &str) -> Failure {
    let rows: Vec<_> = ROWS
        .iter()
        .map(|row| format!("  {:<10} {}", row.name, row.about))
        .collect();
    Failure::new(format!(
        "`{argument}` is neither --quick nor a row. The rows:\n{}",
        rows.join("\n")
    ))
}
