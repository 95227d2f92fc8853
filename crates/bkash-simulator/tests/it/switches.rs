//! Every switch, by what it changes on the wire.

use std::time::Duration;

use bkash_simulator::{Credentials, Profile};
use http::StatusCode;
use serde_json::{Value, json};

use crate::harness::{BLOCKED, Merchant, REFRESH, REFUND_V1, SEARCH, WALLET, builder, order};

impl Merchant {
    /// A merchant whose world differs from the lenient one by these switches.
    pub(crate) async fn with(switches: Value) -> Self {
        let merchant = Self::new().await;
        merchant.set(switches).await;
        merchant
    }

    async fn set(&self, switches: Value) {
        let set = self.control("PUT", "switches", switches).await;
        assert_eq!(set.status, StatusCode::OK, "{}", set.body);
    }
}

#[tokio::test]
async fn the_list_says_value_choices_meaning_and_source_of_each() {
    let merchant = Merchant::new().await;
    let listed = merchant.control("GET", "switches", Value::Null).await.body;
    assert_eq!(listed["profile"], "lenient");
    let one = &listed["switches"]["second_execute"];
    assert_eq!(one["value"], "2117");
    assert_eq!(one["allowed"], json!(["2117", "2062"]));
    assert!(one["about"].is_string() && one["source"].is_string());
}

#[tokio::test]
async fn a_profile_is_set_first_and_single_switches_after_it() {
    let merchant = Merchant::new().await;
    let body = json!({ "profile": "strict", "refund_days": 30 });
    let set = merchant.control("PUT", "switches", body).await.body;
    assert_eq!(set["profile"], Value::Null);
    assert_eq!(set["switches"]["refund_days"]["value"], "30");
    assert_eq!(set["switches"]["token_limit"]["value"], "enforced");
}

#[tokio::test]
async fn what_is_not_allowed_names_the_field_and_changes_nothing() {
    let merchant = Merchant::new().await;
    for (body, field) in [
        (json!({ "profile": "loose" }), "profile"),
        (
            json!({ "otp_tries": 2, "second_execute": "0000" }),
            "second_execute",
        ),
        (json!({ "otp_tries": 0 }), "otp_tries"),
        (json!({ "otp_tries": [] }), "otp_tries"),
        (json!({ "colour": "pink" }), "colour"),
    ] {
        let refused = merchant.control("PUT", "switches", body.clone()).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{body}");
        assert_eq!(refused.body["field"], field, "{body}");
        assert!(!refused.body["allowed"].is_null(), "{body}");
    }
    let listed = merchant.control("GET", "switches", Value::Null).await.body;
    assert_eq!(listed["switches"]["otp_tries"]["value"], "3");
}

#[tokio::test]
async fn a_reset_brings_back_the_switches_of_the_start() {
    let router = builder().switch("second_execute=2062").unwrap().router();
    let merchant = Merchant::admitted(router, "key-1").await;
    merchant.set(json!({ "profile": "strict" })).await;
    merchant.control("POST", "reset", Value::Null).await;
    let listed = merchant.control("GET", "switches", Value::Null).await.body;
    assert_eq!(listed["switches"]["second_execute"]["value"], "2062");
    assert_eq!(listed["switches"]["token_limit"]["value"], "flagged");
}

#[tokio::test]
async fn an_enforced_token_limit_answers_429_until_its_block_ends() {
    let merchant = Merchant::with(json!({ "token_limit": "enforced" })).await;
    assert_eq!(merchant.grant().await.code(), "0000");
    let refused = merchant.grant().await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(refused.body, json!({ "message": "Too Many Requests" }));
    merchant.advance(3599).await;
    assert_eq!(merchant.grant().await.status, StatusCode::TOO_MANY_REQUESTS);
    merchant.advance(1).await;
    assert_eq!(merchant.grant().await.code(), "0000");
    let flagged = merchant.journal().await;
    let over = flagged
        .iter()
        .filter(|entry| entry["over_token_limit"] == true);
    assert_eq!(over.count(), 2);
}

#[tokio::test]
async fn short_lived_tokens_and_a_limit_scaled_alike() {
    let short =
        json!({ "id_token_seconds": 20, "token_window_seconds": 20, "expired_token": "expired" });
    let merchant = Merchant::with(short).await;
    let granted = merchant.grant().await;
    assert_eq!(granted.body["expires_in"], 20);
    let merchant = Merchant {
        token: granted.text("id_token").to_owned(),
        ..merchant
    };
    merchant.advance(20).await;
    let stale = merchant.create("1").await;
    assert_eq!(
        stale.body,
        json!({ "message": "The incoming token has expired" })
    );
}

