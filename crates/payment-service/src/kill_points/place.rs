use std::fmt;

use bkash_client::Call;
use payment_core::payment::PaymentStatus;
use payment_core::refund::RefundStatus;

use crate::store::DeliveryOutcome;

/// A commit or a call beside which the service may be killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// `Store::open_account`.
    OpenAccount,
    /// `Store::add_api_key`.
    AddApiKey,
    /// `Store::open_payment`.
    OpenPayment,
    /// `Store::commit_payment`, by the status that it commits.
    CommitPayment(PaymentStatus),
    /// `Store::reserve_refund`.
    ReserveRefund,
    /// `Store::commit_refund`, by the status that it commits.
    CommitRefund(RefundStatus),
    /// `Store::claim_deliveries`; its end only if it took any.
    ClaimDeliveries,
    /// `Store::finish_deliveries`, by each outcome.
    FinishDelivery(&'static str),
    /// `Store::open_endpoint`.
    OpenEndpoint,
    /// `Store::enable_endpoint`.
    EnableEndpoint,
    /// `Store::redeliver`.
    Redeliver,
    /// `Store::redeliver_failed`.
    RedeliverFailed,
    /// `Store::receive_notification`.
    ReceiveNotification,
    /// `Store::claim_notifications`; its end only if it took any.
    ClaimNotifications,
    /// `Store::finish_notification`.
    FinishNotification,
    /// `TokenStore::begin_call`.
    BeginTokenCall,
    /// `TokenStore::finish`.
    FinishTokenCall,
    /// An exchange with the gateway.
    Gateway(Call),
    /// A webhook on its way to the shop.
    PostWebhook,
}

/// Which side of a [`Place`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Nothing has happened yet.
    Before,
    /// It has happened, and nobody has been told.
    After,
}

/// The outcomes of a delivery, by name.
const OUTCOMES: [&str; 4] = ["delivered", "retry", "gave_up", "gone"];

/// The gateway's calls.
const CALLS: [Call; 8] = [
    Call::Grant,
    Call::Refresh,
    Call::Create,
    Call::Execute,
    Call::Query,
    Call::Search,
    Call::Refund,
    Call::RefundStatus,
];

impl Place {
    /// Every place there is. No commit makes a payment `creating` or a refund `pending`: they begin so.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let payments = PaymentStatus::ALL
            .into_iter()
            .filter(|status| *status != PaymentStatus::Creating)
            .map(Self::CommitPayment);
        let refunds = [
            RefundStatus::Completed,
            RefundStatus::Declined,
            RefundStatus::Unresolved,
        ]
        .map(Self::CommitRefund);
        let single = [
            Self::OpenAccount,
            Self::AddApiKey,
            Self::OpenPayment,
            Self::ReserveRefund,
            Self::ClaimDeliveries,
            Self::OpenEndpoint,
            Self::EnableEndpoint,
            Self::Redeliver,
            Self::RedeliverFailed,
            Self::ReceiveNotification,
            Self::ClaimNotifications,
            Self::FinishNotification,
            Self::BeginTokenCall,
            Self::FinishTokenCall,
            Self::PostWebhook,
        ];
        single
            .into_iter()
            .chain(payments)
            .chain(refunds)
            .chain(OUTCOMES.map(Self::FinishDelivery))
            .chain(CALLS.map(Self::Gateway))
            .collect()
    }

    /// The name of a point: the place and its side.
    #[must_use]
    pub fn point(self, side: Side) -> String {
        format!("{self}.{side}")
    }

    pub(super) const fn finishing(outcome: DeliveryOutcome) -> Self {
        let [delivered, retry, gave_up, gone] = OUTCOMES;
        Self::FinishDelivery(match outcome {
            DeliveryOutcome::Delivered => delivered,
            DeliveryOutcome::Retry(_) => retry,
            DeliveryOutcome::GaveUp => gave_up,
            DeliveryOutcome::Gone(_) => gone,
        })
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (verb, what) = match *self {
            Self::OpenAccount => ("open_account", None),
            Self::AddApiKey => ("add_api_key", None),
            Self::OpenPayment => ("open_payment", None),
            Self::CommitPayment(status) => ("commit_payment", Some(status.as_str())),
            Self::ReserveRefund => ("reserve_refund", None),
            Self::CommitRefund(status) => ("commit_refund", Some(status.as_str())),
            Self::ClaimDeliveries => ("claim_deliveries", None),
            Self::FinishDelivery(outcome) => ("finish_deliveries", Some(outcome)),
            Self::OpenEndpoint => ("open_endpoint", None),
            Self::EnableEndpoint => ("enable_endpoint", None),
            Self::Redeliver => ("redeliver", None),
            Self::RedeliverFailed => ("redeliver_failed", None),
            Self::ReceiveNotification => ("receive_notification", None),
            Self::ClaimNotifications => ("claim_notifications", None),
            Self::FinishNotification => ("finish_notification", None),
            Self::BeginTokenCall => ("token_store", Some("begin_call")),
            Self::FinishTokenCall => ("token_store", Some("finish")),
            Self::Gateway(call) => ("gateway", Some(call.name())),
            Self::PostWebhook => ("webhook", Some("post")),
        };
        match what {
            Some(what) => write!(f, "{verb}.{what}"),
            None => f.write_str(verb),
        }
    }
}

impl Side {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Before, Self::After];
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Before => "before",
            Self::After => "after",
        })
    }
}
