//! The commented bkash.toml of `bkash init`, made from the table of settings.

use super::setting::{self, Setting};
use crate::output::wrap;

/// What a fresh file sets; every other setting is there as a comment with its default.
#[derive(Debug)]
pub struct Fresh<'a> {
    /// The shop's key to the service.
    pub api_key: &'a str,
    /// `whsec_...`
    pub webhook_secret: &'a str,
    /// What the tokens are sealed with.
    pub encryption_key: &'a str,
}

const HEAD: &str = "\
# Settings of `bkash`. Check them with `bkash check`, start with `bkash serve`.
#
# As written, this file works with `bkash simulate` on the same machine. For bKash's sandbox, put
# in gateway_url and the four credentials that bKash issued, and name another database_url.
#
# Each setting can also come from the environment, under the name beside it, and each that is not a
# secret from a flag. A flag wins over the environment, the environment wins over this file.
";

/// The whole file.
#[must_use]
pub fn render(fresh: &Fresh<'_>) -> String {
    let entries = setting::ALL
        .iter()
        .map(|setting| entry(setting, value(setting, fresh)));
    HEAD.to_owned() + &entries.collect::<String>()
}

/// The simulator takes any credentials; these say what they are.
fn value<'a>(setting: &Setting, fresh: &Fresh<'a>) -> Option<&'a str> {
    [
        (setting::GATEWAY_URL, "http://127.0.0.1:8600"),
        (setting::APP_KEY, "simulator-app-key"),
        (setting::APP_SECRET, "simulator-app-secret"),
        (setting::USERNAME, "simulator-user"),
        (setting::PASSWORD, "simulator-password"),
        (setting::API_KEY, fresh.api_key),
        (setting::WEBHOOK_SECRET, fresh.webhook_secret),
        (setting::ENCRYPTION_KEY, fresh.encryption_key),
    ]
    .into_iter()
    .find(|(known, _)| *known == setting)
    .map(|(_, value)| value)
}

fn entry(setting: &Setting, value: Option<&str>) -> String {
    let key = setting.key;
    let line = match (value, setting.default) {
        (Some(value), _) => format!("{key} = \"{value}\""),
        (None, Some(default)) => format!("# {key} = \"{default}\""),
        (None, None) => format!("# {key} = \"{}\"", setting.example),
    };
    let default = setting.default.unwrap_or("none");
    let facts = format!(
        "Must be {}. Environment: {}. Default: {default}.",
        setting.must_be,
        setting.env(),
    );
    format!("\n{}{}{line}\n", wrapped(setting.about), wrapped(&facts))
}

/// Comment lines of at most 100 columns.
fn wrapped(text: &str) -> String {
    wrap(text, 96)
        .iter()
        .map(|line| format!("# {line}\n"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_names_every_setting_with_its_environment_name_in_100_columns() {
        let file = render(&Fresh {
            api_key: "k",
            webhook_secret: "whsec_x",
            encryption_key: "e",
        });
        for setting in setting::ALL {
            assert!(
                file.contains(&format!("{} = ", setting.key)),
                "{}",
                setting.key
            );
            assert!(file.contains(&setting.env()), "{}", setting.key);
        }
        assert!(file.lines().all(|line| line.len() <= 100));
    }
}
