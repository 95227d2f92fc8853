//! The simulator's scenarios, as the command line names them.

use std::path::Path;

use bkash_simulator::Scenario;

use crate::exit::{Exit, Failure};
use crate::output::{Style, data};

/// Every scenario that comes with the simulator, with its story, on stdout.
pub fn list() {
    let style = Style::stdout();
    for scenario in Scenario::shipped() {
        let story = scenario.story().replace('\n', "\n  ");
        data(format_args!("{}\n  {story}", style.bold(scenario.name())));
    }
}

/// A scenario by its name or, where there is a file of that name, from the file.
///
/// # Errors
/// There is neither, or the file cannot be taken: usage.
pub fn read(asked: &str) -> Result<Scenario, Failure> {
    let shipped = Scenario::named(asked);
    if let (Some(scenario), false) = (shipped, Path::new(asked).is_file()) {
        return Ok(scenario);
    }
    let wrong = |text: String| Failure::new(Exit::Usage, format!("--scenario: {text}"));
    let text = std::fs::read_to_string(asked).map_err(|error| {
        let names: Vec<String> = Scenario::shipped()
            .map(|scenario| scenario.name().to_owned())
            .collect();
        let names = names.join(", ");
        wrong(format!(
            "{asked}: {error}\n    remedy   name a file, or one of {names}"
        ))
    })?;
    Scenario::parse(asked, &text).map_err(|error| wrong(error.to_string()))
}
