use reqwest::header::HeaderMap;
use serde_json::Value;

/// An HTTP answer, read whole.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) async fn to(request: reqwest::RequestBuilder) -> Self {
        let response = request.send().await.unwrap();
        Self {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            text: response.text().await.unwrap(),
        }
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("no JSON: {self:?}"))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    /// Where the browser is sent, with `status` of the return address.
    pub(crate) fn returned_status(&self) -> String {
        assert_eq!(self.status, 303, "{self:?}");
        let url = url::Url::parse(self.header("location")).unwrap();
        let mut pairs = url.query_pairs();
        pairs
            .find(|(name, _)| name == "status")
            .unwrap()
            .1
            .into_owned()
    }

    /// Asserts a problem document of this type, and that it names the request.
    pub(crate) fn problem(&self, status: u16, kind: &str) -> Value {
        assert_eq!(
            self.header("content-type"),
            "application/problem+json",
            "{self:?}"
        );
        let problem = self.json();
        assert_eq!(
            (self.status, problem["type"].as_str()),
            (status, Some(kind)),
            "{problem}"
        );
        assert_eq!(problem["status"], status);
        problem
    }
}

/// A client that follows nothing and repeats nothing.
pub(crate) fn http_client() -> reqwest::Client {
    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    let tls = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth();
    reqwest::Client::builder()
        .tls_backend_preconfigured(tls)
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .no_proxy()
        .build()
        .unwrap()
}
