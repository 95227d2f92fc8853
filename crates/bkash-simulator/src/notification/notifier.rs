use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use fastrand::Rng;
use jiff::Timestamp;
use serde_json::{Value, json};
use tokio::sync::{Semaphore, oneshot};
use tokio::time::Instant;

use super::delivery::Courier;
use super::envelope::{Envelope, Kind, Parts};
use super::listener::{Listener, Subscription, uuid};
use super::log::{Delivery, DeliveryState, Log};
use super::message::payment_message;
use super::policy::Verdict;
use super::{Deviation, FirstPost, Post, SignatureVersion, Topic};
use crate::world::Transaction;

/// Posts of one world that are under way at once.
const MOST_AT_ONCE: usize = 64;

/// Tells one world's listener of its completed payments. Nothing here waits for the listener: posts run on
/// tokio.
pub(crate) struct Notifier {
    inner: Mutex<Inner>,
    posts: Arc<Semaphore>,
}

struct Inner {
    rng: Rng,
    listener: Option<Listener>,
    log: Log,
    held: Vec<Courier>,
}

/// A notification on its way.
pub(crate) struct Told {
    /// Of its delivery.
    pub(crate) id: u64,
    pub(crate) first_post: FirstPost,
}

/// A subscription as it is asked for.
pub(crate) struct Subscribe {
    pub(crate) post: Post,
    pub(crate) topic: Topic,
    pub(crate) version: SignatureVersion,
    /// Scheme and host by which the listener reaches this simulator.
    pub(crate) origin: String,
}

