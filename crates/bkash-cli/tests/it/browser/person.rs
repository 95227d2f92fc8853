use std::path::PathBuf;
use std::time::Duration;

use fantoccini::elements::Element;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;

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
        let Value::Object(capabilities) = json!({"goog:chromeOptions": options}) else {
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

fn screenshots() -> PathBuf {
    std::env::var_os("BKASH_SCREENSHOTS").map_or_else(
        || PathBuf::from(env!("CARGO_TARGET_TMPDIR")).with_file_name("screenshots"),
        PathBuf::from,
    )
}
