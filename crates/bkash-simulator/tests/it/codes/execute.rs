use super::row::{Row, row};
use crate::harness::{BLOCKED, Merchant, POOR, Reply};
use serde_json::json;

async fn executed_by(merchant: &Merchant, wallet: &str) -> Reply {
    let approved = merchant.approved("20", wallet).await;
    merchant.execute(&approved).await
}

/// Execute under a fault.
async fn struck(merchant: &Merchant, code: &str) -> Reply {
    let fault = json!({ "endpoint": "execute", "fault": "code", "code": code });
    merchant.fault(fault).await;
    merchant.execute("TR0011x").await
}

async fn struck_by(merchant: &Merchant, fault: &str) -> Reply {
    merchant
        .fault(json!({ "endpoint": "execute", "fault": fault }))
        .await;
    merchant.execute("TR0011x").await
}

macro_rules! by_fault {
    ($($code:literal)*) => {
        &[$(row!(
            $code,
            concat!("fault `code` with `\"code\":\"", $code, "\"`, at any call"),
            |m| struck(&m, $code).await
        )),*]
    };
}

/// No input leads to these: they are conditions inside of bKash, or of the merchant's account there.
pub(super) const BY_FAULT: &[Row] = by_fault! {
    "2020" "2024" "2025" "2028" "2035" "2039" "2040" "2041" "2042" "2067" "2080" "2081" "2082" "2118"
};

pub(super) const ROWS: &[Row] = &[
    row!("503", "fault `maintenance`, at any call", |m| struck_by(
        &m,
        "maintenance"
    )
    .await),
    row!(
        "2023",
        "execute paid by wallet 01823074817; a refund after `POST /_simulator/settle`",
        |m| { executed_by(&m, POOR).await }
    ),
    row!(
        "2037",
        "execute paid by wallet 01823074818 or 01700002037",
        |m| {
            assert_eq!(executed_by(&m, "01700002037").await.code(), "2037");
            executed_by(&m, BLOCKED).await
        }
    ),
    row!("2038", "execute paid by wallet 01700002038", |m| {
        executed_by(&m, "01700002038").await
    }),
    row!("2043", "execute paid by wallet 01700002043", |m| {
        executed_by(&m, "01700002043").await
    }),
    row!("2044", "execute paid by wallet 01700002044", |m| {
        executed_by(&m, "01700002044").await
    }),
    row!(
        "9999",
        "fault `completed_but_9999` or `code`; unknown or wrong credentials where some are configured",
        |m| { struck_by(&m, "completed_but_9999").await }
    ),
];
