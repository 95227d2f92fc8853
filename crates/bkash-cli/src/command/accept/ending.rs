//! The report, and the code that the shell sees.

use std::path::Path;

use bkash_acceptance::{Pack, Paint, Report, Standing};

use super::options::Options;
use crate::exit::{Exit, Failure};
use crate::output::{Style, data, talk};

/// Sees to it that the report can be written before anything is played.
///
/// # Errors
/// A file or folder cannot be made: usage.
pub fn prepare(options: &Options) -> Result<(), Failure> {
    let cannot = |flag: &str, path: &Path, error: &std::io::Error| {
        let path = path.display();
        Failure::new(
            Exit::Usage,
            format!("{flag}: {path} cannot be written: {error}"),
        )
    };
    if let Some(file) = &options.output {
        // What it holds now stays until there is a report.
        let mut open = std::fs::OpenOptions::new();
        open.append(true)
            .create(true)
            .open(file)
            .map_err(|error| cannot("--output", file, &error))?;
    }
    if let Some(folder) = &options.evidence {
        std::fs::create_dir_all(folder).map_err(|error| cannot("--evidence", folder, &error))?;
    }
    Ok(())
}

/// Writes what was asked for; the code that the shell sees.
///
/// # Errors
/// It cannot be written.
pub fn tell(report: &Report, options: &Options) -> Result<Exit, Failure> {
    let paint = match options.output.is_none() && Style::stdout().has_colour() {
        true => Paint::Colour,
        false => Paint::Plain,
    };
    let text = report
        .write(options.format, options.lang, paint)
        .map_err(|error| not_written(&error))?;
    match &options.output {
        None => data(text.trim_end()),
        Some(file) => write(file, &text)?,
    }
    if let Some(folder) = &options.evidence {
        let pack = Pack::of(&report.record);
        let json = pack.json().map_err(|error| not_written(&error))?;
        let html = pack
            .html(options.lang)
            .map_err(|error| not_written(&error))?;
        write(&folder.join("evidence.txt"), &pack.text(options.lang))?;
        write(&folder.join("evidence.md"), &pack.markdown(options.lang))?;
        write(&folder.join("evidence.json"), &json)?;
        write(&folder.join("evidence.html"), &html)?;
    }
    if options.output.is_some() {
        let headline = report.headline();
        talk(Style::stderr().bold(headline.in_language(options.lang)));
    }
    Ok(exit(report.standing()))
}

const fn exit(standing: Standing) -> Exit {
    match standing {
        Standing::Passed => Exit::Done,
        Standing::Failed => Exit::Refused,
        Standing::Open => Exit::Unanswered,
    }
}

fn not_written(error: &dyn std::error::Error) -> Failure {
    Failure::new(Exit::NotPerformed, error.to_string())
}

fn write(file: &Path, text: &str) -> Result<(), Failure> {
    let named = file.display();
    std::fs::write(file, text).map_err(|error| {
        Failure::new(
            Exit::NotPerformed,
            format!("{named} cannot be written: {error}"),
        )
    })?;
    let style = Style::stderr();
    talk(format_args!("{} {named}", style.green("Wrote")));
    Ok(())
}
