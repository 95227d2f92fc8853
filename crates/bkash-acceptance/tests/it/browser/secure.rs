use std::net::SocketAddr;
use std::time::Duration;

use bkash_acceptance::browser::End;
use bkash_simulator::Simulator;

use super::browsers;

#[tokio::test]
async fn a_certificate_that_a_developer_signed_is_good_on_this_machine() {
    let folder = tempfile::tempdir().unwrap();
    let nearby: SocketAddr = "127.0.0.1:0".parse().unwrap();
    let simulator = Simulator::builder()
        .listen(nearby)
        .tls(nearby, folder.path());
    let simulator = simulator.start().await.unwrap();
    let port = simulator.tls_addr().unwrap().port();
    for host in ["127.0.0.1", "localhost"] {
        let address = format!("https://{host}:{port}/").parse().unwrap();
        let arrival = browsers()
            .payer(Duration::from_secs(10))
            .open(&address)
            .await;
        assert_eq!(arrival.end, End::Page, "{host}");
        assert!(arrival.page().unwrap().is_html());
    }
    simulator.shutdown().await;
}
