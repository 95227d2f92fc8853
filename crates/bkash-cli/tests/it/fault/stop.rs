//! Asked to stop.

use std::fs::File;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use super::exchange::exchange;
use super::process::{Process, eventually};
use super::shop::{approve, balances, calls, status};
use crate::harness::{Bkash, Gateway};

const HANGING: u32 = 20;
const HANGS: Duration = Duration::from_secs(6);
/// The gateway's 30 s and the service's own 10 s.
const BOUND: Duration = Duration::from_secs(40);
const SOON: Duration = Duration::from_secs(15);

#[test]
fn asked_to_stop_it_takes_no_new_call_and_records_every_execute_on_its_way() {
    let gateway = Gateway::start();
    let bkash = Bkash::with_gateway(gateway.url());
    let mut service = Process::start(serve(&bkash, "first.log"));
    let payments: Vec<_> = (0..HANGING)
        .map(|n| approve(&service, &gateway, n))
        .collect();
    let hang = format!(
        r#"{{"endpoint":"execute","fault":"delay","seconds":{},"after_effect":true,"count":{HANGING}}}"#,
        HANGS.as_secs()
    );
    gateway.fault(&hang);

    thread::scope(|scope| {
        for payment in &payments {
            let url = service.url();
            scope.spawn(move || exchange(url, "GET", &payment.callback, None, ""));
        }
        let all_hang = || calls(&gateway).get("execute").copied() == Some(payments.len());
        assert!(eventually(SOON, all_hang), "{:?}", calls(&gateway));
    });
    let asked = Instant::now();
    service.signal("TERM");
    let refused = || exchange(service.url(), "GET", "/healthz", None, "").is_err();
    assert!(eventually(SOON, refused), "it still takes new connections");
    let ended = service.ended(BOUND).map(|status| status.code());
    assert_eq!(ended, Some(Some(0)), "{}", log(&bkash, "first.log"));
    assert!(
        asked.elapsed() < HANGS + SOON,
        "it ends when they are answered"
    );

    let service = Process::start(serve(&bkash, "second.log"));
    for payment in &payments {
        assert_eq!(status(&service, payment), "completed", "{payment:?}");
    }
    let calls = calls(&gateway);
    assert_eq!(
        (calls["execute"], calls.get("query")),
        (payments.len(), None)
    );
    let (theirs, ours) = balances(&service, &gateway);
    assert_eq!(theirs, ours);
}

#[test]
fn a_second_signal_ends_it_at_once_and_says_that_money_may_have_moved() {
    for signals in [["TERM", "TERM"], ["INT", "INT"], ["TERM", "INT"]] {
        let gateway = Gateway::start();
        let bkash = Bkash::with_gateway(gateway.url());
        let mut service = Process::start(serve(&bkash, "serve.log"));
        let payment = approve(&service, &gateway, 1);
        gateway.fault(r#"{"endpoint":"execute","fault":"delay","seconds":60,"after_effect":true}"#);
        thread::scope(|scope| {
            let url = service.url();
            scope.spawn(|| exchange(url, "GET", &payment.callback, None, ""));
            let hangs = || calls(&gateway).contains_key("execute");
            assert!(eventually(SOON, hangs), "{:?}", calls(&gateway));
        });
        service.signal(signals[0]);
        let stops = || log(&bkash, "serve.log").contains("stopping");
        assert!(eventually(SOON, stops), "{}", log(&bkash, "serve.log"));
        assert!(service.status().is_none(), "it waits for execute");
        service.signal(signals[1]);
        let ended = service.ended(SOON).map(|status| status.code());
        let log = log(&bkash, "serve.log");
        assert_eq!(ended, Some(Some(3)), "{signals:?}: {log}");
        assert!(log.contains("next start"), "{log}");

        let again = Process::start(serve(&bkash, "again.log"));
        assert_eq!(status(&again, &payment), "executing", "the next life asks");
    }
}

fn serve(bkash: &Bkash, log: &str) -> Command {
    let mut command = bkash.command(&["serve", "--listen", "127.0.0.1:0"]);
    command.stderr(File::create(bkash.folder().join(log)).unwrap());
    command
}

fn log(bkash: &Bkash, name: &str) -> String {
    std::fs::read_to_string(bkash.folder().join(name)).unwrap()
}