#[tokio::test]
async fn a_refused_refresh_in_each_reading() {
    let body = json!({ "app_key": "key-1", "app_secret": "s", "refresh_token": "dead" });
    for (reading, status, code) in [
        ("2079", 200, "2079"),
        ("9999", 200, "9999"),
        ("401", 401, "none"),
    ] {
        let merchant = Merchant::with(json!({ "refused_refresh": reading })).await;
        let refused = merchant.token_call(REFRESH, &body).await;
        assert_eq!((refused.status.as_u16(), refused.code()), (status, code));
    }
}

#[tokio::test]
async fn a_wrong_secret_in_each_reading() {
    let known = || Credentials {
        app_key: "key-1".to_owned(),
        app_secret: "another".to_owned(),
        username: "user".to_owned(),
        password: "word".to_owned(),
    };
    for (reading, body) in [
        (
            "escaped",
            r#"{"statusCode":"9999","statusMessage":"Invalid credentials.\n"}"#,
        ),
        (
            "raw_newline",
            "{\"statusCode\":\"9999\",\"statusMessage\":\"Invalid credentials.\n\"}",
        ),
        (
            "system_error",
            r#"{"statusCode":"9999","statusMessage":"System Error."}"#,
        ),
    ] {
        let builder = builder()
            .credentials(known())
            .switch(&format!("wrong_secret={reading}"));
        let merchant = Merchant {
            router: builder.unwrap().router(),
            app_key: "key-1".to_owned(),
            token: String::new(),
        };
        let refused = merchant.grant().await;
        let wanted = serde_json::from_str(body).unwrap_or(Value::String(body.to_owned()));
        assert_eq!(refused.body, wanted, "{reading}");
    }
}

