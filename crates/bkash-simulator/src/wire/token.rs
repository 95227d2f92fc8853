use serde::{Deserialize, Serialize};

use super::Given;
use super::envelope::{SUCCESS, Success};
use crate::switch::TokenStatus;
use crate::world::Issued;

/// Grant, and with a refresh token, refresh.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct TokenRequest {
    pub(crate) app_key: Given,
    pub(crate) app_secret: Given,
    pub(crate) refresh_token: Given,
}

/// Token replies begin with the status, all others end with it.
#[derive(Serialize)]
pub(crate) struct TokenReply<'a> {
    #[serde(flatten)]
    success: Option<Success>,
    id_token: &'a str,
    token_type: &'static str,
    expires_in: u32,
    refresh_token: &'a str,
}

impl<'a> TokenReply<'a> {
    pub(crate) fn of(issued: &'a Issued, status: TokenStatus) -> Self {
        Self {
            success: (status == TokenStatus::Present).then_some(SUCCESS),
            id_token: &issued.id_token,
            token_type: "Bearer",
            expires_in: issued.expires_in,
            refresh_token: &issued.refresh_token,
        }
    }
}
