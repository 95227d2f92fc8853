use std::path::PathBuf;
use std::time::Duration;

use axum::http::Method;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use fantoccini::elements::Element;
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;
use url::{ParseError, Url};

use super::chromium::Chromedriver;
use super::screen::Screen;

/// Longer than the hosted pages' countdown.
const PATIENCE: Duration = Duration::from_secs(20);

/// Somebody who sees and presses what is on the page, by its words.
pub(crate) struct Person {
    browser: Client,
    screen: Screen,
    _driver: Chromedriver,
    _profile: TempDir,
}

impl Person {
    pub(crate) async fn at(screen: Screen) -> Self {
        let driver = Chromedriver::start();
        let profile = tempfile::tempdir().unwrap();
        let options = screen.chromium_options(profile.path().to_str().unwrap());
        let Value::Object(capabilities) = json!({
            "goog:chromeOptions": options, "goog:loggingPrefs": { "browser": "ALL" },
        }) else {
            unreachable!("it is an object");
        };
        let browser = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&driver.url())
            .await
            .unwrap_or_else(|error| panic!("chromium cannot be started: {error}"));
        Self {
            browser,
            screen,
            _driver: driver,
            _profile: profile,
        }
    }

    pub(crate) async fn opens(&self, url: &str) {
        self.browser.goto(url).await.unwrap();
    }

    /// Follows the link, or presses the button, that says so.
    pub(crate) async fn presses(&self, words: &str) {
        let path =
            format!("//*[self::a or self::button][contains(normalize-space(.), \"{words}\")]");
        self.finds(&path).await.click().await.unwrap();
    }

    /// Writes into the field of this label, in place of what it has.
    pub(crate) async fn writes(&self, label: &str, text: &str) {
        let label = format!("//label[contains(normalize-space(.), \"{label}\")]");
        let field = self
            .finds(&format!("{label}//input | //input[@id = {label}/@for]"))
            .await;
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    /// Types where the focus is.
    pub(crate) async fn types(&self, keys: &str) {
        let focused = self.browser.active_element().await.unwrap();
        focused.send_keys(keys).await.unwrap();
    }

    /// Presses the button whose label for screen readers is this one.
    pub(crate) async fn presses_labelled(&self, label: &str) {
        let path = format!("//button[@aria-label = \"{label}\"]");
        self.finds(&path).await.click().await.unwrap();
    }

    /// Takes the option of the list of this label.
    pub(crate) async fn chooses(&self, label: &str, option: &str) {
        let label = format!("//label[normalize-space(.) = \"{label}\"]");
        let list = format!("//select[@id = {label}/@for]");
        let option = format!("{list}/option[normalize-space(.) = \"{option}\"]");
        self.finds(&option).await.click().await.unwrap();
    }

    /// What a script on the page answers.
    pub(crate) async fn evaluates(&self, script: &str) -> Value {
        self.browser.execute(script, Vec::new()).await.unwrap()
    }

    /// Errors and warnings of the browser since it was last asked.
    pub(crate) async fn complaints(&self) -> Vec<String> {
        let log = self.browser.issue_cmd(BrowserLog).await.unwrap();
        let lines = log.as_array().unwrap().iter();
        lines
            .filter(|line| line["level"] != "INFO" && line["level"] != "DEBUG")
            .map(|line| line["message"].as_str().unwrap().to_owned())
            .collect()
    }

    /// Waits until the page no longer says so.
    pub(crate) async fn reads_no_longer(&self, words: &str) {
        let path = format!("//body[not(contains(normalize-space(.), \"{words}\"))]");
        self.finds(&path).await;
    }

    /// Waits until the page says so.
    pub(crate) async fn reads(&self, words: &str) {
        self.finds(&format!(
            "//body[contains(normalize-space(.), \"{words}\")]"
        ))
        .await;
    }

    /// The page does not say so.
    pub(crate) async fn does_not_read(&self, words: &str) {
        let text = self.text().await;
        assert!(!text.contains(words), "{words:?} is on the page: {text}");
    }

    /// Takes a screenshot, and looks whether the page fits and every field has a label.
    pub(crate) async fn looks(&self, name: &str) {
        let folder = screenshots();
        std::fs::create_dir_all(&folder).unwrap();
        let file = folder.join(format!("{}-{name}.png", self.screen.name()));
        std::fs::write(&file, self.browser.screenshot().await.unwrap()).unwrap();
        let look = "return [
            document.documentElement.scrollWidth <= window.innerWidth,
            [...document.querySelectorAll('input:not([type=hidden])')].every(i => i.labels.length > 0),
            document.documentElement.lang !== '' && document.title !== ''];";
        let looked = self.browser.execute(look, Vec::new()).await.unwrap();
        assert_eq!(
            looked,
            json!([true, true, true]),
            "{name}: [it fits, labels, language and title]"
        );
    }

    /// Prints the page on A4, as a PDF beside the screenshots.
    pub(crate) async fn prints(&self, name: &str) -> Vec<u8> {
        let printed = self.browser.issue_cmd(Print).await.unwrap();
        let pdf = STANDARD.decode(printed.as_str().unwrap()).unwrap();
        let folder = screenshots();
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(format!("{name}.pdf")), &pdf).unwrap();
        pdf
    }

    pub(crate) async fn leaves(self) {
        self.browser.close().await.unwrap();
    }

    async fn finds(&self, path: &str) -> Element {
        let found = self
            .browser
            .wait()
            .at_most(PATIENCE)
            .for_element(Locator::XPath(path))
            .await;
        match found {
            Ok(element) => element,
            Err(error) => panic!("{path}: {error}; the page says: {}", self.text().await),
        }
    }

    async fn text(&self) -> String {
        let body = self.browser.find(Locator::Css("body")).await.unwrap();
        body.text().await.unwrap()
    }
}

/// Chromedriver's own command for what the console of the page says.
#[derive(Debug)]
struct BrowserLog;

impl WebDriverCompatibleCommand for BrowserLog {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!("session/{}/se/log", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(json!({ "type": "browser" }).to_string()))
    }
}

/// WebDriver's command of that name; fantoccini has none.
#[derive(Debug)]
struct Print;

impl WebDriverCompatibleCommand for Print {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!("session/{}/print", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        let a4 = json!({ "page": { "width": 21.0, "height": 29.7 } });
        (Method::POST, Some(a4.to_string()))
    }
}

fn screenshots() -> PathBuf {
    std::env::var_os("BKASH_SCREENSHOTS").map_or_else(
        || PathBuf::from(env!("CARGO_TARGET_TMPDIR")).with_file_name("screenshots"),
        PathBuf::from,
    )
}
