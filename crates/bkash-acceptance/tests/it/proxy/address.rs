use bkash_acceptance::proxy::{Proxy, ProxyError, Upstream};
use url::Url;

fn refusal(origin: &str, authority: Option<&[u8]>) -> String {
    let origin = Url::parse(origin).unwrap();
    let error = Upstream::new(&origin, authority).unwrap_err();
    error.to_string()
}

#[test]
fn only_an_origin_is_a_gateways_address() {
    for (origin, told) in [
        ("http://tokenized.sandbox.bka.sh", "plain http"),
        ("ftp://tokenized.sandbox.bka.sh", "https://"),
        ("https://user:S3CRET@tokenized.sandbox.bka.sh", "user name"),
        (
            "https://tokenized.sandbox.bka.sh/v1.2.0-beta",
            "without a path",
        ),
    ] {
        let refusal = refusal(origin, None);
        assert!(refusal.contains(told), "{origin}: {refusal}");
        assert!(!refusal.contains("S3CRET"), "{refusal}");
    }
}

#[test]
fn a_file_without_a_certificate_is_no_authority() {
    let origin = "https://tokenized.sandbox.bka.sh";
    assert!(refusal(origin, Some(b"hello")).contains("no certificate"));
    let broken = b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    assert!(refusal(origin, Some(broken)).contains("no authority"));
}

#[tokio::test]
async fn tokens_are_not_taken_in_plain_http_from_elsewhere() {
    let origin = Url::parse("http://127.0.0.1:9").unwrap();
    let upstream = Upstream::new(&origin, None).unwrap();
    let everywhere = "0.0.0.0:0".parse().unwrap();
    let error = Proxy::start(everywhere, upstream).await.unwrap_err();
    assert!(matches!(error, ProxyError::NotLoopback(_)), "{error}");
}
