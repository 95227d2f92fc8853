use super::browser::Page;
use super::gateway::{Call, Ended, Payer};
use super::play::Play;
use super::trouble::Trouble;
use crate::sandbox::{OTP, PIN};

/// A payment whose payer is at the hosted pages, with what the wire tells of it.
#[derive(Clone, Debug)]
pub struct Checkout {
    /// The hosted page.
    url: String,
    /// The gateway's paymentID.
    pub gateway_payment: String,
    /// The service's payment id.
    pub payment: String,
    pub invoice: String,
    /// The callback address as it was given to the gateway.
    pub callback_url: String,
}

impl Play {
    /// Chooses a product and presses "Pay with bKash".
    pub async fn buy(&self, product: &str) -> Result<Checkout, Trouble> {
        let page = self
            .browser
            .open(&format!("{}/products/{product}", self.shop_url))
            .await?;
        let hosted = self.browser.send(page.form("/orders")?).await?;
        self.checkout(&hosted).await
    }

    /// Presses "Try again" on a page of the shop.
    pub async fn try_again(&self, page: &Page) -> Result<Checkout, Trouble> {
        let hosted = self.browser.send(page.form("/pay")?).await?;
        self.checkout(&hosted).await
    }

    /// Fills in the hosted pages' own forms, as a browser without scripts does, and comes back to the shop.
    pub async fn pay_by_hand(&self, checkout: &Checkout, wallet: &str) -> Result<Page, Trouble> {
        let mut page = self.browser.open(&checkout.url).await?;
        for (step, entry) in [("wallet", wallet), ("otp", OTP), ("pin", PIN)] {
            let form = page.form(&format!("/{step}"))?.with(step, entry);
            page = self.browser.send(form).await?;
        }
        self.browser.open(&page.link("/callback/")?).await
    }

    /// Acts on the hosted pages; the callback stays unvisited.
    pub async fn at_gateway(&self, checkout: &Checkout, payer: Payer) -> Result<Ended, Trouble> {
        self.gateway.visit(&checkout.gateway_payment, payer).await
    }

    /// Acts on the hosted pages and comes back to the shop.
    pub async fn pay(&self, checkout: &Checkout, payer: Payer) -> Result<Page, Trouble> {
        let ended = self.at_gateway(checkout, payer).await?;
        self.browser.open(&ended.callback_url).await
    }

    /// The calls about one payment, as a sentence: "create, execute".
    pub async fn calls_of(&self, checkout: &Checkout) -> Result<String, Trouble> {
        let calls = self.gateway.calls().await?;
        let own = calls
            .iter()
            .filter(|call| call.gateway_payment() == Some(&checkout.gateway_payment));
        Ok(own
            .map(|call| call.endpoint.as_str())
            .collect::<Vec<_>>()
            .join(", "))
    }

    async fn checkout(&self, hosted: &Page) -> Result<Checkout, Trouble> {
        let gateway_payment = hosted
            .url
            .query_pairs()
            .find_map(|(name, value)| (name == "paymentId").then(|| value.into_owned()))
            .filter(|_| hosted.status == 200)
            .ok_or_else(|| {
                Trouble::new(format!(
                    "no hosted page, but {} with: {}",
                    hosted.url,
                    hosted.text()
                ))
            })?;
        let calls = self.gateway.calls().await?;
        let create = calls.iter().rev().find(|call| {
            call.endpoint == "create" && call.gateway_payment() == Some(&gateway_payment)
        });
        let create = create.ok_or_else(|| Trouble::new("the journal has no such create"))?;
        Checkout::from_create(hosted.url.to_string(), gateway_payment, create)
            .ok_or_else(|| Trouble::new("the create call has no callback address or invoice"))
    }
}

impl Checkout {
    /// The callback address is ours: `/callback/{payment}/{secret}`.
    fn from_create(url: String, gateway_payment: String, create: &Call) -> Option<Self> {
        let callback_url = create.request.body["callbackURL"].as_str()?.to_owned();
        let invoice = create.request.body["merchantInvoiceNumber"]
            .as_str()?
            .to_owned();
        let payment = callback_url.rsplit('/').nth(1)?.to_owned();
        Some(Self {
            url,
            gateway_payment,
            payment,
            invoice,
            callback_url,
        })
    }

    /// What a forger would type: the callback address with a status of his own.
    pub fn typed_callback(&self, secret: Option<&str>, status: &str) -> String {
        let own = self.callback_url.as_str();
        let address = match (secret, own.rsplit_once('/')) {
            (Some(secret), Some((head, _))) => format!("{head}/{secret}"),
            _ => own.to_owned(),
        };
        format!(
            "{address}?paymentID={}&status={status}",
            self.gateway_payment
        )
    }
}
