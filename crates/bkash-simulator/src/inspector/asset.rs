use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::response::{IntoResponse, Response};
use http::{StatusCode, header};

const SCRIPT: &str = "text/javascript; charset=utf-8";
const STYLE: &str = "text/css; charset=utf-8";

macro_rules! file {
    ($name:literal, $content_type:expr) => {
        (
            $name,
            $content_type,
            include_str!(concat!("../../assets/inspector/", $name)),
        )
    };
}

/// Name, content type and text of everything that the page loads.
const FILES: [(&str, &str, &str); 23] = [
    file!("inspector.css", STYLE),
    file!("parts.css", STYLE),
    file!("icon.svg", "image/svg+xml"),
    file!("api.js", SCRIPT),
    file!("app.js", SCRIPT),
    file!("clock.js", SCRIPT),
    file!("curl.js", SCRIPT),
    file!("diagram.js", SCRIPT),
    file!("dom.js", SCRIPT),
    file!("exchange.js", SCRIPT),
    file!("exchanges.js", SCRIPT),
    file!("fault_form.js", SCRIPT),
    file!("faults.js", SCRIPT),
    file!("format.js", SCRIPT),
    file!("live.js", SCRIPT),
    file!("notifications.js", SCRIPT),
    file!("payment.js", SCRIPT),
    file!("payments.js", SCRIPT),
    file!("scenarios.js", SCRIPT),
    file!("story.js", SCRIPT),
    file!("switches.js", SCRIPT),
    file!("wallets.js", SCRIPT),
    file!("world.js", SCRIPT),
];

pub(super) async fn asset(name: Result<Path<String>, PathRejection>) -> Response {
    let found = name
        .ok()
        .and_then(|Path(name)| FILES.into_iter().find(|(known, ..)| *known == name));
    match found {
        Some((_, content_type, text)) => {
            let headers = [
                (header::CONTENT_TYPE, content_type),
                (header::CACHE_CONTROL, "no-cache"),
                (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            ];
            (headers, text).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::FILES;

    #[test]
    fn every_file_of_the_inspector_is_served() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/inspector");
        let mut there: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|file| file.unwrap().file_name().into_string().unwrap())
            .filter(|name| name != "inspector.html")
            .collect();
        let mut served: Vec<&str> = FILES.iter().map(|(name, ..)| *name).collect();
        there.sort();
        served.sort_unstable();
        assert_eq!(there, served);
    }

    #[test]
    fn nothing_of_the_inspector_comes_from_elsewhere() {
        for (name, _, text) in FILES {
            let foreign = text
                .match_indices("//")
                .filter(|(at, _)| text[..*at].ends_with("http:") || text[..*at].ends_with("https:"))
                .map(|(at, _)| &text[at..])
                .find(|rest| {
                    !rest.starts_with("//www.w3.org/2000/svg") && !rest.starts_with("//127.0.0.1")
                });
            assert_eq!(foreign.map(|rest| &rest[..20]), None, "{name}");
        }
    }
}