impl Notifier {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            inner: Mutex::new(Inner {
                rng: Rng::with_seed(seed),
                listener: None,
                log: Log::default(),
                held: Vec::new(),
            }),
            posts: Arc::new(Semaphore::new(MOST_AT_ONCE)),
        }
    }

    /// Whether completed payments are told to anybody now.
    pub(crate) fn is_listened_to(&self) -> bool {
        self.inner()
            .listener
            .as_ref()
            .is_some_and(Listener::is_told)
    }

    /// Whether anybody was ever subscribed.
    pub(crate) fn has_listener(&self) -> bool {
        self.inner().listener.is_some()
    }

    /// Takes the place of any former listener, and asks the new one to confirm.
    pub(crate) fn subscribe(self: &Arc<Self>, now: Timestamp, asked: Subscribe) {
        let mut inner = self.inner();
        inner.recall_all();
        let listener = Listener::new(
            asked.post,
            asked.topic,
            asked.version,
            asked.origin,
            &mut inner.rng,
        );
        let topic = &listener.topic;
        let text = format!(
            "You have chosen to subscribe to the topic {topic}.\nTo confirm the subscription, visit the \
             SubscribeURL included in this message."
        );
        inner.listener = Some(listener);
        self.confirmation(&mut inner, now, Kind::SubscriptionConfirmation, text);
    }

    /// Pauses a subscription, or goes on with it. False without one. What is completed meanwhile is never
    /// told.
    pub(crate) fn set_enabled(&self, enabled: bool) -> bool {
        let mut inner = self.inner();
        let listener = inner.listener.as_mut();
        listener.is_some_and(|listener| {
            listener.enabled = enabled;
            true
        })
    }

    /// The listener visited its SubscribeURL: the ARN of its subscription, if the token is its own.
    pub(crate) fn confirm(&self, topic: &str, token: &str) -> Option<String> {
        let mut inner = self.inner();
        let listener = inner.listener.as_mut()?;
        if listener.topic.as_str() != topic || listener.token() != token {
            return None;
        }
        listener.subscription = Subscription::Confirmed;
        Some(listener.arn.clone())
    }

    /// Whether this names the present subscription.
    pub(crate) fn is_subscribed_as(&self, arn: &str) -> bool {
        let inner = self.inner();
        let listener = inner.listener.as_ref();
        listener.is_some_and(|listener| listener.arn == arn)
    }

    /// Says good-bye; what was under way is not posted again. False if there was no subscription.
    pub(crate) fn unsubscribe(self: &Arc<Self>, now: Timestamp) -> bool {
        let mut inner = self.inner();
        let Some(listener) = inner.listener.as_mut() else {
            return false;
        };
        if listener.subscription == Subscription::Unsubscribed {
            return false;
        }
        listener.subscription = Subscription::Unsubscribed;
        let text = format!(
            "You have chosen to deactivate subscription {}.\nTo cancel this operation and restore the \
             subscription, visit the SubscribeURL included in this message.",
            listener.arn
        );
        inner.recall_all();
        self.confirmation(&mut inner, now, Kind::UnsubscribeConfirmation, text);
        true
    }

    /// Posts that this payment was completed. None without a confirmed listener, and when too many are
    /// under way.
    pub(crate) fn tell(
        self: &Arc<Self>,
        now: Timestamp,
        transaction: &Transaction,
        deviation: Deviation,
    ) -> Option<Told> {
        let mut inner = self.inner();
        let Inner { rng, listener, .. } = &mut *inner;
        let listener = listener.as_ref().filter(|listener| listener.is_told())?;
        let mut message = payment_message(transaction);
        deviation.apply_to(&mut message);
        let envelope = Envelope::new(Parts {
            kind: Kind::Notification,
            message_id: &uuid(rng),
            token: None,
            topic: listener.topic.as_str(),
            message: Value::Object(message).to_string(),
            address: listener.unsubscribe_url(),
            at: now.saturating_sub(deviation.age).unwrap_or(now),
            certificate_url: listener.certificate_url(),
        });
        self.dispatch(&mut inner, envelope, Some(transaction), deviation)
    }

    /// Forgets all deliveries; those under way are not posted again. The subscription stays.
    pub(crate) fn reset(&self) {
        let mut inner = self.inner();
        inner.held.clear();
        inner.log.clear();
    }

    pub(crate) fn to_value(&self) -> Value {
        let inner = self.inner();
        let mut shown = match &inner.listener {
            None => json!({ "subscription": "none" }),
            Some(listener) => json!({
                "subscription": listener.subscription.name(),
                "url": listener.post.shown_url(),
                "topic": listener.topic.as_str(),
                "signature_version": listener.version.name(),
                "enabled": listener.enabled,
                "subscription_arn": listener.arn,
                "subscribe_url": listener.subscribe_url(),
                "certificate_url": listener.certificate_url(),
            }),
        };
        if let Some(shown) = shown.as_object_mut() {
            shown.insert("dropped".to_owned(), inner.log.dropped().into());
            shown.insert("deliveries".to_owned(), inner.log.to_value());
        }
        shown
    }

    fn confirmation(
        self: &Arc<Self>,
        inner: &mut Inner,
        now: Timestamp,
        kind: Kind,
        message: String,
    ) {
        let Inner { rng, listener, .. } = &mut *inner;
        let Some(listener) = listener else { return };
        let envelope = Envelope::new(Parts {
            kind,
            message_id: &uuid(rng),
            token: Some(listener.token()),
            topic: listener.topic.as_str(),
            message,
            address: listener.subscribe_url(),
            at: now,
            certificate_url: listener.certificate_url(),
        });
        self.dispatch(inner, envelope, None, Deviation::default());
    }

    fn dispatch(
        self: &Arc<Self>,
        inner: &mut Inner,
        envelope: Envelope,
        transaction: Option<&Transaction>,
        deviation: Deviation,
    ) -> Option<Told> {
        let listener = inner.listener.as_ref()?;
        let is_held = deviation.reordered;
        let id = inner.log.open(Delivery {
            kind: envelope.kind(),
            message_id: envelope.get("MessageId").to_owned(),
            trx_id: transaction.map(|transaction| transaction.trx_id.to_string()),
            deviation: deviation.to_value(),
            body: String::new(),
            state: if is_held {
                DeliveryState::Held
            } else {
                DeliveryState::UnderWay
            },
            attempts: Vec::new(),
        })?;
        let (posted, first_post) = oneshot::channel();
        let courier = Courier {
            notifier: Arc::downgrade(self),
            id,
            post: listener.post.clone(),
            envelope,
            subscription_arn: listener.arn.clone(),
            version: deviation.version.unwrap_or(listener.version),
            deviation,
            made_at: Instant::now(),
            posts: Arc::clone(&self.posts),
            posted: Mutex::new(Some(posted)),
        };
        if is_held {
            inner.held.push(courier);
        } else {
            tokio::spawn(courier.run());
        }
        Some(Told { id, first_post })
    }

    /// Changes a delivery that is still under way.
    pub(super) fn update<T>(&self, id: u64, change: impl FnOnce(&mut Delivery) -> T) -> Option<T> {
        self.inner().log.get_mut(id).map(change)
    }

    pub(super) fn end(&self, id: u64, verdict: Verdict) {
        self.inner().log.end(id, verdict);
    }

    /// Sends what waited for a delivery that was made after it.
    pub(super) fn release_held_before(&self, id: u64) {
        let released = self
            .inner()
            .held
            .extract_if(.., |held| held.id < id)
            .collect::<Vec<_>>();
        for courier in released {
            tokio::spawn(courier.run());
        }
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn recall_all(&mut self) {
        self.held.clear();
        self.log.recall_all();
    }
}
