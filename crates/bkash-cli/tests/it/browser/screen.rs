use serde_json::{Value, json};

/// What the person looks at.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Screen {
    Desktop,
    /// A wide one, of somebody who prefers dark pages.
    DarkDesktop,
    Phone,
}

impl Screen {
    /// The beginning of a screenshot's file name.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Desktop => "desktop",
            Self::DarkDesktop => "dark",
            Self::Phone => "phone",
        }
    }

    pub(crate) fn chromium_options(self, profile: &str) -> Value {
        let mut arguments = vec![
            "--headless".to_owned(),
            "--no-sandbox".to_owned(),
            "--disable-gpu".to_owned(),
            "--disable-quic".to_owned(),
            "--no-first-run".to_owned(),
            "--disable-background-networking".to_owned(),
            "--disable-component-update".to_owned(),
            "--disable-sync".to_owned(),
            "--disable-dev-shm-usage".to_owned(),
            "--hide-scrollbars".to_owned(),
            "--lang=en".to_owned(),
            format!("--user-data-dir={profile}"),
        ];
        let mut options = json!({});
        match self {
            Self::Desktop => arguments.push("--window-size=1280,900".to_owned()),
            Self::DarkDesktop => {
                arguments.push("--window-size=1440,900".to_owned());
                arguments.push("--blink-settings=preferredColorScheme=0".to_owned());
            }
            Self::Phone => {
                let metrics =
                    json!({"width": 390, "height": 844, "pixelRatio": 2.0, "touch": true});
                options["mobileEmulation"] = json!({"deviceMetrics": metrics});
            }
        }
        options["args"] = json!(arguments);
        options
    }
}
