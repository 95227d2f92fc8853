//! The hidden random text that makes a form sent twice one intent.

use std::fmt;

use ring::rand::{SecureRandom, SystemRandom};
use serde::Deserialize;

/// 32 hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct FormToken(String);

impl FormToken {
    /// # Panics
    /// Where the operating system gives no randomness; nothing could be sold safely then.
    pub fn random() -> Self {
        let mut bytes = [0; 16];
        #[expect(clippy::expect_used, reason = "see Panics")]
        SystemRandom::new()
            .fill(&mut bytes)
            .expect("the operating system gives random bytes");
        Self(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
    }

    pub fn into_text(self) -> String {
        self.0
    }
}

impl TryFrom<String> for FormToken {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let hexadecimal = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        if text.len() == 32 && text.bytes().all(hexadecimal) {
            Ok(Self(text))
        } else {
            Err("not the hidden text of one of our forms")
        }
    }
}

impl fmt::Display for FormToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
