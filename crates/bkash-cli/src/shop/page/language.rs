use axum::extract::{Path, Query};
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::missing;
use crate::shop::language::{COOKIE_NAME, Language};

#[derive(Deserialize)]
pub struct Back {
    to: Option<String>,
}

/// Remembers the language and goes back to the page that asked.
pub async fn choose_language(
    current: Language,
    Path(tag): Path<String>,
    Query(Back { to }): Query<Back>,
) -> Response {
    let Some(chosen) = Language::from_tag(&tag) else {
        return missing(current).await;
    };
    let cookie = format!(
        "{COOKIE_NAME}={}; Path=/; Max-Age=31536000; SameSite=Lax",
        chosen.tag()
    );
    let to = to
        .filter(|to| is_own_path(to))
        .unwrap_or_else(|| "/".to_owned());
    ([(SET_COOKIE, cookie)], Redirect::to(&to)).into_response()
}

/// Whether it stays on this site: `//host` and `/\host` would leave it.
fn is_own_path(to: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_".contains(&byte);
    to.starts_with('/') && !to.starts_with("//") && to.bytes().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_shop_are_gone_back_to() {
        assert!(is_own_path("/") && is_own_path("/orders/SB-1001"));
        for away in [
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "",
            "/a\r\nb",
        ] {
            assert!(!is_own_path(away), "{away:?}");
        }
    }
}
