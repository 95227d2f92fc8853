//! A token that lives as long as a tester wants.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use crate::harness::{GRANT, Merchant, REFRESH, Reply};

async fn shorten(merchant: &Merchant, endpoint: &str, seconds: u32) {
    let fault = json!({ "endpoint": endpoint, "fault": "short_token", "seconds": seconds });
    merchant.fault(fault).await;
}

async fn refresh(merchant: &Merchant, granted: &Reply) -> Reply {
    let body = json!({
        "app_key": merchant.app_key, "app_secret": "secret-1",
        "refresh_token": granted.text("refresh_token"),
    });
    merchant.token_call(REFRESH, &body).await
}

/// What an answer and the token in it say of the token's life.
fn lives(issued: &Reply) -> (u64, i64) {
    let claims = issued.text("id_token").split('.').nth(1).unwrap();
    let claims = URL_SAFE_NO_PAD.decode(claims).unwrap();
    let claims: Value = serde_json::from_slice(&claims).unwrap();
    let moment = |name: &str| claims[name].as_i64().unwrap();
    let told = issued.body["expires_in"].as_u64().unwrap();
    (told, moment("exp") - moment("iat"))
}

async fn is_good(merchant: &Merchant, issued: &Reply) -> bool {
    let merchant = Merchant {
        token: issued.text("id_token").to_owned(),
        ..merchant.beside(&merchant.app_key).await
    };
    merchant.create("1").await.status == 200
}

#[tokio::test]
async fn a_shortened_token_says_when_it_ends_and_ends_then() {
    let merchant = Merchant::new().await;
    shorten(&merchant, "token_grant", 12).await;
    let granted = merchant.grant().await;
    assert_eq!(lives(&granted), (12, 12));
    merchant.advance(11).await;
    assert!(is_good(&merchant, &granted).await);
    merchant.advance(1).await;
    assert!(!is_good(&merchant, &granted).await);
    let refreshed = refresh(&merchant, &granted).await;
    assert_eq!(
        lives(&refreshed),
        (3600, 3600),
        "its refresh token is a usual one"
    );
    assert!(is_good(&merchant, &refreshed).await);
}

#[tokio::test]
async fn a_refresh_can_be_shortened_and_only_as_often_as_told() {
    let merchant = Merchant::new().await;
    let granted = merchant.grant().await;
    shorten(&merchant, "token_refresh", 6).await;
    assert_eq!(lives(&merchant.grant().await), (3600, 3600), "no refresh");
    assert_eq!(lives(&refresh(&merchant, &granted).await), (6, 6));
    assert_eq!(lives(&refresh(&merchant, &granted).await), (3600, 3600));
}

#[tokio::test]
async fn any_means_both_token_calls_of_every_family_and_no_other_call() {
    let merchant = Merchant::new().await;
    let fault = json!({ "endpoint": "any", "fault": "short_token", "seconds": 7, "count": 2 });
    merchant.fault(fault).await;
    merchant.created("1").await;
    let body = json!({ "app_key": merchant.app_key, "app_secret": "secret-1" });
    let path = "/v2/tokenized-checkout/auth/grant-token";
    assert_eq!(lives(&merchant.token_call(path, &body).await), (7, 7));
    assert_eq!(lives(&merchant.token_call(GRANT, &body).await), (7, 7));
    assert_eq!(
        lives(&merchant.token_call(GRANT, &body).await),
        (3600, 3600)
    );
}

#[tokio::test]
async fn a_refused_call_issues_nothing_and_other_tokens_keep_their_life() {
    let merchant = Merchant::new().await;
    let first = merchant.grant().await;
    shorten(&merchant, "token_grant", 5).await;
    let refused = merchant
        .token_call(GRANT, &json!({ "app_key": merchant.app_key }))
        .await;
    assert!(refused.body.get("id_token").is_none(), "{}", refused.body);
    merchant.advance(3599).await;
    assert!(is_good(&merchant, &first).await);
}
