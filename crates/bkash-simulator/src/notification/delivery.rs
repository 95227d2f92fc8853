//! One message from its signature to its end.

use std::sync::{Arc, Mutex, PoisonError, Weak};

use http::{HeaderMap, HeaderValue, header};
use tokio::sync::{Semaphore, oneshot};
use tokio::time::Instant;

use super::envelope::{Envelope, Kind};
use super::log::{Attempt, DeliveryState};
use super::policy::{Outcome, Verdict, keep_trying};
use super::{Deviation, Notifier, Post, SignatureVersion};

const USER_AGENT: &str = "Amazon Simple Notification Service Agent";
const CONTENT_TYPE: &str = "text/plain; charset=UTF-8";

/// A message that is to be posted. It ends by itself once its simulator is gone.
pub(super) struct Courier {
    pub(super) notifier: Weak<Notifier>,
    pub(super) id: u64,
    pub(super) post: Post,
    pub(super) envelope: Envelope,
    /// Of the subscription; not sent with a SubscriptionConfirmation, when there is none yet.
    pub(super) subscription_arn: String,
    pub(super) version: SignatureVersion,
    pub(super) deviation: Deviation,
    pub(super) made_at: Instant,
    /// Posts that may be under way at once.
    pub(super) posts: Arc<Semaphore>,
    /// Dropped after the first post.
    pub(super) posted: Mutex<Option<oneshot::Sender<()>>>,
}

impl Courier {
    pub(super) async fn run(mut self) {
        let wait = self.deviation.late;
        if let Some(notifier) = self.notifier.upgrade() {
            notifier.update(self.id, |delivery| delivery.state = DeliveryState::UnderWay);
        }
        self = match self.signed().await {
            Some(signed) => signed,
            None => return,
        };
        let body = self.envelope.body();
        if let Some(notifier) = self.notifier.upgrade() {
            notifier.update(self.id, |delivery| delivery.body.clone_from(&body));
        }
        let headers = self.headers();
        tokio::time::sleep(wait).await;
        let copies = if self.deviation.duplicate { 2 } else { 1 };
        let mut verdict = Verdict::Delivered;
        for _ in 0..copies {
            verdict = keep_trying(|| self.attempt(&headers, &body)).await;
        }
        if let Some(notifier) = self.notifier.upgrade() {
            notifier.end(self.id, verdict);
        }
    }

    /// Signing takes milliseconds: not on a thread that answers calls.
    async fn signed(mut self) -> Option<Self> {
        let signing = tokio::task::spawn_blocking(move || {
            match self.deviation.tamper {
                Some(tamper) => tamper.sign(&mut self.envelope, self.version),
                None => self.envelope.sign(self.version),
            }
            self
        });
        signing.await.ok()
    }

    async fn attempt(&self, headers: &HeaderMap, body: &str) -> Outcome {
        let Ok(_permit) = self.posts.acquire().await else {
            return Outcome::Recalled;
        };
        let is_wanted = |notifier: Arc<Notifier>| notifier.update(self.id, |_| ());
        if self.notifier.upgrade().and_then(is_wanted).is_none() {
            return Outcome::Recalled;
        }
        let started = Instant::now();
        let outcome = self.post.post(headers.clone(), body.to_owned()).await;
        let mut posted = self.posted.lock().unwrap_or_else(PoisonError::into_inner);
        drop(posted.take());
        drop(posted);
        let attempt = Attempt {
            after: started - self.made_at,
            took: started.elapsed(),
            outcome: outcome.clone(),
        };
        if let Some(notifier) = self.notifier.upgrade() {
            notifier.update(self.id, |delivery| delivery.attempts.push(attempt));
            notifier.release_held_before(self.id);
        }
        outcome
    }

    fn headers(&self) -> HeaderMap {
        let kind = self.envelope.kind();
        let mut headers = HeaderMap::new();
        let mut set = |name: &'static str, value: &str| {
            if let Ok(value) = HeaderValue::from_str(value) {
                headers.insert(name, value);
            }
        };
        set("x-amz-sns-message-type", kind.name());
        set("x-amz-sns-message-id", self.envelope.get("MessageId"));
        set("x-amz-sns-topic-arn", self.envelope.get("TopicArn"));
        if kind != Kind::SubscriptionConfirmation {
            set("x-amz-sns-subscription-arn", &self.subscription_arn);
        }
        set(header::CONTENT_TYPE.as_str(), CONTENT_TYPE);
        set(header::USER_AGENT.as_str(), USER_AGENT);
        set(header::ACCEPT_ENCODING.as_str(), "gzip,deflate");
        headers
    }
}
