//! The questions that most scenes ask.

use super::browser::Page;
use super::checkout::Checkout;
use super::gateway::Call;
use super::play::Play;
use super::trouble::Trouble;

/// What only a receipt has.
pub const RECEIPT: [&str; 2] = ["Payment received", "trxID"];

impl Play {
    pub async fn status_is(&mut self, checkout: &Checkout, status: &str) -> Result<(), Trouble> {
        let payment = self.service.payment(&checkout.payment).await?;
        let seen = payment["status"].as_str().unwrap_or_default();
        self.checks
            .equal(format!("the service says {status}"), status, seen);
        Ok(())
    }

    /// No other call was made about this payment: no second execute, no query without need.
    pub async fn calls_are(&mut self, checkout: &Checkout, calls: &str) -> Result<(), Trouble> {
        let seen = self.calls_of(checkout).await?;
        self.checks.equal(
            format!("the gateway saw: {calls}; and no other call"),
            calls,
            seen,
        );
        Ok(())
    }

    /// The gateway's own words for this code are on the shop's page.
    pub async fn refusal_is_shown(
        &mut self,
        checkout: &Checkout,
        page: &Page,
        code: &str,
    ) -> Result<(), Trouble> {
        let execute = self.executed(checkout).await?;
        let body = execute
            .response
            .map(|response| response.body)
            .unwrap_or_default();
        let seen = body["statusCode"].as_str().unwrap_or_default();
        self.checks
            .equal(format!("the gateway refuses with {code}"), code, seen);
        let message = body["statusMessage"].as_str().unwrap_or("a statusMessage");
        self.checks.shows(
            format!("the shop shows “Payment failed” and the gateway's words for {code}"),
            &page.text(),
            &["Payment failed", message],
        );
        self.checks
            .hides("the shop shows no receipt", &page.text(), &RECEIPT);
        Ok(())
    }

    /// The trxID of this payment as the gateway gave it.
    pub async fn trx_id(&self, checkout: &Checkout) -> Result<String, Trouble> {
        let body = self
            .executed(checkout)
            .await?
            .response
            .map(|response| response.body);
        let trx_id = body.as_ref().and_then(|body| body["trxID"].as_str());
        trx_id
            .map(str::to_owned)
            .ok_or_else(|| Trouble::new("execute gave no trxID"))
    }

    async fn executed(&self, checkout: &Checkout) -> Result<Call, Trouble> {
        let calls = self.gateway.calls().await?;
        calls
            .into_iter()
            .rev()
            .find(|call| {
                call.endpoint == "execute"
                    && call.gateway_payment() == Some(&checkout.gateway_payment)
            })
            .ok_or_else(|| Trouble::new(format!("{} was never executed", checkout.gateway_payment)))
    }
}
