//! Create: a payment to send the payer to.

use jiff::Timestamp;
use url::Url;

use super::authorized::Operation;
use super::{Client, TransactionStatus};
use crate::amount::Amount;
use crate::error::{CallError, NotPerformed};
use crate::ids::GatewayPaymentId;
use crate::observer::Call;
use crate::reply::MaskedReply;
use crate::wire::envelope::SuccessForm;
use crate::wire::fields::{Fields, Missing};
use crate::wire::request;

/// Characters of a text field at most (developer portal: Create Payment).
const LONGEST_TEXT: usize = 255;

/// What is to be paid, by whom, and where the browser comes back to. The intent is always `sale`:
/// execute takes the money.
#[derive(Debug, Clone)]
pub struct CreatePayment {
    /// Above zero.
    pub amount: Amount,
    /// The merchant's unique number: 1 to 255 characters, none of `<`, `>`, `&`. The gateway does
    /// not refuse one that was used before.
    pub merchant_invoice_number: String,
    /// 1 to 255 characters, none of `<`, `>`, `&`. A wallet number fills in the page's field.
    pub payer_reference: String,
    /// Where the gateway's page sends the browser: absolute, http or https. It needs something
    /// that only this payment's payer can know, since a callback proves nothing.
    pub callback_url: String,
}

/// A payment that its payer can now approve on the gateway's pages. No money has moved.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct CreatedPayment {
    /// Lives 24 hours and can be executed once.
    pub payment_id: GatewayPaymentId,
    /// Where to redirect the browser, exactly as received: it carries a hash.
    pub bkash_url: String,
    /// As the gateway echoes it.
    pub amount: Option<Amount>,
    /// As the gateway echoes it.
    pub merchant_invoice_number: Option<String>,
    /// By the gateway's clock.
    pub created_at: Option<Timestamp>,
    /// `Initiated`, as far as is known.
    pub transaction_status: TransactionStatus,
    /// What came over the wire.
    pub reply: MaskedReply,
}

impl Client {
    /// Creates a payment. Redirect the payer to [`CreatedPayment::bkash_url`].
    ///
    /// # Errors
    /// An unanswered create has moved no money; whether to repeat it is the caller's choice.
    pub async fn create_payment(
        &self,
        payment: &CreatePayment,
    ) -> Result<CreatedPayment, CallError> {
        payment.check()?;
        let operation = Operation {
            call: Call::Create,
            url: self.0.routes.create.clone(),
            form: SuccessForm::Code,
            body: request::body(&request::Create {
                mode: request::MODE_CHECKOUT,
                payer_reference: &payment.payer_reference,
                callback_url: &payment.callback_url,
                amount: &payment.amount.to_wire(),
                currency: "BDT",
                intent: "sale",
                merchant_invoice_number: &payment.merchant_invoice_number,
            }),
        };
        self.call(&operation, read).await.into_result()
    }
}

impl CreatePayment {
    fn check(&self) -> Result<(), NotPerformed> {
        if self.amount.is_zero() {
            return Err(NotPerformed::invalid(
                "the amount must be above zero, such as 500.00",
            ));
        }
        check_text("the merchant invoice number", &self.merchant_invoice_number)?;
        if self.merchant_invoice_number.trim().is_empty() {
            return Err(NotPerformed::invalid(
                "the merchant invoice number is blank",
            ));
        }
        check_text("the payer reference", &self.payer_reference)?;
        match Url::parse(&self.callback_url) {
            Ok(url) if matches!(url.scheme(), "http" | "https") => Ok(()),
            _ => Err(NotPerformed::invalid(
                "the callback address must be absolute, such as https://shop.example/callback",
            )),
        }
    }
}

fn check_text(what: &str, text: &str) -> Result<(), NotPerformed> {
    let length = text.chars().count();
    let forbidden = |c: char| matches!(c, '<' | '>' | '&') || c.is_control();
    if length == 0 || length > LONGEST_TEXT || text.contains(forbidden) {
        return Err(NotPerformed::invalid(format!(
            "{what} must have 1 to {LONGEST_TEXT} characters, none of them < > & or a control \
             character"
        )));
    }
    Ok(())
}

fn read(fields: &Fields, reply: MaskedReply) -> Result<CreatedPayment, Missing> {
    const BKASH_URL: &str = "bkashURL";
    let bkash_url = fields.needed(&[BKASH_URL, "bKashURL"])?;
    // A browser is sent there: nothing but a web address will do, and nothing that ends a header's line,
    // which the parser would mend in silence.
    Url::parse(&bkash_url)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https"))
        .filter(|_| !bkash_url.contains(char::is_control))
        .ok_or(Missing(BKASH_URL))?;
    Ok(CreatedPayment {
        payment_id: fields.needed(&["paymentID", "paymentId"])?.into(),
        bkash_url,
        amount: fields.amount(&["amount"]),
        merchant_invoice_number: fields.text(&["merchantInvoiceNumber", "merchantInvoice"]),
        created_at: fields.time(&["paymentCreateTime", "createTime"]),
        transaction_status: TransactionStatus::read(fields, &["transactionStatus"]),
        reply,
    })
}