#[tokio::test]
async fn strict_takes_the_raw_token_and_text_amounts_only() {
    let merchant = Merchant::with(json!({ "profile": "strict" })).await;
    let mut numbered = order("1");
    numbered["amount"] = json!(1);
    assert_eq!(
        merchant
            .call(crate::harness::CREATE, &numbered)
            .await
            .code(),
        "2006"
    );
    assert_eq!(merchant.create("1").await.code(), "0000");
    let bearer = Merchant {
        token: format!("Bearer {}", merchant.token),
        ..merchant
    };
    assert_eq!(bearer.create("1").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn execute_in_each_reading() {
    let merchant = Merchant::with(json!({
        "second_execute": "2062", "debit_block": "2038", "expired_execute": "2002",
        "payment_seconds": 60, "duplicate_seconds": 0, "callback_signature": "absent",
    }))
    .await;
    let created = merchant.create("5").await;
    assert!(
        !created.text("successCallbackURL").contains("signature"),
        "{}",
        created.body
    );
    let (paid, _) = merchant.paid("5").await;
    assert_eq!(merchant.execute(&paid).await.code(), "2062");
    merchant.paid("5").await;
    let blocked = merchant.approved("5", BLOCKED).await;
    assert_eq!(merchant.execute(&blocked).await.code(), "2038");
    let late = merchant.approved("5", WALLET).await;
    merchant.advance(61).await;
    assert_eq!(merchant.execute(&late).await.code(), "2002");
}

#[tokio::test]
async fn refunds_in_each_reading() {
    let merchant = Merchant::with(
        json!({ "refund_repeat": "refused", "refund_partials": 2, "refund_days": 1 }),
    )
    .await;
    let (payment_id, trx_id) = merchant.paid("10").await;
    assert_eq!(
        merchant.refund(&payment_id, &trx_id, "1").await.status,
        StatusCode::OK
    );
    assert_eq!(
        merchant.refund(&payment_id, &trx_id, "1").await.code(),
        "2074"
    );
    merchant.advance(601).await;
    assert_eq!(
        merchant.refund(&payment_id, &trx_id, "1").await.status,
        StatusCode::OK
    );
    assert_eq!(
        merchant.refund(&payment_id, &trx_id, "2").await.code(),
        "2074"
    );
    merchant.advance(24 * 3600).await;
    let grant = merchant.grant().await;
    let merchant = Merchant {
        token: grant.text("id_token").to_owned(),
        ..merchant
    };
    let late = merchant.refund(&payment_id, &trx_id, "3").await;
    assert_eq!(
        late.text("errorMessageEn"),
        "Refund after 1 days not allowed"
    );
    let body =
        json!({ "paymentID": payment_id, "trxID": trx_id, "amount": 1, "sku": "s", "reason": "r" });
    merchant
        .set(json!({ "refund_days": 60, "amounts": "text" }))
        .await;
    assert_eq!(merchant.call(REFUND_V1, &body).await.code(), "2072");
}

#[tokio::test]
async fn an_invoice_number_may_be_refused_a_second_time_and_search_may_fail() {
    let merchant =
        Merchant::with(json!({ "reused_invoice": "refused", "unknown_search": "2003" })).await;
    assert_eq!(merchant.create("1").await.code(), "0000");
    assert_eq!(merchant.create("2").await.code(), "2031");
    let unknown = merchant
        .call(SEARCH, &json!({ "trxID": "AAAAAAAAAA" }))
        .await;
    assert_eq!(unknown.code(), "2003");
}

#[tokio::test]
async fn limits_of_the_pages_can_be_moved() {
    let merchant = Merchant::with(json!({ "otp_tries": 1, "pin_lock": 1, "pin_tries": 5 })).await;
    let first = merchant.created("1").await;
    let failed = merchant.pay(&first, json!({ "otp": "000000" })).await;
    assert_eq!(failed.text("status"), "failure");
    let second = merchant.created("1").await;
    let failed = merchant
        .pay(&second, json!({ "wallet": WALLET, "pin": "99999" }))
        .await;
    assert_eq!(failed.text("status"), "failure");
    let books = merchant.books().await;
    let wallets = books["wallets"].as_array().unwrap();
    assert_eq!(wallets[0]["locked"], true, "{books}");
}

#[tokio::test(start_paused = true)]
async fn the_api_gateway_gives_up_after_29_seconds_and_the_work_goes_on() {
    let merchant = Merchant::admitted(builder().profile(Profile::Strict).router(), "key-1").await;
    let payment_id = merchant.approved("1", WALLET).await;
    merchant
        .fault(json!({ "endpoint": "execute", "fault": "delay", "seconds": 40 }))
        .await;
    let started = tokio::time::Instant::now();
    let given_up = merchant.execute(&payment_id).await;
    assert_eq!(given_up.status, StatusCode::GATEWAY_TIMEOUT);
    assert_eq!(
        given_up.body,
        json!({ "message": "Endpoint request timed out" })
    );
    assert_eq!(started.elapsed(), Duration::from_secs(29));
    tokio::time::sleep(Duration::from_secs(12)).await;
    assert_eq!(
        merchant.query(&payment_id).await.text("transactionStatus"),
        "Completed"
    );
    let journal = merchant.journal().await;
    let execute = journal
        .iter()
        .find(|entry| entry["endpoint"] == "execute")
        .unwrap();
    assert_eq!(execute["response"]["status"], 504);
}

#[tokio::test]
async fn old_replies_lack_the_fields_of_2025() {
    let merchant = Merchant::with(json!({ "reply_age": "oldest" })).await;
    let approved = merchant.approved("20", WALLET).await;
    let executed = merchant.execute(&approved).await;
    let found = json!({ "trxID": executed.text("trxID") });
    let (_, agreement) = merchant.agreed(WALLET).await;
    let replies = [
        executed.body,
        merchant.query(&agreement).await.body,
        merchant.query(&approved).await.body,
        merchant.call(SEARCH, &found).await.body,
    ];
    let newer = [
        "payerAccount",
        "payerType",
        "maxRefundableAmount",
        "serviceFee",
        "creditedAmount",
    ];
    for reply in replies {
        assert_eq!(reply["statusCode"], "0000");
        assert!(newer.iter().all(|key| reply.get(key).is_none()), "{reply}");
    }
}

#[tokio::test]
async fn paths_that_only_clients_know_may_be_none() {
    let path = "/v1.2.0-beta/tokenized/checkout/general/searchTran";
    for (reading, status) in [("answered", 200), ("refused", 403)] {
        let merchant = Merchant::with(json!({ "path_variants": reading })).await;
        let (_, trx_id) = merchant.paid("20").await;
        let found = merchant.call(path, &json!({ "trxID": trx_id })).await;
        assert_eq!(found.status, status, "{reading}: {}", found.body);
    }
}
