use serde_json::{Value, json};

use super::call::{self, Course};
use super::callback::{self, Detour};
use super::notification::{self, Mishap};
use crate::endpoint::Endpoint;
use crate::input::{BadField, Fields};

/// A fault by its name: what it can strike, what is asked with it, and how that is read.
#[derive(Debug)]
pub(crate) struct Kind {
    pub(crate) name: &'static str,
    pub(crate) strikes: Strikes,
    /// Fields of its own, beside those that choose the calls.
    pub(crate) fields: &'static [&'static str],
    /// What the caller meets.
    pub(crate) shows: &'static str,
    /// Whether the gateway's work is done.
    pub(crate) work: &'static str,
    pub(super) read: fn(&Fields) -> Result<Fault, BadField>,
}

/// Which of the endpoints a fault can strike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Strikes {
    /// The merchant's calls.
    Calls,
    /// Those of them that issue tokens.
    TokenCalls,
    /// The browser's way back.
    Callbacks,
    /// What the merchant's listener is told.
    Notifications,
}

/// A failure, ready to strike.
#[derive(Debug, Clone)]
pub(crate) enum Fault {
    Call(Course),
    Callback(Detour),
    Notification(Mishap),
}

impl Kind {
    /// Every fault, in the order in which documents list them.
    pub(crate) fn all() -> impl Iterator<Item = &'static Self> + Clone {
        let calls_and_callbacks = call::KINDS.iter().chain(callback::KINDS);
        calls_and_callbacks.chain(notification::KINDS).copied()
    }

    /// As the catalogue shows it.
    pub(crate) fn to_value(&self) -> Value {
        json!({
            "name": self.name,
            "endpoints": self.strikes.endpoints(),
            "fields": self.fields,
            "shows": self.shows,
            "work": self.work,
        })
    }

    pub(crate) fn named(name: &str) -> Option<&'static Self> {
        Self::all().find(|kind| kind.name == name)
    }
}

impl Strikes {
    pub(super) fn takes(self, endpoint: Endpoint) -> bool {
        match self {
            Self::Calls => endpoint.is_call(),
            Self::TokenCalls => endpoint.is_token_call(),
            Self::Callbacks => endpoint == Endpoint::Callback,
            Self::Notifications => endpoint == Endpoint::Notification,
        }
    }

    /// The names of its endpoints, and the word for all of them.
    pub(super) fn endpoints(self) -> Vec<&'static str> {
        let own = Endpoint::ALL.into_iter().filter(|own| self.takes(*own));
        own.map(Endpoint::name).chain([ANY]).collect()
    }
}

/// Chooses every endpoint that the fault can strike.
pub(super) const ANY: &str = "any";

impl From<Course> for Fault {
    fn from(course: Course) -> Self {
        Self::Call(course)
    }
}

impl From<Detour> for Fault {
    fn from(detour: Detour) -> Self {
        Self::Callback(detour)
    }
}

impl From<Mishap> for Fault {
    fn from(mishap: Mishap) -> Self {
        Self::Notification(mishap)
    }
}
