use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bkash_client::{Clock, Environment};
use payment_core::Timestamp;
use tokio::time::Instant;

use super::certificates::Certificates;
use super::envelope::{Envelope, Kind};
use super::fetcher::Fetcher;
use super::message;
use super::origin::Origin;
use super::refusal::Refusal;
use super::topic::TopicArn;
use crate::breaker::RateCap;
use crate::store::NewNotification;

/// SNS gives up within minutes unless the topic's owner says otherwise; what is older is somebody's recording.
const AGE_MAX: Duration = Duration::from_secs(3600);

/// Two clocks differ by less.
const AHEAD_MAX: Duration = Duration::from_secs(300);

/// A confirmation that is sent again and again is followed no more often.
const CONFIRM_EVERY: Duration = Duration::from_secs(1);

/// Checks what is posted to the notifications' address.
#[derive(Debug)]
pub struct Receiver {
    origin: Origin,
    certificates: Certificates,
    fetcher: Arc<dyn Fetcher>,
    confirming: Mutex<RateCap>,
    clock: Arc<dyn Clock>,
}

/// What a receiver works with.
#[derive(Debug)]
pub struct ReceiverParts<'a> {
    /// The only one that is listened to.
    pub topic: TopicArn,
    /// One on loopback is a simulator, which then takes Amazon's place.
    pub gateway: &'a Environment,
    /// The way to certificates and confirmations.
    pub fetcher: Arc<dyn Fetcher>,
    /// This instance's: an old message is to be refused before the database is asked for anything, and an hour
    /// leaves room for a clock that is a little wrong.
    pub clock: Arc<dyn Clock>,
}

/// What a message was, its signature and all else being right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Received {
    /// A payment was completed, says bKash.
    Payment(NewNotification),
    /// Something that needs nothing done, such as a payment that was not completed.
    Nothing,
    /// The subscription has been confirmed.
    Confirmed,
    /// Somebody has ended the subscription; it is for a person to find out why.
    Unsubscribed,
}

impl Receiver {
    /// Asks nobody yet.
    #[must_use]
    pub fn new(parts: ReceiverParts<'_>) -> Self {
        let simulator = Some(parts.gateway).filter(|gateway| gateway.is_loopback());
        Self {
            origin: Origin::of(parts.topic, simulator.map(Environment::origin)),
            certificates: Certificates::new(Arc::clone(&parts.fetcher)),
            fetcher: parts.fetcher,
            confirming: Mutex::new(RateCap::one_every(CONFIRM_EVERY)),
            clock: parts.clock,
        }
    }

    /// `header` is `x-amz-sns-message-type`. The checks come in the order of what they cost, and the first that
    /// fails is told; only a right signature lets a word of the message be believed.
    pub async fn take(&self, header: Option<&str>, body: &[u8]) -> Result<Received, Refusal> {
        let envelope = Envelope::parse(header, body)?;
        if !self.origin.is_of(envelope.needed("TopicArn")?) {
            return Err(Refusal::Topic);
        }
        let certificate = self.origin.certificate(&envelope)?;
        let confirmation = match envelope.kind {
            Kind::SubscriptionConfirmation => Some(self.origin.confirmation(&envelope)?),
            Kind::Notification | Kind::UnsubscribeConfirmation => None,
        };
        let (version, signature) = (envelope.signature_version()?, envelope.signature()?);
        let sent_at = envelope.sent_at()?;
        let now = Timestamp::from_millis(self.clock.now().as_millisecond());
        if now.since(sent_at) > AGE_MAX || sent_at.since(now) > AHEAD_MAX {
            return Err(Refusal::Age);
        }
        let certificate = self.certificates.get(certificate).await?;
        if !certificate.is_valid_at(now) {
            return Err(Refusal::Certificate);
        }
        if !certificate.has_signed(version, &envelope.signed_text(), &signature) {
            return Err(Refusal::Signature);
        }
        match (envelope.kind, confirmation) {
            (Kind::SubscriptionConfirmation, Some(url)) => self.confirm(&url).await,
            (Kind::Notification, _) => notified(&envelope, sent_at),
            _ => Ok(Received::Unsubscribed),
        }
    }

    async fn confirm(&self, url: &str) -> Result<Received, Refusal> {
        let turn = self
            .confirming
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take(Instant::now(), Duration::ZERO);
        turn.map_err(|_| Refusal::NotFetched)?;
        match self.fetcher.get(url).await {
            Ok(_) => Ok(Received::Confirmed),
            Err(error) => {
                tracing::warn!(%error, "the subscription to notifications could not be confirmed");
                Err(Refusal::NotFetched)
            }
        }
    }
}

fn notified(envelope: &Envelope, sent_at: Timestamp) -> Result<Received, Refusal> {
    let id = envelope.needed("MessageId")?;
    let text = envelope.text("Message").ok_or(Refusal::Unreadable)?;
    let payment = message::read(id, sent_at, text)?;
    Ok(payment.map_or(Received::Nothing, Received::Payment))
}
