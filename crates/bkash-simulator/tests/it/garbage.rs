//! Whatever comes in, something orderly goes out.

use axum::body::Body;
use http::Request;
use proptest::prelude::*;
use tower::ServiceExt as _;

use crate::harness::{Merchant, builder, read};

/// Pages, and paths that name what is not there. Those of the control calls come from their own document.
const PAGES: [&str; 13] = [
    "/",
    "/?paymentId=%00&hash=%ff",
    "/redirect/tokenized/?paymentID=TR0011x&hash=a",
    "/checkout/TR0011x",
    "/checkout/TR0011x/wallet",
    "/checkout/TR0011x/otp",
    "/checkout/TR0011x/resend",
    "/checkout/TR0011x/close",
    "/checkout/%ff/pin",
    "/assets/page.css",
    "/_simulator/agreements/%ff/cancel",
    "/_simulator/sns/?Action=ConfirmSubscription&Token=%ff",
    "/_simulator/sns/%ff",
];

const FAMILY_A: [&str; 14] = [
    "token/grant",
    "token/refresh",
    "create",
    "execute",
    "payment/status",
    "general/searchTransaction",
    "general/search/searchTransaction",
    "payment/confirm/capture",
    "payment/confirm/void",
    "agreement/status",
    "agreement/cancel",
    "payment/refund",
    "payment/refund/status",
    "nowhere",
];

const FAMILY_B: [&str; 18] = [
    "auth/grant-token",
    "auth/refresh-token",
    "payment/create",
    "payment/execute",
    "payment/capture",
    "payment/void",
    "query/payment",
    "query/agreement",
    "general/search-transaction",
    "agreement/create",
    "agreement/execute",
    "agreement/cancel",
    "payment-with-agreement/create",
    "payment-with-agreement/execute",
    "payment-with-agreement/capture",
    "payment-with-agreement/void",
    "refund/payment/transaction",
    "refund/payment/status",
];

const IFRAME: [&str; 9] = [
    "token/grant",
    "token/refresh",
    "payment/create",
    "payment/execute/TR0011x",
    "payment/query/%ff",
    "payment/search/AAAAAAAAAA",
    "payment/capture/TR0011x",
    "payment/void/TR0011x",
    "payment/refund",
];

/// Every path of the API, the pages and the control interface.
fn paths() -> Vec<String> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let document = runtime.block_on(async {
        let request = Request::get("/_simulator/openapi.json").body(Body::empty());
        let response = builder().router().oneshot(request.unwrap()).await.unwrap();
        read(response).await.body
    });
    let control = document["paths"].as_object().unwrap().keys();
    let control = control.map(|path| path.replace(['{', '}'], ""));
    let under = |base: &'static str, paths: &'static [&'static str]| {
        paths.iter().map(move |path| format!("{base}/{path}"))
    };
    under("/v1.2.0-beta/tokenized/checkout", &FAMILY_A)
        .chain(under("/v2/tokenized-checkout", &FAMILY_B))
        .chain(under("/v1.2.0-beta/checkout", &IFRAME))
        .chain(PAGES.into_iter().map(str::to_owned))
        .chain(control)
        // It answers for as long as somebody listens.
        .filter(|path| !path.ends_with("/journal/stream"))
        .collect()
}

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
        path in prop::sample::select(paths()),
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
                .uri(&path)
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
        prop_assert!(reply.status.as_u16() < 500, "{path}: {} {}", reply.status, reply.body);
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
