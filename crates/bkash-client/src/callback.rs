//! The payer's browser coming back. It is a browser's word: it permits execute, it proves nothing.

use std::borrow::Cow;

use url::form_urlencoded;

use crate::ids::GatewayPaymentId;

/// A longer query is refused unread; the gateway's has about 100 bytes.
const LONGEST_QUERY: usize = 8 * 1024;
const LONGEST_PAYMENT_ID: usize = 128;

/// What the query string of a callback says. Only an approved payment can be executed.
#[derive(Debug, PartialEq, Eq)]
pub enum Callback {
    /// `status=success`: the payer entered the PIN. No money has moved; execute takes it.
    Approved(ApprovedPayment),
    /// `status=failure`: show "Payment failed"; there is nothing to execute.
    Failed(FailedPayment),
    /// `status=cancel`: the payer closed the page; show "Payment failed" and say so.
    Cancelled(CancelledPayment),
}

/// A payment that its payer approved. Executing consumes it, and it cannot be cloned: one
/// callback, one execute.
///
/// ```compile_fail,E0382
/// # async fn f(client: bkash_client::Client, approved: bkash_client::ApprovedPayment) {
/// let first = client.execute(approved).await;
/// let second = client.execute(approved).await; // moved by the first
/// # }
/// ```
#[derive(Debug, PartialEq, Eq)]
pub struct ApprovedPayment {
    payment_id: GatewayPaymentId,
}

/// A payment that failed on the gateway's pages, for instance after three wrong OTPs.
///
/// ```compile_fail,E0308
/// # async fn f(client: bkash_client::Client, failed: bkash_client::FailedPayment) {
/// client.execute(failed).await;
/// # }
/// ```
#[derive(Debug, PartialEq, Eq)]
pub struct FailedPayment {
    payment_id: GatewayPaymentId,
}

/// A payment whose payer closed the gateway's page.
///
/// ```compile_fail,E0308
/// # async fn f(client: bkash_client::Client, cancelled: bkash_client::CancelledPayment) {
/// client.execute(cancelled).await;
/// # }
/// ```
#[derive(Debug, PartialEq, Eq)]
pub struct CancelledPayment {
    payment_id: GatewayPaymentId,
}

macro_rules! carries_a_payment_id {
    ($($name:ident),*) => {$(
        impl $name {
            /// As the callback wrote it: look it up among the payments that you created.
            #[must_use]
            pub fn payment_id(&self) -> &GatewayPaymentId {
                &self.payment_id
            }
        }
    )*};
}

carries_a_payment_id!(ApprovedPayment, FailedPayment, CancelledPayment);

/// Why a query string is not a callback of the gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CallbackError {
    /// No `status` parameter.
    #[error("the callback has no status")]
    NoStatus,
    /// A status other than success, failure and cancel.
    #[error("the callback's status is none of success, failure and cancel")]
    UnknownStatus,
    /// No `paymentID` (or `paymentId`) parameter.
    #[error("the callback has no paymentID")]
    NoPaymentId,
    /// Empty, over 128 characters, or with characters outside letters, digits, `-` and `_`.
    #[error("the callback's paymentID has a shape that the gateway never uses")]
    BadPaymentId,
    /// `status` or the payment id stands there more than once, alike or not.
    #[error("the callback repeats `{0}`")]
    Repeated(&'static str),
    /// Over 8 KiB.
    #[error("the callback's query is too long")]
    TooLong,
}

impl Callback {
    /// Reads a query string, with or without its `?`. All other parameters are ignored:
    /// `apiVersion` is decoration, and no check of `signature` is published.
    ///
    /// # Errors
    /// Refuses rather than guesses: see [`CallbackError`].
    pub fn parse(query: &str) -> Result<Self, CallbackError> {
        if query.len() > LONGEST_QUERY {
            return Err(CallbackError::TooLong);
        }
        let query = query.strip_prefix('?').unwrap_or(query);
        let (mut status, mut payment_id) = (None, None);
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match name.as_ref() {
                "status" => set_once(&mut status, value, "status")?,
                // Version 2 writes `paymentId` (developer portal: Checkout URL process overview).
                "paymentID" | "paymentId" => set_once(&mut payment_id, value, "paymentID")?,
                _ => {}
            }
        }
        let status = status.ok_or(CallbackError::NoStatus)?;
        let payment_id = payment_id_of(&payment_id.ok_or(CallbackError::NoPaymentId)?)?;
        match status.as_ref() {
            "success" => Ok(Self::Approved(ApprovedPayment { payment_id })),
            "failure" => Ok(Self::Failed(FailedPayment { payment_id })),
            "cancel" => Ok(Self::Cancelled(CancelledPayment { payment_id })),
            _ => Err(CallbackError::UnknownStatus),
        }
    }

    /// As the callback wrote it.
    #[must_use]
    pub fn payment_id(&self) -> &GatewayPaymentId {
        match self {
            Self::Approved(payment) => payment.payment_id(),
            Self::Failed(payment) => payment.payment_id(),
            Self::Cancelled(payment) => payment.payment_id(),
        }
    }
}

