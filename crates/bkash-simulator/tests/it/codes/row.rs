use std::pin::Pin;

use serde_json::{Value, json};

use crate::harness::{Merchant, Reply};

pub(super) type Reached = Pin<Box<dyn Future<Output = String>>>;

/// One way to a code. Each starts with a merchant of its own.
pub(super) struct Row {
    pub(super) code: &'static str,
    /// For the document: Markdown, one line.
    pub(super) by: &'static str,
    pub(super) reach: fn(Merchant) -> Reached,
}

/// `row!("2006", "create with ...", |merchant| reply)`: the block says what was answered.
macro_rules! row {
    ($code:literal, $by:expr, |$merchant:ident| $reach:expr) => {
        $crate::codes::row::Row {
            code: $code,
            by: $by,
            reach: |$merchant| Box::pin(async move { $crate::codes::row::Met::met(&$reach) }),
        }
    };
}
pub(super) use row;

/// What counts as having met a code.
pub(super) trait Met {
    fn met(&self) -> String;
}

/// A code in any envelope, or the API gateway's status and message.
impl Met for Reply {
    fn met(&self) -> String {
        match self.body.get("message").and_then(Value::as_str) {
            Some(message) => format!("{} {message}", self.status.as_u16()),
            None => self.code().to_owned(),
        }
    }
}

/// What a page carries.
impl Met for String {
    fn met(&self) -> String {
        self.clone()
    }
}

pub(super) async fn switch(merchant: &Merchant, name: &str, value: &str) {
    let set = merchant
        .control("PUT", "switches", json!({ name: value }))
        .await;
    assert_eq!(set.status, 200, "{}", set.body);
}
