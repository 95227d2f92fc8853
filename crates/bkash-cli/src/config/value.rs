//! Texts into values: the kinds of setting that no other crate reads.

use std::fmt::Display;
use std::net::SocketAddr;
use std::str::FromStr;

use secrecy::SecretString;

use super::layers::Unfit;

/// By the type's own reading.
pub fn parsed<T: FromStr<Err: Display>>(text: &str) -> Result<T, Unfit> {
    text.parse()
        .map_err(|error: T::Err| Some(error.to_string()))
}

/// By another crate's function.
pub fn by<T, E: Display>(
    read: impl FnOnce(&str) -> Result<T, E>,
) -> impl FnOnce(&str) -> Result<T, Unfit> {
    move |text| read(text).map_err(|error| Some(error.to_string()))
}

/// `127.0.0.1:8601`
pub fn socket(text: &str) -> Result<SocketAddr, Unfit> {
    text.parse().map_err(|_| None)
}

/// `v1.2.0-beta`
pub fn path_segment(text: &str) -> Result<String, Unfit> {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b".-_".contains(&byte);
    if text.bytes().all(fits) {
        Ok(text.to_owned())
    } else {
        Err(None)
    }
}

/// What can stand in a header, and has no blank around it that came with copying.
pub fn credential(text: &str) -> Result<String, Unfit> {
    if text.trim() != text {
        return Err(Some("it begins or ends with a blank".to_owned()));
    }
    if text.chars().any(char::is_control) {
        return Err(Some("it has a control character inside".to_owned()));
    }
    Ok(text.to_owned())
}

/// As [`credential`], hidden from now on.
pub fn secret_credential(text: &str) -> Result<SecretString, Unfit> {
    credential(text).map(SecretString::from)
}

/// A key that fits into an `Authorization` header.
pub fn api_key(text: &str) -> Result<SecretString, Unfit> {
    let visible = text.bytes().all(|byte| byte.is_ascii_graphic());
    if visible && text.len() <= 255 {
        Ok(SecretString::from(text))
    } else {
        Err(None)
    }
}

/// 1 to 1000.
pub fn calls_per_hour(text: &str) -> Result<u32, Unfit> {
    text.parse()
        .ok()
        .filter(|calls| (1..=1000).contains(calls))
        .ok_or(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_api_key_fits_a_header() {
        assert!(api_key("0123456789abcdef").is_ok() && api_key("ci").is_ok());
        for bad in ["with a space in it!", "naïve-naïve-naïve", &"x".repeat(256)] {
            assert!(api_key(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_credential_keeps_its_symbols_and_has_no_blank_around_it() {
        assert_eq!(credential("D7DaC<*E*eG"), Ok("D7DaC<*E*eG".to_owned()));
        assert!(credential(" canary").is_err() && credential("a\nb").is_err());
    }
}