fn set_once<'a>(
    slot: &mut Option<Cow<'a, str>>,
    value: Cow<'a, str>,
    name: &'static str,
) -> Result<(), CallbackError> {
    match slot.replace(value) {
        None => Ok(()),
        Some(_) => Err(CallbackError::Repeated(name)),
    }
}

fn payment_id_of(text: &str) -> Result<GatewayPaymentId, CallbackError> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    if text.is_empty() || text.len() > LONGEST_PAYMENT_ID || !text.bytes().all(plain) {
        return Err(CallbackError::BadPaymentId);
    }
    Ok(GatewayPaymentId::new(text))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn id() -> GatewayPaymentId {
        GatewayPaymentId::new("TR0011aB3dE5f1765432109876")
    }

    #[test]
    fn each_status_has_its_own_type() {
        let of = |status: &str| {
            Callback::parse(&format!(
                "?origin=opm&paymentID={}&status={status}&signature=aB3dE5fG7h&apiVersion=1.2.0-beta/",
                id()
            ))
        };
        assert_eq!(
            of("success"),
            Ok(Callback::Approved(ApprovedPayment { payment_id: id() }))
        );
        assert_eq!(
            of("failure"),
            Ok(Callback::Failed(FailedPayment { payment_id: id() }))
        );
        assert_eq!(
            of("cancel"),
            Ok(Callback::Cancelled(CancelledPayment { payment_id: id() }))
        );
        for other in [
            "",
            "Success",
            "cancelled",
            "success%20",
            "success%00",
            "s%75ccess%0a",
        ] {
            assert_eq!(of(other), Err(CallbackError::UnknownStatus), "{other:?}");
        }
    }

    #[test]
    fn a_repeated_parameter_is_refused_even_when_both_agree() {
        for (query, name) in [
            ("paymentID=A&status=success&status=success", "status"),
            ("paymentID=A&status=failure&status=success", "status"),
            ("paymentID=A&status=failure&s%74atus=success", "status"),
            ("paymentID=A&paymentID=A&status=success", "paymentID"),
            ("paymentID=A&paymentId=B&status=success", "paymentID"),
        ] {
            assert_eq!(
                Callback::parse(query),
                Err(CallbackError::Repeated(name)),
                "{query}"
            );
        }
    }

    #[test]
    fn a_payment_id_of_another_shape_is_refused() {
        for bad in [
            "",
            "a%2Fb",
            "a%00",
            "%FF",
            "a+b",
            "%E0%A6%95",
            &"x".repeat(129),
        ] {
            let query = format!("status=success&paymentID={bad}");
            assert_eq!(
                Callback::parse(&query),
                Err(CallbackError::BadPaymentId),
                "{bad}"
            );
        }
        assert_eq!(
            Callback::parse("status=success"),
            Err(CallbackError::NoPaymentId)
        );
        assert_eq!(Callback::parse("paymentID=A"), Err(CallbackError::NoStatus));
        assert_eq!(
            Callback::parse(&"x".repeat(9000)),
            Err(CallbackError::TooLong)
        );
    }

    proptest! {
        #[test]
        fn no_query_panics(query in "(?s).{0,200}") {
            let _ = Callback::parse(&query);
        }

        #[test]
        fn approval_needs_exactly_one_success_and_one_id(
            parts in prop::collection::vec(
                prop::sample::select(vec![
                    "status=success", "status=failure", "status=cancel", "status=", "STATUS=success",
                    "paymentID=TR1", "paymentId=TR1", "paymentID=TR2", "signature=x", "&", "=",
                ]),
                0..6,
            )
        ) {
            if let Ok(Callback::Approved(payment)) = Callback::parse(&parts.join("&")) {
                let statuses = parts.iter().filter(|part| part.starts_with("status=")).count();
                let ids: Vec<_> = parts.iter().filter(|part| part.starts_with("payment")).collect();
                prop_assert_eq!(statuses, 1);
                prop_assert!(parts.contains(&"status=success"));
                prop_assert_eq!(ids.len(), 1);
                prop_assert!(ids[0].ends_with(payment.payment_id().as_str()));
            }
        }
    }
}
