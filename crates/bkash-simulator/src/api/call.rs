use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http::request::Parts;
use http::{HeaderMap, header};
use serde::de::DeserializeOwned;

use super::authorize::authorize;
use super::denied::Denied;
use super::route::{Action, Route};
use super::{agreement, confirm, create, execute, query, refund_v1, refund_v2, search, token};
use crate::gateway::{Gateway, World};
use crate::notification::FirstPost;
use crate::switch::{Families, PathVariants, Profile, Switches};
use crate::wire::{Answer, Dialect, GatewayMessage, Given, PaymentRequest};
use crate::world::{Code, Refusal, code};

/// One request of a merchant, read whole.
pub(super) struct Call {
    pub(super) gateway: Arc<Gateway>,
    pub(super) route: Route,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
    /// What the path names, where the body does not.
    pub(super) path_id: Option<String>,
    /// The world that the request names, by its body on token calls and by its header on others.
    pub(super) named: Option<Arc<World>>,
    /// Of an id token that it issues; as its world has it, unless a fault says otherwise.
    pub(super) token_seconds: Option<u32>,
    /// Notifications that its answer waits for.
    first_posts: Mutex<Vec<FirstPost>>,
}

impl Call {
    pub(super) fn new(gateway: Arc<Gateway>, route: Route, parts: &Parts, body: Bytes) -> Self {
        let headers = parts.headers.clone();
        let app_key = match route.is_token_call() {
            true => token::app_key(&body),
            false => header_text(&headers, "x-app-key").map(str::to_owned),
        };
        let named = app_key.and_then(|key| gateway.world(&key));
        Self {
            gateway,
            route,
            headers,
            body,
            path_id: route.id_in(parts.uri.path()),
            named,
            token_seconds: None,
            first_posts: Mutex::default(),
        }
    }

    /// What the gateway says, with all the effects that it has.
    pub(super) fn answer(&self) -> Answer {
        let answer = self
            .process()
            .unwrap_or_else(|denied| denied.answer(self.route.dialect, &self.switches()));
        if let Some(world) = &self.named {
            let first_posts = world.announce_completed();
            if !first_posts.is_empty() {
                *self.first_posts() = first_posts;
            }
        }
        answer
    }

    /// Of the world that it names; lenient where it names none.
    pub(super) fn switches(&self) -> Switches {
        let named = self.named.as_ref();
        named.map_or_else(
            || Switches::of(Profile::Lenient),
            |world| world.state().switches,
        )
    }

    /// The notifications that its answer is to wait for; none but where a fault wants that.
    pub(super) fn take_first_posts(&self) -> Vec<FirstPost> {
        std::mem::take(&mut *self.first_posts())
    }

    fn first_posts(&self) -> MutexGuard<'_, Vec<FirstPost>> {
        self.first_posts
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn process(&self) -> Result<Answer, Denied> {
        if !self.is_served() {
            return Err(GatewayMessage::NO_ROUTE.into());
        }
        match self.route.action {
            Action::TokenGrant => token::grant(self),
            Action::TokenRefresh => token::refresh(self),
            action => self.act(action, authorize(self)?),
        }
    }

    /// Whether the world that it names has this route.
    fn is_served(&self) -> bool {
        let switches = self.switches();
        if self.route.is_variant && switches.path_variants == PathVariants::Refused {
            return false;
        }
        match (switches.families, self.route.dialect) {
            (Families::A, Dialect::B) => self.route.is_refund_v2(),
            (Families::B, Dialect::A) => false,
            _ => true,
        }
    }

    fn act(&self, action: Action, world: &Arc<World>) -> Result<Answer, Denied> {
        match action {
            Action::TokenGrant | Action::TokenRefresh => Err(GatewayMessage::UNAUTHORIZED.into()),
            Action::Create(create) => create::create(self, world, create),
            Action::Execute => execute::execute(self, world),
            Action::ExecuteAgreement => execute::execute_agreement(self, world),
            Action::Query => query::query(self, world),
            Action::Search => search::search(self, world),
            Action::Capture => confirm::capture(self, world),
            Action::Void => confirm::void(self, world),
            Action::AgreementQuery => agreement::query(self, world),
            Action::AgreementCancel => agreement::cancel(self, world),
            Action::RefundV1 => refund_v1::refund_or_status(self, world),
            Action::RefundV1Status => refund_v1::status_only(self, world),
            Action::RefundV2 => refund_v2::refund(self, world),
            Action::RefundV2Status => refund_v2::status(self, world),
        }
    }

    pub(super) fn parse<T: DeserializeOwned>(&self) -> Result<T, Denied> {
        parse(&self.body)
    }

    pub(super) fn header(&self, name: &str) -> Option<&str> {
        header_text(&self.headers, name)
    }

    /// The payment that a call is about.
    pub(super) fn payment_id(&self) -> Result<String, Denied> {
        if let Some(payment_id) = &self.path_id {
            return Ok(payment_id.clone());
        }
        let request: PaymentRequest = self.parse()?;
        id_text(&request.payment_id).map(str::to_owned)
    }

    /// Scheme and host that the caller reaches us by.
    pub(super) fn origin(&self) -> String {
        self.gateway
            .settings
            .origin(self.header(header::HOST.as_str()))
    }

    /// A payment that this world does not know may be another merchant's (2061).
    pub(super) fn owned(&self, refusal: Refusal, payment_id: &str) -> Denied {
        let is_foreign = || {
            let ours = self.named.as_ref().map(|world| &world.app_key);
            let owner = self.gateway.owner(payment_id);
            owner.is_some_and(|owner| Some(&owner.app_key) != ours)
        };
        if refusal.code == code::INVALID_PAYMENT_ID && is_foreign() {
            return code::NOT_THE_INITIATOR.into();
        }
        refusal.into()
    }

    /// Likewise an agreement, with the code that the call has for another merchant's.
    pub(super) fn owned_agreement(&self, refusal: Refusal, id: &str, foreign: Code) -> Denied {
        if refusal.code == code::INVALID_AGREEMENT_ID && self.gateway.knows_agreement(id) {
            return foreign.into();
        }
        refusal.into()
    }
}

fn header_text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// A JSON object, or the API gateway's own refusal.
pub(super) fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, Denied> {
    let is_object = body.trim_ascii_start().first() == Some(&b'{');
    let parsed = serde_json::from_slice(body).ok().filter(|_| is_object);
    parsed.ok_or(Denied::Gateway(GatewayMessage::INVALID_BODY))
}

/// The text of a mandatory id; one that is no text names nothing.
pub(super) fn id_text(given: &Given) -> Result<&str, Denied> {
    if given.is_missing() {
        return Err(code::FIELD_MISSING.into());
    }
    Ok(given.text_or_number().unwrap_or_default())
}
