//! A value as it may be shown.

use super::setting::Setting;

/// Secrets as asterisks, addresses without the password inside them, long texts cut.
#[must_use]
pub fn shown(setting: &Setting, text: &str) -> String {
    if setting.secret {
        return "********".to_owned();
    }
    let text = without_password(text);
    let cut: String = text.chars().take(80).flat_map(char::escape_debug).collect();
    let dots = if text.chars().nth(80).is_some() {
        "..."
    } else {
        ""
    };
    format!("{cut}{dots}")
}

/// `postgres://me:secret@host/db` without `me:secret`.
fn without_password(text: &str) -> String {
    match (text.split_once("://"), text.rsplit_once('@')) {
        (Some((scheme, _)), Some((_, rest))) => format!("{scheme}://***@{rest}"),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::setting::{APP_SECRET, DATABASE_URL};

    #[test]
    fn no_password_is_shown_in_any_spelling() {
        for (setting, text) in [
            (APP_SECRET, "canary"),
            (DATABASE_URL, "postgres://me:canary@host/db"),
            (DATABASE_URL, "postgres://me:a@canary@host"),
        ] {
            assert!(!shown(setting, text).contains("canary"), "{text}");
        }
        assert_eq!(shown(DATABASE_URL, "sqlite:a.db"), "sqlite:a.db");
    }
}
