use url::Url;

use crate::input::{BadField, Fields, missing};
use crate::notification::{Deviation, Post, SignatureVersion, Subscribe, Topic};

const URL_RULE: &str = "an http or https address";

/// What `PUT /_simulator/notifications` asks for.
pub(super) enum SubscriptionInput {
    /// A listener is to be subscribed.
    Listener { subscribe: Subscribe, enabled: bool },
    /// The present subscription is to be paused or to go on.
    Enabled(bool),
}

impl SubscriptionInput {
    /// `origin` is where the caller reaches this simulator.
    pub(super) fn read(body: &[u8], origin: String) -> Result<Self, BadField> {
        let fields = Fields::read(body, &["url", "topic", "signature_version", "enabled"])?;
        let enabled = fields.boolean("enabled")?;
        let topic = topic(&fields)?;
        let version = SignatureVersion::read(&fields)?;
        match (url(&fields)?, enabled) {
            (Some(post), _) => Ok(Self::Listener {
                subscribe: Subscribe {
                    post,
                    topic: topic.unwrap_or_else(Topic::standard),
                    version: version.unwrap_or_default(),
                    origin,
                },
                enabled: enabled.unwrap_or(true),
            }),
            (None, Some(enabled)) if topic.is_none() && version.is_none() => {
                Ok(Self::Enabled(enabled))
            }
            (None, _) => Err(missing("url", URL_RULE)),
        }
    }
}

fn url(fields: &Fields) -> Result<Option<Post>, BadField> {
    let Some(text) = fields.text("url", URL_RULE)? else {
        return Ok(None);
    };
    let post = Url::parse(text)
        .map_err(|error| error.to_string())
        .and_then(Post::to);
    post.map(Some)
        .map_err(|error| BadField::new("url", format!("cannot post there: {error}"), URL_RULE))
}

fn topic(fields: &Fields) -> Result<Option<Topic>, BadField> {
    fields.parsed("topic", Topic::RULE, Topic::parse)
}

/// What `POST /_simulator/notifications/send` asks for.
pub(super) struct SendInput {
    /// None: the newest payment.
    pub(super) trx_id: Option<String>,
    pub(super) deviation: Deviation,
}

impl SendInput {
    pub(super) fn read(body: &[u8]) -> Result<Self, BadField> {
        let known: Vec<&str> = ["trxID"].into_iter().chain(Deviation::FIELDS).collect();
        let fields = Fields::read(body, &known)?;
        Ok(Self {
            trx_id: fields.text("trxID", "text")?.map(str::to_owned),
            deviation: Deviation::read(&fields)?,
        })
    }
}
