use bkash_simulator::Credentials;
use http::Request;
use serde_json::json;

use crate::harness::{GRANT, Merchant, REFRESH, builder};

fn refresh(token: &str) -> serde_json::Value {
    json!({ "app_key": "key-1", "app_secret": "secret-1", "refresh_token": token })
}

#[tokio::test]
async fn the_token_is_taken_raw_and_with_bearer() {
    let merchant = Merchant::new().await;
    let raw = merchant.create("1").await;
    assert_eq!(raw.code(), "0000");
    let bearer = Merchant {
        token: format!("Bearer {}", merchant.token),
        ..merchant
    };
    assert_eq!(bearer.create("1").await.code(), "0000");
}

#[tokio::test]
async fn an_id_token_dies_after_its_hour_and_a_refresh_brings_another() {
    let merchant = Merchant::new().await;
    let granted = merchant.grant().await;
    merchant.advance(3599).await;
    assert_eq!(merchant.create("1").await.code(), "0000");
    let refreshed = merchant
        .token_call(REFRESH, &refresh(granted.text("refresh_token")))
        .await;
    assert_eq!(
        refreshed.text("refresh_token"),
        granted.text("refresh_token")
    );
    merchant.advance(1).await;
    let stale = merchant.create("1").await;
    assert_eq!(
        (stale.status.as_u16(), stale.body),
        (401, json!({ "message": "Unauthorized" }))
    );
    let fresh = Merchant {
        token: refreshed.text("id_token").to_owned(),
        ..merchant
    };
    assert_eq!(fresh.create("1").await.code(), "0000");
}

#[tokio::test]
async fn a_refresh_token_dies_28_days_after_its_first_issue_however_often_it_is_used() {
    let merchant = Merchant::new().await;
    let granted = merchant.grant().await;
    let token = refresh(granted.text("refresh_token"));
    merchant.advance(27 * 24 * 3600).await;
    assert_eq!(merchant.token_call(REFRESH, &token).await.code(), "0000");
    merchant.advance(24 * 3600 - 1).await;
    assert_eq!(merchant.token_call(REFRESH, &token).await.code(), "0000");
    merchant.advance(1).await;
    assert_eq!(merchant.token_call(REFRESH, &token).await.code(), "2079");
    assert_eq!(merchant.grant().await.code(), "0000");
}

#[tokio::test]
async fn token_calls_beyond_two_an_hour_are_answered_and_flagged() {
    let merchant = Merchant::new().await;
    merchant.grant().await;
    assert_eq!(merchant.grant().await.code(), "0000");
    let calls = &merchant.books().await["token_calls"];
    assert_eq!(
        calls,
        &json!({ "total": 3, "in_last_hour": 3, "over_limit": 1 })
    );
    let flags: Vec<bool> = merchant
        .journal()
        .await
        .iter()
        .map(|entry| entry.get("over_token_limit").is_some())
        .collect();
    assert_eq!(flags, [false, false, true]);
}

#[tokio::test]
async fn a_token_call_lacking_headers_or_fields_is_refused() {
    let merchant = Merchant::new().await;
    let body = json!({ "app_key": "key-1", "app_secret": "s" }).to_string();
    let bare = Request::post(GRANT).body(body.into()).unwrap();
    assert_eq!(merchant.send(bare).await.status, 401);
    for (body, code) in [
        (json!({ "app_key": "key-1" }), "2065"),
        (json!({ "app_secret": "s" }), "2065"),
    ] {
        assert_eq!(merchant.token_call(GRANT, &body).await.code(), code);
    }
    let unnamed = json!({ "app_key": "key-1", "app_secret": "s" });
    assert_eq!(merchant.token_call(REFRESH, &unnamed).await.code(), "2065");
    assert_eq!(
        merchant
            .token_call(REFRESH, &refresh("stranger"))
            .await
            .code(),
        "2079"
    );
}

#[tokio::test]
async fn configured_credentials_admit_their_owner_only() {
    let known = Credentials {
        app_key: "key-1".to_owned(),
        app_secret: "secret-1".to_owned(),
        username: "user".to_owned(),
        password: "word".to_owned(),
    };
    assert!(!format!("{known:?}").contains("secret-1"));
    let merchant = Merchant::admitted(builder().credentials(known).router(), "key-1").await;
    assert_eq!(merchant.create("1").await.code(), "0000");
    let foreign = json!({ "app_key": "key-2", "app_secret": "secret-1" });
    assert_eq!(merchant.token_call(GRANT, &foreign).await.code(), "2001");
    let stranger = Merchant {
        app_key: "key-2".to_owned(),
        ..merchant
    };
    for (method, path) in [("GET", "journal"), ("GET", "books")] {
        let refused = stranger.control(method, path, json!(null)).await;
        assert_eq!(
            (refused.status.as_u16(), &refused.body["allowed"]),
            (400, &json!(["key-1"]))
        );
    }
    let merchant = Merchant {
        app_key: "key-1".to_owned(),
        ..stranger
    };
    let wrong = json!({ "app_key": "key-1", "app_secret": "guess" });
    let refused = merchant.token_call(GRANT, &wrong).await;
    assert_eq!(refused.text("statusMessage"), "Invalid credentials.\n");
}
