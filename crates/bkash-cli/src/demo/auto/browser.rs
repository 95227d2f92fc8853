//! A browser without a screen: it follows redirects and sends forms.

use reqwest::header::{CONTENT_TYPE, LOCATION, ORIGIN};
use reqwest::{Client, RequestBuilder};
use url::Url;
use url::form_urlencoded::Serializer;

use super::html;
use super::trouble::Trouble;

const REDIRECTS_MAX: usize = 10;

#[derive(Clone, Debug)]
pub struct Browser(pub Client);

/// Where the browser ended up.
#[derive(Debug)]
pub struct Page {
    pub url: Url,
    pub status: u16,
    html: String,
}

/// A form of a page, ready to be sent.
#[derive(Clone, Debug)]
pub struct Form {
    action: Url,
    fields: Vec<(String, String)>,
}

impl Browser {
    pub async fn open(&self, url: &str) -> Result<Page, Trouble> {
        let url: Url = url.parse()?;
        self.follow(url.clone(), self.0.get(url)).await
    }

    /// One request only, as when the tab is closed before the next page loads.
    pub async fn open_and_leave(&self, url: &str) -> Result<u16, Trouble> {
        Ok(self.0.get(url).send().await?.status().as_u16())
    }

    pub async fn send(&self, form: Form) -> Result<Page, Trouble> {
        let body = Serializer::new(String::new())
            .extend_pairs(&form.fields)
            .finish();
        let request = self
            .0
            .post(form.action.clone())
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(ORIGIN, form.action.origin().ascii_serialization())
            .body(body);
        self.follow(form.action, request).await
    }

    async fn follow(&self, mut url: Url, mut request: RequestBuilder) -> Result<Page, Trouble> {
        for _ in 0..REDIRECTS_MAX {
            let response = request.send().await?;
            let status = response.status();
            let to = response
                .headers()
                .get(LOCATION)
                .and_then(|to| to.to_str().ok());
            match to.filter(|_| status.is_redirection()) {
                Some(to) => {
                    url = url.join(to)?;
                    request = self.0.get(url.clone());
                }
                None => {
                    let html = response.text().await?;
                    return Ok(Page {
                        url,
                        status: status.as_u16(),
                        html,
                    });
                }
            }
        }
        Err(Trouble::new(format!("{url} redirects without end")))
    }
}

impl Page {
    pub fn text(&self) -> String {
        html::text(&self.html)
    }

    /// The address of the link that leads to such a place.
    pub fn link(&self, part: &str) -> Result<String, Trouble> {
        let link = html::links(&self.html)
            .into_iter()
            .find(|link| link.contains(part));
        link.ok_or_else(|| {
            Trouble::new(format!(
                "{} has no link to {part}, but: {}",
                self.url,
                self.text()
            ))
        })
    }

    /// The form whose action ends so; the first of several.
    pub fn form(&self, action: &str) -> Result<Form, Trouble> {
        let (action, fields) = html::forms(&self.html)
            .into_iter()
            .find(|(own, _)| own.ends_with(action))
            .ok_or_else(|| Trouble::new(format!("{} has no form for {action}", self.url)))?;
        Ok(Form {
            action: self.url.join(&action)?,
            fields,
        })
    }
}

impl Form {
    /// Fills a field in.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.fields.retain(|(known, _)| known != name);
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }
}
