use bkash_simulator::Simulator;
use tempfile::TempDir;
use tokio::runtime::Runtime;

use super::judging::Judging;
use super::watch::{created, outcome, paid};
use crate::harness::{Bkash, CANARIES};

/// A gateway over TLS, with an authority of its own, on a runtime of its own.
struct Gateway {
    runtime: Runtime,
    simulator: Option<Simulator>,
    folder: TempDir,
}

impl Gateway {
    fn start() -> Self {
        let folder = TempDir::new().unwrap();
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let builder = Simulator::builder().tls("127.0.0.1:0".parse().unwrap(), folder.path());
        let simulator = runtime.block_on(builder.start()).unwrap();
        Self {
            runtime,
            simulator: Some(simulator),
            folder,
        }
    }

    fn simulator(&self) -> &Simulator {
        self.simulator.as_ref().unwrap()
    }

    fn origin(&self) -> String {
        let port = self.simulator().tls_addr().unwrap().port();
        format!("https://localhost:{port}")
    }

    fn authority(&self) -> String {
        let file = self.folder.path().join("authority.pem");
        file.to_str().unwrap().to_owned()
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        if let Some(simulator) = self.simulator.take() {
            self.runtime.block_on(simulator.shutdown());
        }
    }
}

#[test]
fn a_payment_over_tls_is_judged_and_no_secret_is_told() {
    let gateway = Gateway::start();
    let (origin, authority) = (gateway.origin(), gateway.authority());
    let args = ["--proxy", &origin, "--proxy-authority", &authority];
    let bkash = Bkash::new();
    let report = [&args[..], &["--format", "json", "--evidence", "pack"]].concat();
    let mut judging = Judging::start(&bkash, &report);
    let shop = Bkash::with_gateway(judging.url());
    let payment = paid(&shop, gateway.simulator().url(), "INV-1");
    judging.wait_for("✓ milestones/1");
    let run = judging.stop();
    assert_eq!(run.code, 3, "{run:?}");
    let report = run.json();
    assert_eq!(outcome(&report, "milestones/1"), "passed");
    assert_eq!(outcome(&report, "time/2"), "not_judged");

    let evidence = std::fs::read_to_string(bkash.folder().join("pack/evidence.txt")).unwrap();
    assert!(evidence.contains(&payment), "{evidence}");
    let all = format!("{}{}{evidence}", run.stdout, run.stderr);
    for (name, canary) in CANARIES {
        assert!(!all.contains(canary), "{name}: {all}");
    }
    assert!(!all.contains("eyJ"), "a token: {all}");
}

#[test]
fn a_gateway_that_is_not_trusted_is_not_called_and_the_reason_is_told() {
    let (gateway, stranger) = (Gateway::start(), Gateway::start());
    let (origin, authority) = (gateway.origin(), stranger.authority());
    let args = ["--proxy", &origin, "--proxy-authority", &authority];
    let mut judging = Judging::start(&Bkash::new(), &args);
    let shop = Bkash::with_gateway(judging.url());
    let refused = shop.run(&["token", "grant", "--json"]);
    assert_ne!(refused.code, 0, "{refused:?}");
    let told = judging.wait_for("the gateway did not answer token_grant");
    assert!(told.contains("certificate"), "{told}");
    assert_eq!(judging.stop().code, 3);
}

#[test]
fn only_what_can_be_shown_at_the_real_gateway_is_asked_for() {
    let gateway = Gateway::start();
    let (origin, authority) = (gateway.origin(), gateway.authority());
    let args = ["--proxy", &origin, "--proxy-authority", &authority];
    let mut judging = Judging::start(&Bkash::new(), &args);
    let todo = judging.wait_for("tokens/3");
    assert!(todo.contains("wait an hour"), "{todo}");
    let shop = Bkash::with_gateway(judging.url());
    created(&shop, "INV-1");
    let run = judging.stop();
    assert!(!run.stderr.contains("· time/"), "{}", run.stderr);
}
