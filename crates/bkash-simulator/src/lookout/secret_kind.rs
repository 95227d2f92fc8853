/// What must stay between a merchant's server and the gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SecretKind {
    IdToken,
    RefreshToken,
    AppSecret,
    Password,
}

/// Shorter ones stand in any page by chance.
const SHORTEST: usize = 6;
/// Likewise what may be a plain word.
const SHORTEST_WORD: usize = 12;
/// Values of sloppy configurations, which pages name for other reasons.
const FIELD_NAMES: [&str; 4] = ["app_key", "app_secret", "id_token", "refresh_token"];

impl SecretKind {
    pub(super) const ALL: [Self; 4] = [
        Self::IdToken,
        Self::RefreshToken,
        Self::AppSecret,
        Self::Password,
    ];

    /// As it stands on the wire.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::IdToken => "id_token",
            Self::RefreshToken => "refresh_token",
            Self::AppSecret => "app_secret",
            Self::Password => "password",
        }
    }
}

/// Whether finding it in a page would say anything.
pub(super) fn is_telling(text: &str) -> bool {
    let is_word = text.chars().all(char::is_alphabetic) && text.len() < SHORTEST_WORD;
    let is_name = FIELD_NAMES.contains(&text.replace('-', "_").as_str());
    text.len() >= SHORTEST && !is_word && !is_name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_stand_in_any_page_are_not_looked_for() {
        for text in [
            "",
            "s3cr!",
            "password",
            "Secret",
            "app_secret",
            "app-secret",
        ] {
            assert!(!is_telling(text), "{text}");
        }
        for text in ["s3cr!t", "demo-secret", "letmeinletmein", "password1"] {
            assert!(is_telling(text), "{text}");
        }
    }
}
