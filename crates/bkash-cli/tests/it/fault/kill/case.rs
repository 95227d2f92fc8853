use std::fmt;

use bkash_client::Call;
use payment_core::payment::PaymentStatus;
use payment_core::refund::RefundStatus;
use payment_service::kill_points::{Place, Side};

use super::story::Story;

/// A point, and the life that passes it.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    /// As BKASH_KILL_AT takes it.
    pub(crate) point: String,
    pub(crate) story: Story,
}

/// Points that are passed again in another situation.
const AGAIN: [(&str, Story); 10] = [
    // The first request of the second order.
    ("open_payment.before#2", Story::SecondToken),
    // The answer `Initiated` to the first query.
    ("commit_payment.unresolved.before#2", Story::LostRequest),
    ("commit_payment.unresolved.after#2", Story::LostRequest),
    ("gateway.query.before", Story::LostRequest),
    ("gateway.query.after", Story::LostRequest),
    ("gateway.execute.before", Story::LostAnswer),
    ("gateway.execute.after", Story::LostAnswer),
    ("gateway.refund.before", Story::RefundLost),
    ("gateway.refund.after", Story::RefundLost),
    ("webhook.post.after", Story::WebhookRefused),
];

/// Every point once, and some twice.
pub(crate) fn all() -> Vec<Case> {
    let each = Place::all().into_iter().flat_map(|place| {
        Side::ALL.map(|side| {
            let (point, story) = (place.point(side), story(place));
            // The first claim of a process finds nothing: the second or third has the story's rows.
            let claims = [Place::ClaimDeliveries, Place::ClaimNotifications];
            let idle = claims.contains(&place) && side == Side::Before;
            let point = if idle { format!("{point}#2") } else { point };
            Case { point, story }
        })
    });
    let again = AGAIN.map(|(point, story)| Case {
        point: point.to_owned(),
        story,
    });
    each.chain(again).collect()
}

fn story(place: Place) -> Story {
    match place {
        Place::CommitPayment(status) => of_payment(status),
        Place::CommitRefund(status) => of_refund(status),
        Place::ReserveRefund => Story::Refund,
        Place::FinishDelivery("retry") => Story::WebhookRefused,
        Place::FinishDelivery("gone") | Place::EnableEndpoint => Story::WebhookGone,
        Place::FinishDelivery("gave_up") | Place::RedeliverFailed => Story::WebhookGivenUp,
        Place::Redeliver => Story::WebhookAgain,
        Place::ReceiveNotification | Place::ClaimNotifications | Place::FinishNotification => {
            Story::Notified
        }
        Place::Gateway(call) => of_call(call),
        Place::OpenAccount
        | Place::AddApiKey
        | Place::OpenPayment
        | Place::ClaimDeliveries
        | Place::FinishDelivery(_)
        | Place::OpenEndpoint
        | Place::BeginTokenCall
        | Place::FinishTokenCall
        | Place::PostWebhook => Story::Checkout,
    }
}

fn of_payment(status: PaymentStatus) -> Story {
    match status {
        PaymentStatus::Creating
        | PaymentStatus::AwaitingPayer
        | PaymentStatus::Executing
        | PaymentStatus::Completed => Story::Checkout,
        PaymentStatus::Declined => Story::Declined,
        PaymentStatus::Unresolved => Story::LostAnswer,
        PaymentStatus::Cancelled => Story::Cancelled,
        PaymentStatus::Failed => Story::Failed,
        PaymentStatus::Expired => Story::Expired,
        PaymentStatus::Held => Story::Held,
    }
}

fn of_refund(status: RefundStatus) -> Story {
    match status {
        RefundStatus::Pending | RefundStatus::Completed => Story::Refund,
        RefundStatus::Declined => Story::RefundDeclined,
        RefundStatus::Unresolved => Story::RefundLost,
    }
}

fn of_call(call: Call) -> Story {
    match call {
        Call::Refresh => Story::SecondToken,
        Call::Query => Story::LostAnswer,
        Call::Search => Story::Found,
        Call::Refund => Story::Refund,
        Call::RefundStatus => Story::RefundLost,
        _ => Story::Checkout,
    }
}

impl Case {
    /// The process died when execute was permitted and its outcome not recorded: only a query can tell.
    pub(crate) fn dies_over_execute(&self) -> bool {
        [
            "commit_payment.executing.after",
            "gateway.execute.before",
            "gateway.execute.after",
            "commit_payment.completed.before",
            "commit_payment.declined.before",
        ]
        .contains(&self.point.as_str())
    }

    /// Execute was permitted, and the process died before it left: the gateway never hears of it.
    fn dies_before_execute(&self) -> bool {
        ["commit_payment.executing.after", "gateway.execute.before"].contains(&self.point.as_str())
    }

    /// The refund was reserved, and the process died before it left.
    fn dies_before_refund(&self) -> bool {
        ["reserve_refund.after", "gateway.refund.before"].contains(&self.point.as_str())
    }

    /// How the story's payment ends.
    pub(crate) fn payment_ends(&self) -> &'static str {
        match self.story {
            _ if self.dies_before_execute() => "failed",
            // The refusal was never recorded, and the gateway only says that the payment is still open.
            Story::Declined if self.point == "commit_payment.declined.before" => "failed",
            Story::Declined => "declined",
            Story::Cancelled => "cancelled",
            Story::Failed | Story::LostRequest => "failed",
            Story::Expired => "expired",
            Story::Held => "held",
            _ => "completed",
        }
    }

    /// How its refund ends, if it has one.
    pub(crate) fn refund_ends(&self) -> Option<&'static str> {
        match self.story {
            Story::Refund | Story::RefundLost | Story::RefundDeclined
                if self.dies_before_refund() =>
            {
                Some("declined")
            }
            Story::Refund | Story::RefundLost => Some("completed"),
            Story::RefundDeclined => Some("declined"),
            _ => None,
        }
    }
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:?}", self.point, self.story)
    }
}
