//! The gateway's own words, kept for disputes, with everything secret taken out.

use std::fmt::Write as _;

/// Bytes of a reply that are kept; the gateway's replies are about 1 kB.
const KEPT: usize = 4096;
/// Put where something was taken out.
const MASK: &str = "***";
/// Members whose value is a secret, in lower case.
const SECRET_MEMBERS: &[&str] = &[
    "id_token",
    "refresh_token",
    "app_secret",
    "password",
    "authorization",
    "token",
    "pin",
    "otp",
];
/// Members that echo the merchant's callback address, whose path may hold the payment's secret.
const CALLBACK_MEMBERS: &[&str] = &[
    "callbackurl",
    "successcallbackurl",
    "failurecallbackurl",
    "cancelledcallbackurl",
];

/// A reply as received, but: tokens, passwords, PINs and OTPs gone, wallet numbers as
/// `017*****575`, callback addresses cut to their host, and no longer than 4 KiB.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct MaskedReply {
    /// The HTTP status; `None` if the reply broke off before it.
    pub status: Option<u16>,
    /// The masked text, not always JSON.
    pub body: String,
}

/// Takes out what is secret: by member name, by shape, and wherever one of the known ones stands.
pub(crate) struct Mask<'a>(Vec<&'a str>);

impl<'a> Mask<'a> {
    /// Secrets of under six characters are not looked for: they would mask half of every text.
    pub(crate) fn of(secrets: impl IntoIterator<Item = &'a str>) -> Self {
        Self(
            secrets
                .into_iter()
                .filter(|secret| secret.len() >= 6)
                .collect(),
        )
    }

    /// For a whole reply.
    pub(crate) fn reply(&self, status: u16, body: &[u8]) -> MaskedReply {
        let text = self.text(&mask_members(&String::from_utf8_lossy(body)));
        MaskedReply {
            status: Some(status),
            body: bounded(text),
        }
    }

    /// For a text that stands alone, such as the gateway's message.
    pub(crate) fn text(&self, text: &str) -> String {
        let mut text = mask_wallets(text);
        for secret in &self.0 {
            if text.contains(secret) {
                text = text.replace(secret, MASK);
            }
        }
        text
    }
}

fn bounded(mut text: String) -> String {
    if text.len() > KEPT {
        text.truncate(text.floor_char_boundary(KEPT));
        text.push('…');
    }
    text
}

/// Walks JSON text member by member without parsing it, so that broken JSON is masked too.
fn mask_members(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(quote) = rest.find('"') {
        let (before, from_quote) = rest.split_at(quote);
        out.push_str(before);
        let (name, after_name) = split_string(from_quote);
        out.push_str(name);
        rest = after_name;
        let Some(rule) = Rule::of(name.trim_matches('"')) else {
            continue;
        };
        let value = after_name.trim_start();
        let Some(value) = value.strip_prefix(':').map(str::trim_start) else {
            continue;
        };
        out.push_str(&after_name[..after_name.len() - value.len()]);
        rest = rule.mask_value(value, &mut out);
    }
    out.push_str(rest);
    out
}

/// What is done to a member's value.
#[derive(Clone, Copy)]
enum Rule {
    Hide,
    KeepHost,
}

impl Rule {
    fn of(member: &str) -> Option<Self> {
        let is = |name: &&str| name.eq_ignore_ascii_case(member);
        if SECRET_MEMBERS.iter().any(is) {
            Some(Self::Hide)
        } else if CALLBACK_MEMBERS.iter().any(is) {
            Some(Self::KeepHost)
        } else {
            None
        }
    }

    /// Writes the masked value and returns what follows it.
    fn mask_value<'a>(self, value: &'a str, out: &mut String) -> &'a str {
        if value.starts_with('"') {
            let (string, after) = split_string(value);
            match self {
                Self::Hide => out.push_str("\"***\""),
                Self::KeepHost => {
                    let _ = write!(out, "\"{}\"", host_only(string.trim_matches('"')));
                }
            }
            return after;
        }
        if value.starts_with(['{', '[']) || value.starts_with("null") {
            return value;
        }
        let end = value.find([',', '}', ']']).unwrap_or(value.len());
        out.push_str(MASK);
        &value[end..]
    }
}

