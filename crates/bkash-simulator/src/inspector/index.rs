use crate::control::openapi;

/// The control calls, one a line, for whoever asks without a browser.
pub(super) fn text() -> String {
    let mut lines = vec![
        "bKash simulator: no real money moves here.".to_owned(),
        String::new(),
        "Open this address in a browser for the inspector. The control calls, each with ?app_key= where"
            .to_owned(),
        "there are several; /_simulator/openapi.json has their fields:".to_owned(),
        String::new(),
    ];
    let calls = openapi::summaries();
    let line = |(method, path, summary): &(String, String, String)| {
        format!("  {method:<6} {path:<42} {summary}")
    };
    lines.extend(calls.iter().map(line));
    lines.push(String::new());
    lines.join("\n")
}
