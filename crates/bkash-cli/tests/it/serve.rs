use crate::harness::{Bkash, CANARIES, Gateway, Serving, request};

#[test]
fn the_service_runs_on_the_environment_alone_and_shares_its_token_with_the_commands() {
    let gateway = Gateway::start();
    let bkash = Bkash::with_gateway(gateway.url());
    bkash.run(&["token", "grant"]);
    let serving = Serving::start(&bkash);
    let (payment, callback) = serving.approved(&gateway);
    serving.visit(&callback);
    let paid = request(serving.url(), "GET", &format!("/v1/payments/{payment}"), "");
    assert!(paid.contains("\"status\":\"completed\""), "{paid}");
    assert_eq!(gateway.journal().matches("/token/").count(), 1);
}

#[test]
fn it_ends_with_0_when_asked_to_stop_and_its_log_holds_no_secret() {
    let gateway = Gateway::start();
    let bkash = Bkash::with_gateway(gateway.url()).env("BKASH_LOG", "trace");
    let serving = Serving::start(&bkash);
    let (_, callback) = serving.approved(&gateway);
    serving.visit(&callback);
    assert_eq!(serving.terminate().code(), Some(0));

    let log = std::fs::read_to_string(bkash.folder().join("serve.log")).unwrap();
    assert!(log.contains("stopping"), "{log}");
    let secret = callback
        .split('?')
        .next()
        .and_then(|path| path.rsplit('/').next())
        .unwrap();
    for (name, canary) in CANARIES
        .into_iter()
        .chain([("the callback", secret), ("a token", "eyJ")])
    {
        assert!(!log.contains(canary), "the log shows {name}");
    }
    assert!(
        !log.contains("01770618575"),
        "the log shows a whole wallet number"
    );
}

#[test]
fn a_database_of_another_gateway_is_refused() {
    let (first, second) = (Gateway::start(), Gateway::start());
    let bkash = Bkash::with_gateway(first.url());
    drop(Serving::start(&bkash));
    let run = bkash.run(&[
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--gateway-url",
        second.url(),
    ]);
    assert_eq!((run.code, run.stdout.as_str()), (4, ""), "{run:?}");
    assert!(run.stderr.contains("error: "), "{run:?}");
}

#[test]
fn wrong_settings_start_nothing() {
    let bkash = Bkash::new();
    let run = bkash.run(&["serve"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert!(run.stderr.contains("gateway_url is missing"), "{run:?}");
    assert_eq!(
        std::fs::read_dir(bkash.folder()).unwrap().count(),
        0,
        "not even a database"
    );
}
