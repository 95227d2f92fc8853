use aho_corasick::AhoCorasick;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

use super::SecretKind;
use super::unescape::readings;

/// Bytes of a long secret that are looked for; what stands before them is compared where they are found.
/// The end, because all tokens begin alike.
const END: usize = 24;

/// Shorter ones count only as a whole word: `secret1` is not in `mysecret123`.
const LONGER_THAN_WORDS: usize = 16;

/// All secrets at once, in one pass over a text.
pub(super) struct Search {
    /// None if there is nothing to look for.
    ends: Option<AhoCorasick>,
    needles: Vec<Needle>,
}

struct Needle {
    secret: SecretKind,
    whole: Vec<u8>,
}

impl Search {
    pub(super) fn of<'a>(secrets: impl Iterator<Item = (SecretKind, &'a str)>) -> Self {
        let needles: Vec<Needle> = secrets.flat_map(needles).collect();
        let ends = AhoCorasick::new(needles.iter().map(Needle::end));
        if let Err(error) = &ends {
            tracing::error!(%error, "secrets cannot be looked for");
        }
        Self {
            ends: ends.ok().filter(|_| !needles.is_empty()),
            needles,
        }
    }

    /// Those that stand in the text, as it is or escaped.
    pub(super) fn find_in(&self, text: &str) -> Vec<SecretKind> {
        let mut found = Vec::new();
        if let Some(ends) = &self.ends {
            for reading in readings(text.as_bytes()) {
                self.find_plain(ends, &reading, &mut found);
            }
        }
        found
    }

    fn find_plain(&self, ends: &AhoCorasick, text: &[u8], found: &mut Vec<SecretKind>) {
        for place in ends.find_overlapping_iter(text) {
            let Some(needle) = self.needles.get(place.pattern().as_usize()) else {
                continue;
            };
            let (before, after) = text.split_at(place.end());
            if !found.contains(&needle.secret) && needle.stands_between(before, after) {
                found.push(needle.secret);
            }
        }
    }
}

/// The secret, and the same in base64.
fn needles((secret, text): (SecretKind, &str)) -> Vec<Needle> {
    let standard = STANDARD_NO_PAD.encode(text);
    let url_safe = URL_SAFE_NO_PAD.encode(text);
    let other = (url_safe != standard).then_some(url_safe);
    [Some(text.to_owned()), Some(standard), other]
        .into_iter()
        .flatten()
        .map(|whole| Needle {
            secret,
            whole: whole.into_bytes(),
        })
        .collect()
}

impl Needle {
    fn end(&self) -> &[u8] {
        let start = self.whole.len().saturating_sub(END);
        &self.whole[start..]
    }

    /// Whether the text before ends with all of it, and for a short one that a word ends there.
    fn stands_between(&self, before: &[u8], after: &[u8]) -> bool {
        let Some(before) = before.strip_suffix(self.whole.as_slice()) else {
            return false;
        };
        let is_word = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
        self.whole.len() >= LONGER_THAN_WORDS || !(is_word(before.last()) || is_word(after.first()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "eyJraWQiOiJhIn0.eyJzdWIiOiIxIn0.c2lnbmF0dXJlLW9mLXNvbWUtbGVuZ3Ro_-x";
    const PASSWORD: &str = "D7DaC<*E*e\"G/&é";

    fn found(text: &str) -> Vec<SecretKind> {
        let secrets = [
            (SecretKind::IdToken, TOKEN),
            (SecretKind::Password, PASSWORD),
            (SecretKind::AppSecret, "secret1"),
        ];
        Search::of(secrets.into_iter()).find_in(text)
    }

    #[test]
    fn a_secret_is_found_as_it_is_and_however_a_page_escapes_it() {
        for text in [
            r#"D7DaC<*E*e"G/&é"#,
            r#"<b>D7DaC&lt;*E*e&quot;G/&amp;é</b>"#,
            r#"<b>D7DaC&#60;*E*e&#x22;G&#x2f;&amp;&#233;</b>"#,
            r#"{"p":"D7DaC<*E*e\"G\/&é"}"#,
            r#"{"p":"D7DaC\u003C*E*e\u0022G/\u0026\u00e9"}"#,
            r#"<i data-p="{&quot;p&quot;:&quot;D7DaC&lt;*E*e\&quot;G\/&amp;é&quot;}">"#,
            "/x?p=D7DaC%3C%2AE%2ae%22G%2F%26%C3%A9&y=1",
            "/x?p=D7DaC%3C*E*e%22G/%26%C3%A9&amp;y=1",
            "RDdEYUM8KkUqZSJHLybDqQ==",
        ] {
            assert_eq!(found(text), [SecretKind::Password], "{text}");
        }
        let encoded = STANDARD_NO_PAD.encode(TOKEN);
        for text in [
            format!("let token = '{TOKEN}';"),
            format!("x{TOKEN}x"),
            TOKEN.replace('.', "%2E").replace('_', "%5F"),
            format!("atob(\"{encoded}\")"),
            URL_SAFE_NO_PAD.encode(TOKEN),
        ] {
            assert_eq!(found(&text), [SecretKind::IdToken], "{text}");
        }
    }

    #[test]
    fn a_part_of_a_secret_or_a_longer_word_is_none() {
        for text in [
            "",
            "mysecret1",
            "secret12",
            &TOKEN[1..],
            &TOKEN[..TOKEN.len() - 1],
            "D7DaC&lt;*E*e",
        ] {
            assert!(found(text).is_empty(), "{text}");
        }
        assert_eq!(found("key=secret1;"), [SecretKind::AppSecret]);
        assert!(Search::of(std::iter::empty()).find_in(TOKEN).is_empty());
    }
}
