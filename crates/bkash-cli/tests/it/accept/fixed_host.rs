use super::judging::Judging;
use crate::harness::Bkash;

#[test]
fn a_shop_whose_host_is_fixed_is_told_of_a_proxy_and_an_authority() {
    let shop = Bkash::new();
    let args = ["--watch", "--tls", "127.0.0.1:0", "--tls-dir", "tls"];
    let mut judging = Judging::start(&shop, &args);
    judging.wait_for("HTTPS_PROXY=http://127.0.0.1:");
    let line = judging.wait_for("SSL_CERT_FILE=");
    let file = line.trim().strip_prefix("SSL_CERT_FILE=").unwrap();
    let file = std::path::Path::new(file.split("  ").next().unwrap());
    assert!(file.is_absolute() && file.exists(), "{line}");
}
