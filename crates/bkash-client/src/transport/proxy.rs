//! The proxy that the environment names.

use std::env;

use http::Uri;
use http::uri::Authority;
use hyper_util::client::proxy::matcher::Matcher;

/// Those that count for https, as curl reads them: the first pair in which one is set, and not empty.
const VARIABLES: [[&str; 2]; 2] = [["HTTPS_PROXY", "https_proxy"], ["ALL_PROXY", "all_proxy"]];

/// What goes through a proxy, by `HTTPS_PROXY`, else `ALL_PROXY`, and `NO_PROXY`.
///
/// # Errors
/// Says which of them cannot be used: to ignore it would be to go past the proxy.
pub(super) fn of_the_environment() -> Result<Matcher, String> {
    check(|name| env::var(name).ok())?;
    Ok(Matcher::from_env())
}

fn check(variable: impl Fn(&str) -> Option<String>) -> Result<(), String> {
    let set = VARIABLES.iter().find_map(|names| {
        let mut set = names
            .iter()
            .filter_map(|name| Some((name, variable(name)?)));
        set.next().filter(|(_, address)| !address.is_empty())
    });
    match set {
        Some((name, address)) if !is_usable(&address) => Err(format!(
            "{name} names no proxy that can be used; write it like http://proxy.example:3128, \
             with what is special in a password percent-encoded"
        )),
        _ => Ok(()),
    }
}

fn is_usable(address: &str) -> bool {
    let gateway = Uri::from_static("https://gateway.invalid/");
    let proxies = Matcher::builder().https(address).build();
    proxies.intercept(&gateway).is_some_and(|proxy| {
        let uri = proxy.uri();
        let bare = uri.authority().map(Authority::as_str) == uri.host();
        // A port that is no number would be taken for none.
        matches!(uri.scheme_str(), Some("http" | "https")) && (bare || uri.port().is_some())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(set: &[(&str, &str)]) -> Result<(), String> {
        check(|name| {
            let of_name = set.iter().find(|(set, _)| *set == name);
            of_name.map(|(_, address)| (*address).to_owned())
        })
    }

    #[test]
    fn a_proxy_that_cannot_be_used_is_said_by_name_and_without_its_password() {
        for bad in [
            "socks5://who:secret@proxy.test:1080",
            "http://who:sec ret@proxy.test:3128",
            "http://who:secret@proxy.test:port",
            "ftp://secret.test",
        ] {
            for name in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"] {
                let why = checked(&[(name, bad)]).expect_err(bad);
                assert!(
                    why.starts_with(name) && !why.contains("sec"),
                    "{bad}: {why}"
                );
            }
        }
    }

    #[test]
    fn only_the_one_that_counts_is_looked_at() {
        let (good, bad) = ("http://proxy.test:3128", "socks5://proxy.test");
        for usable in [
            &[][..],
            &[("HTTPS_PROXY", "")],
            &[("HTTPS_PROXY", good)],
            &[("https_proxy", "proxy.test:3128")],
            &[("ALL_PROXY", "https://who:%23@proxy.test")],
            &[("HTTPS_PROXY", good), ("ALL_PROXY", bad)],
            &[("HTTPS_PROXY", good), ("https_proxy", bad)],
            &[("HTTP_PROXY", bad)],
        ] {
            assert_eq!(checked(usable), Ok(()), "{usable:?}");
        }
        assert!(checked(&[("HTTPS_PROXY", ""), ("ALL_PROXY", bad)]).is_err());
    }
}
