//! The settings as flags, made from the table: each command takes those that it uses.

use std::fmt::Debug;
use std::marker::PhantomData;

use clap::builder::UnknownArgumentValueParser;
use clap::{Arg, ArgMatches, Command};

use super::setting::{self, Setting};

/// Which settings a command uses, and so takes as flags.
pub trait Scope: Clone + Debug + Send + Sync + 'static {
    const SETTINGS: &'static [&'static Setting];
}

/// Everything: `bkash serve` and `bkash check`.
#[derive(Clone, Debug)]
pub struct WholeService;

/// The gateway and its tokens: the direct calls.
#[derive(Clone, Debug)]
pub struct GatewayCalls;

/// The encryption key alone: `bkash key seal`.
#[derive(Clone, Debug)]
pub struct KeyHolder;

/// Nothing but the file and the environment: a caller of the running service.
#[derive(Clone, Debug)]
pub struct ServiceCaller;

impl Scope for WholeService {
    const SETTINGS: &'static [&'static Setting] = setting::ALL;
}

impl Scope for GatewayCalls {
    const SETTINGS: &'static [&'static Setting] = &[
        setting::GATEWAY_URL,
        setting::API_VERSION,
        setting::APP_KEY,
        setting::USERNAME,
        setting::DATABASE_URL,
        setting::TOKEN_STORE,
        setting::ENCRYPTION_KEY_FILE,
        setting::TOKEN_CALLS_PER_HOUR,
        setting::REFUND_API,
    ];
}

impl Scope for KeyHolder {
    const SETTINGS: &'static [&'static Setting] = &[setting::ENCRYPTION_KEY_FILE];
}

impl Scope for ServiceCaller {
    const SETTINGS: &'static [&'static Setting] = &[];
}

/// Values given on the command line.
#[derive(Clone, Debug)]
pub struct Flags<S> {
    given: Vec<(&'static Setting, String)>,
    scope: PhantomData<S>,
}

impl<S> Flags<S> {
    /// Each setting that was given, with its text.
    pub fn given(&self) -> impl Iterator<Item = (&'static Setting, &str)> {
        self.given
            .iter()
            .map(|(setting, text)| (*setting, text.as_str()))
    }
}

impl<S: Scope> clap::FromArgMatches for Flags<S> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let given = |setting: &'static Setting| {
            setting.flag()?;
            matches
                .get_one::<String>(setting.key)
                .map(|text| (setting, text.clone()))
        };
        let given = S::SETTINGS
            .iter()
            .filter_map(|setting| given(setting))
            .collect();
        Ok(Self {
            given,
            scope: PhantomData,
        })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl<S: Scope> clap::Args for Flags<S> {
    fn augment_args(command: Command) -> Command {
        S::SETTINGS
            .iter()
            .map(|setting| arg(setting).unwrap_or_else(|| no_such_flag(setting)))
            .fold(command, Command::arg)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

fn arg(setting: &'static Setting) -> Option<Arg> {
    let default = setting
        .default
        .map(|default| format!(" [default: {default}]"));
    let names = format!("[env: {}]{}", setting.env(), default.unwrap_or_default());
    let help = format!("{}\n{names}", setting.about);
    let arg = Arg::new(setting.key)
        .long(setting.flag()?)
        .value_name("VALUE")
        .help(help)
        .hide_short_help(true)
        .help_heading("Settings (a flag wins over the environment, that over the file)");
    Some(arg)
}

/// A secret on the command line is refused with the ways to give it, before a guess of the parser sends
/// it into another flag.
fn no_such_flag(setting: &'static Setting) -> Arg {
    let remedy = format!(
        "a secret is not taken from the command line, where others see it: set {}",
        setting.ways()
    );
    Arg::new(setting.key)
        .long(setting.key.replace('_', "-"))
        .hide(true)
        .value_parser(UnknownArgumentValueParser::suggest(remedy))
}
