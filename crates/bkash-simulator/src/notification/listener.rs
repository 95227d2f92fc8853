use fastrand::Rng;

use super::{CERTIFICATE_FILE, Post, SignatureVersion, Topic};

/// Hex digits of a confirmation's token, as long as SNS makes it.
const TOKEN_LENGTH: usize = 224;

/// How far the listener's subscription has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Subscription {
    /// The SubscribeURL was not visited yet: nothing is told.
    Pending,
    Confirmed,
    /// Given up; a visit of the SubscribeURL restores it.
    Unsubscribed,
}

impl Subscription {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Confirmed => "confirmed",
            Self::Unsubscribed => "unsubscribed",
        }
    }
}

/// Who is told of completed payments, and how.
pub(crate) struct Listener {
    pub(super) post: Post,
    pub(super) topic: Topic,
    pub(super) version: SignatureVersion,
    pub(super) enabled: bool,
    /// Scheme and host by which the listener reaches this simulator.
    origin: String,
    token: String,
    /// Names the subscription.
    pub(super) arn: String,
    pub(super) subscription: Subscription,
}

impl Listener {
    pub(super) fn new(
        post: Post,
        topic: Topic,
        version: SignatureVersion,
        origin: String,
        rng: &mut Rng,
    ) -> Self {
        let token = (0..TOKEN_LENGTH).map(|_| rng.digit(16)).collect::<String>();
        let arn = format!("{topic}:{}", uuid(rng));
        Self {
            post,
            topic,
            version,
            enabled: true,
            origin,
            token,
            arn,
            subscription: Subscription::Pending,
        }
    }

    pub(super) fn token(&self) -> &str {
        &self.token
    }

    pub(super) fn is_told(&self) -> bool {
        self.enabled && self.subscription == Subscription::Confirmed
    }

    pub(super) fn certificate_url(&self) -> String {
        format!("{}/_simulator/sns/{CERTIFICATE_FILE}", self.origin)
    }

    /// Where the subscription is confirmed.
    pub(super) fn subscribe_url(&self) -> String {
        let (topic, token) = (&self.topic, &self.token);
        self.action_url(&format!(
            "ConfirmSubscription&TopicArn={topic}&Token={token}"
        ))
    }

    /// Where it is given up.
    pub(super) fn unsubscribe_url(&self) -> String {
        self.action_url(&format!("Unsubscribe&SubscriptionArn={}", self.arn))
    }

    fn action_url(&self, action: &str) -> String {
        format!("{}/_simulator/sns/?Action={action}", self.origin)
    }
}

/// A random one, version 4.
pub(super) fn uuid(rng: &mut Rng) -> String {
    let mut bytes = [0_u8; 16];
    rng.fill(&mut bytes);
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let (a, b, c) = (&hex[..8], &hex[8..12], &hex[12..16]);
    format!("{a}-{b}-{c}-{}-{}", &hex[16..20], &hex[20..])
}