/// Splits after the string that `text` begins with; an unfinished one takes all.
fn split_string(text: &str) -> (&str, &str) {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return text.split_at(at + 1),
            _ => {}
        }
    }
    (text, "")
}

fn host_only(address: &str) -> String {
    match url::Url::parse(&address.replace("\\/", "/")) {
        Ok(url) => format!("{}/{MASK}", url.origin().ascii_serialization()),
        Err(_) => MASK.to_owned(),
    }
}

/// Masks every run of digits that has the shape of a wallet number.
pub(crate) fn mask_wallets(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(digit) = rest.find(|character: char| character.is_ascii_digit()) {
        let (before, from_digit) = rest.split_at(digit);
        let after = from_digit.trim_start_matches(|character: char| character.is_ascii_digit());
        let (run, after) = from_digit.split_at(from_digit.len() - after.len());
        out.push_str(before);
        if is_wallet(run) {
            out.push_str(&masked_wallet(run));
        } else {
            out.push_str(run);
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Local `01XXXXXXXXX` or international `8801XXXXXXXXX` (developer portal: Webhooks).
fn is_wallet(digits: &str) -> bool {
    (digits.len() == 11 && digits.starts_with("01"))
        || (digits.len() == 13 && digits.starts_with("8801"))
}

/// The first three and last three characters of the local number.
pub(crate) fn masked_wallet(number: &str) -> String {
    let local = number.trim_start_matches('+');
    let local = if local.len() == 13 {
        local.strip_prefix("88").unwrap_or(local)
    } else {
        local
    };
    match (local.get(..3), local.get(local.len().saturating_sub(3)..)) {
        (Some(first), Some(last)) if local.len() >= 9 => format!("{first}*****{last}"),
        _ => MASK.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn mask(body: &str) -> String {
        Mask::of(["a-secret-value"])
            .reply(200, body.as_bytes())
            .body
    }

    #[test]
    fn secrets_go_by_name_wherever_they_nest() {
        let body = r#"{"id_token" : "eyJabc\"d","x":{"Refresh_Token":"r","pin":12121,"a":[{"otp":"1"}]},"token":null}"#;
        assert_eq!(
            mask(body),
            r#"{"id_token" : "***","x":{"Refresh_Token":"***","pin":***,"a":[{"otp":"***"}]},"token":null}"#
        );
    }

    #[test]
    fn known_secrets_go_from_any_text() {
        assert_eq!(mask("<p>a-secret-value</p>"), "<p>***</p>");
    }

    #[test]
    fn wallet_numbers_keep_three_digits_at_each_end_and_ids_stay_whole() {
        let body = r#"{"customerMsisdn":"01770618575","w":"+8801770618575","paymentID":"TR0011aB3dE5f1765432109876","trxID":"CLB50PG0H4"}"#;
        assert_eq!(
            mask(body),
            r#"{"customerMsisdn":"017*****575","w":"+017*****575","paymentID":"TR0011aB3dE5f1765432109876","trxID":"CLB50PG0H4"}"#
        );
    }

    #[test]
    fn callback_addresses_lose_the_path_that_holds_a_secret() {
        let body = r#"{"callbackURL":"https:\/\/shop.example\/callback\/p\/s3cret","failureCallbackURL":"https://shop.example/callback/p/s3cret?status=failure"}"#;
        let masked = mask(body);
        assert!(!masked.contains("s3cret"), "{masked}");
        assert!(masked.contains("https://shop.example/***"), "{masked}");
    }

    #[test]
    fn a_long_reply_is_cut_at_a_whole_character() {
        let masked = mask(&"৳".repeat(5000));
        assert!(masked.len() <= KEPT + '…'.len_utf8());
        assert!(masked.ends_with('…'));
    }

    proptest! {
        #[test]
        fn any_bytes_are_masked_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let reply = Mask::of([]).reply(200, &bytes);
            prop_assert!(reply.body.len() <= KEPT + 3);
        }

        #[test]
        fn no_secret_member_survives(
            name in prop::sample::select(SECRET_MEMBERS),
            value in "[a-zA-Z0-9]{12,30}",
            noise in "[ \\n\\t]{0,3}",
        ) {
            let body = format!("{{\"a\":1,{noise}\"{name}\"{noise}:{noise}\"{value}\",\"b\":2}}");
            prop_assert!(!mask(&body).contains(&value));
        }
    }
}
