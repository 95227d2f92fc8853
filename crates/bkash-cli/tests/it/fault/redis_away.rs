//! Redis holds the tokens, and goes.

use std::fs::File;
use std::time::Duration;

use super::exchange::exchange;
use super::process::{Process, eventually};
use super::servers::Server;
use super::shop::{approve, balances, calls, status};
use crate::harness::{Bkash, Gateway};

/// A call to a server that is away is given up after some seconds.
const SOON: Duration = Duration::from_secs(20);

#[test]
fn with_redis_gone_it_serves_on_with_the_token_in_hand_and_says_so() {
    let redis = Server::start("redis");
    let gateway = Gateway::start();
    let bkash = Bkash::with_gateway(gateway.url()).env("BKASH_TOKEN_STORE", &redis.address());
    let mut command = bkash.command(&["serve", "--listen", "127.0.0.1:0"]);
    command.stderr(File::create(bkash.folder().join("serve.log")).unwrap());
    let service = Process::start(command);
    let check_out = |n: u32| {
        let payment = approve(&service, &gateway, n);
        let visit = || exchange(service.url(), "GET", &payment.callback, None, "");
        assert!(eventually(SOON, || visit().unwrap().status == 303));
        assert_eq!(status(&service, &payment), "completed");
    };
    check_out(1);
    redis.tell("stop");
    for n in 2..6 {
        check_out(n);
    }
    let ready = exchange(service.url(), "GET", "/readyz", None, "").unwrap();
    assert_eq!(ready.status, 200, "a token is in hand: {ready:?}");
    assert_eq!(ready.json()["token_store"], "unavailable");
    redis.tell("start");
    check_out(6);
    let ready = exchange(service.url(), "GET", "/readyz", None, "").unwrap();
    assert!(
        ready.json()["token_store"].is_null(),
        "it is there again: {ready:?}"
    );
    let calls = calls(&gateway);
    assert_eq!((calls["token_grant"], calls["execute"]), (1, 6));
    let (theirs, ours) = balances(&service, &gateway);
    assert_eq!(theirs, ours);
}
