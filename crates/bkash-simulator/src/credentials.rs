use std::fmt;

/// One merchant that may call: once any is configured, all others are refused as the gateway
/// refuses them.
#[derive(Clone)]
pub struct Credentials {
    /// Names the merchant's world.
    pub app_key: String,
    /// Checked on both token calls.
    pub app_secret: String,
    /// Sent as a header of the token calls.
    pub username: String,
    /// Sent as a header of the token calls.
    pub password: String,
}

impl fmt::Debug for Credentials {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Credentials")
            .field("app_key", &self.app_key)
            .finish_non_exhaustive()
    }
}
