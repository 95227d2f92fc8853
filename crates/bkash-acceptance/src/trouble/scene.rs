use url::Url;

use super::{arrival, call, page};
use crate::browser::{Arrival, End};
use crate::record::{Exchange, Trouble};

/// One checkout that did not reach the hosted page.
#[derive(Clone, Copy, Debug)]
pub struct Scene<'a> {
    /// How it went in the browser.
    pub arrival: &'a Arrival,
    /// What the gateway heard meanwhile.
    pub calls: &'a [&'a Exchange],
    /// Whether the gateway had heard the shop before: its address is right then.
    pub heard_before: bool,
    /// The address that the shop must use, without a version.
    pub gateway: &'a Url,
}

impl Scene<'_> {
    /// What shops are pointed at: the API of today, and the newer one.
    pub(super) fn base_urls(&self) -> [String; 2] {
        let gateway = self.gateway.as_str().trim_end_matches('/');
        [
            format!("{gateway}/v1.2.0-beta"),
            format!("{gateway}/v2/tokenized-checkout"),
        ]
    }
}

/// What happened, and the likely reason.
#[must_use]
pub fn why(scene: &Scene<'_>) -> Trouble {
    match &scene.arrival.end {
        End::Unreachable { url, why } => arrival::unreachable(scene, url, why),
        End::RealGateway { url } => arrival::real_gateway(scene, url),
        End::NoCheckoutPage => page::no_checkout_page(scene),
        End::TooManyRedirects => arrival::too_many_redirects(scene),
        End::Impatient => call::refused(scene).unwrap_or_else(|| arrival::impatient(scene)),
        // A checkout that reached the hosted page has no trouble of its own.
        End::Page | End::Hosted { .. } => {
            call::refused(scene).unwrap_or_else(|| page::without_calls(scene))
        }
    }
}
