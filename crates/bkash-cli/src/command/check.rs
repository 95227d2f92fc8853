//! `bkash check`: every setting, its value and where it came from.

use crate::config::{Layers, ServeSettings, Sources, WholeService, setting, shown};
use crate::exit::{Exit, Failure};
use crate::output::{Record, Style, data, table, talk};

/// Check the settings and show where each one came from.
///
/// Nothing is opened or sent. Secrets are shown as asterisks.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Write the settings as JSON on stdout.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    sources: Sources<WholeService>,
}

pub fn run(args: &Args) -> Result<Exit, Failure> {
    let layers = args.sources.read();
    let settings = ServeSettings::load(&layers)?;
    if let Some(told) = settings.warning() {
        let warning = Style::stderr().yellow("warning:");
        talk(format_args!("{warning} {told}"));
    }
    if args.json {
        data(record(&layers).json());
    } else {
        data(listing(&layers, Style::stdout()));
        talk(Style::stderr().green("The settings are good."));
    }
    Ok(Exit::Done)
}

fn record(layers: &Layers) -> Record {
    setting::ALL.iter().fold(Record::new(), |record, setting| {
        let value = layers.get(setting).map(|given| {
            serde_json::json!({
                "value": shown(setting, &given.text),
                "from": given.origin.name(setting),
            })
        });
        record.with(setting.key, value)
    })
}

fn listing(layers: &Layers, style: Style) -> String {
    let row = |setting: &&'static setting::Setting| {
        let given = layers.get(setting);
        let (value, from) = given.map_or_else(
            || ("-".to_owned(), "not set".to_owned()),
            |given| (shown(setting, &given.text), given.origin.name(setting)),
        );
        vec![setting.key.to_owned(), value, from]
    };
    let rows: Vec<_> = setting::ALL.iter().map(row).collect();
    table(&["SETTING", "VALUE", "FROM"], &rows, style)
}
