use serde_json::{Value, json};

use super::row::{Row, row, switch};
use crate::harness::{CREATE, EXECUTE, Merchant, Reply};

async fn struck(merchant: &Merchant, fault: Value) -> Reply {
    merchant.fault(fault).await;
    merchant.execute("TR0011x").await
}

/// What the API gateway says by itself; names of the evidence, not of bKash.
pub(super) const ROWS: &[Row] = &[
    row!(
        "GW400",
        "a body that is no JSON object; refund v2 without `sku` or `reason`",
        |m| { m.send(m.request(EXECUTE, "[")).await }
    ),
    row!("GW401", "no, an unknown or an expired id token", |m| {
        let m = Merchant {
            token: "stale".to_owned(),
            ..m
        };
        m.create("20").await
    }),
    row!(
        "GW401E",
        "an expired id token with the switch `expired_token=expired`",
        |m| {
            switch(&m, "expired_token", "expired").await;
            m.advance(3600).await;
            m.create("20").await
        }
    ),
    row!("GW403", "fault `forbidden`, at any call", |m| {
        struck(&m, json!({ "endpoint": "execute", "fault": "forbidden" })).await
    }),
    row!(
        "GW403M",
        "a path that is none, or a method that it has not",
        |m| {
            let mut request = m.request(CREATE, "{}");
            *request.method_mut() = http::Method::GET;
            m.send(request).await
        }
    ),
    row!(
        "GW429",
        "a third token call in an hour with the switch `token_limit=enforced`; fault `too_many_requests`",
        |m| {
            switch(&m, "token_limit", "enforced").await;
            m.grant().await;
            m.grant().await
        }
    ),
    row!(
        "GW500",
        "fault `status` with `\"status\":500`, at any call",
        |m| {
            struck(
                &m,
                json!({ "endpoint": "execute", "fault": "status", "status": 500 }),
            )
            .await
        }
    ),
    row!(
        "GW504",
        "fault `gateway_timeout`, at any call; the switch `gateway_limit=on` with a delay beyond 29 s",
        |m| {
            struck(
                &m,
                json!({ "endpoint": "execute", "fault": "gateway_timeout" }),
            )
            .await
        }
    ),
];
