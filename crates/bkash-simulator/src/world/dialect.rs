/// Which product's interface a call came by, and so how it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// `/v1.2.0-beta/tokenized/checkout`: business errors with HTTP 200.
    A,
    /// `/v2/tokenized-checkout`: business errors with HTTP 400.
    B,
    /// `/v1.2.0-beta/checkout`, the pop-up of old: ids in paths, no callback.
    Iframe,
}
