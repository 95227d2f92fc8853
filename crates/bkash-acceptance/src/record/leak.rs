use serde::Serialize;

/// A secret of the gateway's that reached a browser.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Leak {
    /// Its name on the wire: `id_token`, `refresh_token`, `app_secret` or `password`.
    pub secret: String,
    /// The address of the page, script or redirect.
    pub url: String,
    /// Where in the answer: `body`, or the name of a header.
    pub place: String,
}
