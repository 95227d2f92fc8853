use std::fmt;

/// One thing that is wrong in a shop's file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Counted from one; `None` for what is missing from the whole file.
    pub line: Option<usize>,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub remedy: String,
}

/// A shop's file cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShopFileError {
    /// The file, as it was named.
    pub name: String,
    /// All that is wrong, in the order of lines.
    pub mistakes: Vec<Mistake>,
}

impl fmt::Display for ShopFileError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, mistake) in self.mistakes.iter().enumerate() {
            if number > 0 {
                writeln!(out)?;
            }
            write!(out, "{}", self.name)?;
            if let Some(line) = mistake.line {
                write!(out, ":{line}")?;
            }
            write!(out, ": {}: {}", mistake.what, mistake.remedy)?;
        }
        Ok(())
    }
}

impl std::error::Error for ShopFileError {}
