use std::time::Duration;

use jiff::SignedDuration;
use serde_json::{Map, Value};
use url::Url;

use super::fields::{Fields, missing};
use super::problem::Problem;
use crate::notification::{Deviation, Post, SignatureVersion, Subscribe, Tamper, Topic};

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
    pub(super) fn read(body: &[u8], origin: String) -> Result<Self, Problem> {
        let fields = Fields::read(body, &["url", "topic", "signature_version", "enabled"])?;
        let enabled = fields.boolean("enabled")?;
        let topic = topic(&fields)?;
        let version = signature_version(&fields)?;
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
            (None, _) => Err(missing("url", URL_RULE).into()),
        }
    }
}

fn url(fields: &Fields) -> Result<Option<Post>, Problem> {
    let Some(text) = fields.text("url", URL_RULE)? else {
        return Ok(None);
    };
    let post = Url::parse(text)
        .map_err(|error| error.to_string())
        .and_then(Post::to);
    post.map(Some)
        .map_err(|error| Problem::field("url", format!("cannot post there: {error}"), URL_RULE))
}

fn topic(fields: &Fields) -> Result<Option<Topic>, Problem> {
    let wrong = || {
        Problem::field(
            "topic",
            format!("topic must be {}", Topic::RULE),
            Topic::RULE,
        )
    };
    match fields.text("topic", Topic::RULE)? {
        Some(text) => Topic::parse(text).map(Some).ok_or_else(wrong),
        None => Ok(None),
    }
}

fn signature_version(fields: &Fields) -> Result<Option<SignatureVersion>, Problem> {
    let names = SignatureVersion::NAMES.as_slice();
    one_of(fields, "signature_version", names, SignatureVersion::named)
}

/// A text that must be one of these names.
fn one_of<T>(
    fields: &Fields,
    field: &str,
    names: &[&str],
    named: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, Problem> {
    let Some(name) = fields.text(field, "text")? else {
        return Ok(None);
    };
    let wrong = || Problem::field(field, format!("there is no {field} {name}"), names);
    named(name).map(Some).ok_or_else(wrong)
}

/// What `POST /_simulator/notifications/send` asks for.
pub(super) struct SendInput {
    /// None: the newest payment.
    pub(super) trx_id: Option<String>,
    pub(super) deviation: Deviation,
}

impl SendInput {
    pub(super) fn read(body: &[u8]) -> Result<Self, Problem> {
        let fields = Fields::read(
            body,
            &[
                "trxID",
                "duplicate",
                "late_seconds",
                "reordered",
                "age_seconds",
                "signature_version",
                "tamper",
                "message",
            ],
        )?;
        Ok(Self {
            trx_id: fields.text("trxID", "text")?.map(str::to_owned),
            deviation: deviation(&fields)?,
        })
    }
}

/// Ten years and more: older than any bound.
const MOST_AGE: f64 = 400_000_000.0;

fn deviation(fields: &Fields) -> Result<Deviation, Problem> {
    let late = fields.number("late_seconds", 0.0..=86_400.0)?;
    let age = fields.number("age_seconds", -MOST_AGE..=MOST_AGE)?;
    Ok(Deviation {
        duplicate: fields.boolean("duplicate")?.unwrap_or(false),
        late: Duration::from_secs_f64(late.unwrap_or(0.0)),
        reordered: fields.boolean("reordered")?.unwrap_or(false),
        age: SignedDuration::from_secs_f64(age.unwrap_or(0.0)),
        tamper: one_of(
            fields,
            "tamper",
            &Tamper::ALL.map(Tamper::name),
            Tamper::named,
        )?,
        version: signature_version(fields)?,
        message: message(fields)?,
    })
}

fn message(fields: &Fields) -> Result<Map<String, Value>, Problem> {
    const RULE: &str = "an object of texts; null takes a field away";
    let wrong = || Problem::field("message", format!("message must be {RULE}"), RULE);
    let Some(said) = fields.object("message", RULE)? else {
        return Ok(Map::new());
    };
    match said
        .values()
        .all(|value| value.is_string() || value.is_null())
    {
        true => Ok(said.clone()),
        false => Err(wrong()),
    }
}
