use serde_json::{Value, json};

use super::notification;
use super::shop::{create, decide, refund, visit, walk};
use super::stage::Stage;
use super::webhooks;

/// A life of a payment that passes some of the points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Story {
    /// Created, paid, executed.
    Checkout,
    /// The id token has died when a second order comes.
    SecondToken,
    /// The payer's wallet holds too little.
    Declined,
    /// The payer closes the hosted pages.
    Cancelled,
    /// The payer gives wrong codes.
    Failed,
    /// The payer never comes back.
    Expired,
    /// The money moved, and execute's answer was lost.
    LostAnswer,
    /// Execute was lost before it did anything, and the gateway says so for a while.
    LostRequest,
    /// The gateway does not know its own payment; a person finds that nothing moved.
    Held,
    /// No query is answered; a person finds the transaction.
    Found,
    /// Part of the money goes back.
    Refund,
    /// The gateway refuses the refund.
    RefundDeclined,
    /// The money went back, and the refund's answer was lost.
    RefundLost,
    /// The shop's endpoint fails once.
    WebhookRefused,
    /// The shop's endpoint says that it is gone, and a person switches it on again.
    WebhookGone,
    /// The shop's endpoint fails for days, and a person has everything sent again.
    WebhookGivenUp,
    /// bKash tells of the payment, again and again until it is taken.
    Notified,
    /// A person has a webhook sent again that the shop has lost.
    WebhookAgain,
}

const INVOICE: &str = "INV-1";

impl Story {
    /// Plays it to where only time has to pass.
    pub(crate) fn play(self, stage: &mut Stage) {
        match self {
            Self::Checkout => drop(pay(stage, &json!({}))),
            Self::SecondToken => {
                create(stage, INVOICE);
                stage.let_pass(3601);
                let payment = create(stage, "INV-2");
                approve(stage, &payment, &json!({}));
            }
            Self::Declined => drop(pay(stage, &json!({"wallet": "01823074817"}))),
            Self::Cancelled => drop(pay(stage, &json!({"outcome": "cancel"}))),
            Self::Failed => drop(pay(stage, &json!({"otp": "000000"}))),
            Self::Expired => {
                create(stage, INVOICE);
                stage.let_pass(90_000);
            }
            Self::LostAnswer => {
                fault(
                    stage,
                    &json!({"endpoint": "execute", "fault": "answer_lost"}),
                );
                pay(stage, &json!({}));
            }
            Self::LostRequest => {
                fault(stage, &json!({"endpoint": "execute", "fault": "dropped"}));
                pay(stage, &json!({}));
            }
            Self::Held => {
                fault(stage, &json!({"endpoint": "execute", "fault": "dropped"}));
                fault(
                    stage,
                    &json!({"endpoint": "query", "fault": "code", "code": "2002", "count": 9}),
                );
                pay(stage, &json!({}));
            }
            Self::Found => found(stage),
            Self::Refund => {
                let payment = pay(stage, &json!({}));
                refund(stage, &payment);
            }
            Self::RefundDeclined => {
                let payment = pay(stage, &json!({}));
                stage.gateway.control("settle", "");
                refund(stage, &payment);
            }
            Self::RefundLost => {
                let payment = pay(stage, &json!({}));
                fault(
                    stage,
                    &json!({"endpoint": "refund", "fault": "answer_lost"}),
                );
                refund(stage, &payment);
            }
            Self::WebhookRefused => {
                stage.inbox.refuse(500, 1);
                pay(stage, &json!({}));
            }
            Self::WebhookGone => {
                stage.inbox.refuse(410, 1);
                pay(stage, &json!({}));
                webhooks::enable(stage);
            }
            Self::WebhookGivenUp => {
                stage.inbox.refuse(500, webhooks::ATTEMPTS);
                pay(stage, &json!({}));
                webhooks::send_failed_again(stage);
            }
            Self::Notified => {
                pay(stage, &json!({}));
                notification::tell(stage);
            }
            Self::WebhookAgain => {
                pay(stage, &json!({}));
                webhooks::send_again(stage);
            }
        }
    }

    /// Whether execute's answer does not come, so that a query is lawful.
    pub(crate) const fn loses_execute(self) -> bool {
        matches!(
            self,
            Self::LostAnswer | Self::LostRequest | Self::Held | Self::Found
        )
    }
}

fn pay(stage: &mut Stage, payer: &Value) -> Value {
    let payment = create(stage, INVOICE);
    approve(stage, &payment, payer);
    payment
}

fn approve(stage: &mut Stage, payment: &Value, payer: &Value) {
    let callback = walk(stage, payment, payer);
    visit(stage, &callback);
}

fn found(stage: &mut Stage) {
    fault(
        stage,
        &json!({"endpoint": "execute", "fault": "answer_lost"}),
    );
    fault(
        stage,
        &json!({"endpoint": "query", "fault": "status", "status": 504, "count": 99}),
    );
    let payment = create(stage, INVOICE);
    let callback = walk(stage, &payment, &json!({}));
    stage.ask("GET", &callback, None, "");
    let books: Value = serde_json::from_str(&stage.gateway.books()).unwrap();
    let trx_id = &books["merchant"]["transactions"][0]["trxID"];
    // A second time if the first was decided but not heard.
    for _ in 0..2 {
        decide(
            stage,
            &payment,
            &json!({"decision": "paid", "trx_id": trx_id}),
        );
    }
}

fn fault(stage: &Stage, fault: &Value) {
    stage.gateway.fault(&fault.to_string());
}
