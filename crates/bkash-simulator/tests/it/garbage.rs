//! Whatever comes in, something orderly goes out.

use axum::body::Body;
use http::Request;
use proptest::prelude::*;

use crate::harness::{
    AGREEMENT, CANCEL, CAPTURE, CREATE, EXECUTE, GRANT, Merchant, QUERY, REFRESH, REFUND_V1,
    REFUND_V2, REFUND_V2_STATUS, SEARCH, VOID,
};

const PATHS: [&str; 38] = [
    GRANT,
    REFRESH,
    CREATE,
    EXECUTE,
    QUERY,
    SEARCH,
    REFUND_V1,
    REFUND_V2,
    REFUND_V2_STATUS,
    AGREEMENT,
    CANCEL,
    CAPTURE,
    VOID,
    "/v2/tokenized-checkout/payment/create",
    "/v2/tokenized-checkout/agreement/create",
    "/v2/tokenized-checkout/agreement/execute",
    "/v2/tokenized-checkout/payment-with-agreement/create",
    "/v2/tokenized-checkout/query/payment",
    "/v1.2.0-beta/checkout/payment/create",
    "/v1.2.0-beta/checkout/payment/query/%ff",
    "/v1.0.0-beta/checkout/payment/execute/TR0011x",
    "/_simulator/agreements/%ff/cancel",
    "/",
    "/_simulator/reset",
    "/_simulator/faults",
    "/_simulator/faults/1",
    "/_simulator/clock/advance",
    "/_simulator/payments/TR0011x/pay",
    "/_simulator/books",
    "/_simulator/notifications",
    "/_simulator/notifications/send",
    "/_simulator/sns/",
    "/_simulator/sns/?Action=ConfirmSubscription&Token=%ff",
    "/_simulator/sns/%ff",
    "/checkout/TR0011x",
    "/checkout/TR0011x/otp",
    "/checkout/%ff/pin",
    "/?paymentId=%00&hash=%ff",
];

const FIELDS: [&str; 20] = [
    "mode",
    "paymentID",
    "paymentId",
    "agreementID",
    "agreementId",
    "trxID",
    "trxId",
    "amount",
    "refundAmount",
    "currency",
    "callbackURL",
    "app_key",
    "refresh_token",
    "endpoint",
    "seconds",
    "window",
    "url",
    "tamper",
    "late_seconds",
    "message",
];

fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<i64>().prop_map(|number| number.to_string()),
        any::<f64>().prop_map(|number| number.to_string()),
        ".{0,40}".prop_map(|text| serde_json::Value::from(text).to_string()),
        Just("null".to_owned()),
        Just("[[{}]]".to_owned()),
        Just("\"0011\"".to_owned()),
        Just("\"999999999999999999999999.99\"".to_owned()),
    ]
}

/// Objects of our fields with any values, and plain noise.
fn body() -> impl Strategy<Value = Vec<u8>> {
    let object = prop::collection::vec((prop::sample::select(&FIELDS[..]), value()), 0..8);
    prop_oneof![
        3 => object.prop_map(|fields| {
            let fields: Vec<_> =
                fields.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
            format!("{{{}}}", fields.join(",")).into_bytes()
        }),
        1 => prop::collection::vec(any::<u8>(), 0..200),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn no_request_makes_a_panic_or_a_500(
        path in prop::sample::select(&PATHS[..]),
        method in prop::sample::select(&["GET", "POST", "PUT", "DELETE"][..]),
        body in body(),
        form in any::<bool>(),
        with_token in any::<bool>(),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        let reply = runtime.block_on(async {
            let merchant = Merchant::new().await;
            let kind = if form { "application/x-www-form-urlencoded" } else { "application/json" };
            let mut request = Request::builder()
                .method(method)
                .uri(path)
                .header("content-type", kind)
                .header("username", "u")
                .header("password", "p");
            if with_token {
                request = request
                    .header("authorization", &merchant.token)
                    .header("x-app-key", &merchant.app_key);
            }
            merchant.send(request.body(Body::from(body)).unwrap()).await
        });
        prop_assert!(reply.status.as_u16() < 500, "{} {}", reply.status, reply.body);
    }
}

#[tokio::test]
async fn what_no_page_and_no_control_call_can_read_is_answered_in_their_own_words() {
    let merchant = Merchant::new().await;
    let paths = [
        "/checkout/%ff",
        "/checkout/TR0011x?window=a&window=b",
        "/checkout/TR0011x/close?window=a&window=b",
    ];
    for path in paths {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let reply = merchant.send(request).await;
        assert_eq!(reply.status, 400, "{path}");
        assert!(
            reply.headers.contains_key("content-security-policy"),
            "{path}"
        );
    }
    let too_large = "x".repeat(3_000_000);
    for (method, path, body, status) in [
        ("DELETE", "/_simulator/faults/first", "", 404),
        ("POST", "/_simulator/payments/%ff/pay", "", 404),
        ("POST", "/_simulator/faults", &*too_large, 413),
    ] {
        let request = Request::builder().method(method).uri(path);
        let reply = merchant
            .send(request.body(Body::from(body.to_owned())).unwrap())
            .await;
        assert_eq!(reply.status, status, "{path}");
        assert_eq!(
            reply.headers["content-type"], "application/problem+json",
            "{path}"
        );
    }
}
