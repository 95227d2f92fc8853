//! `bkash migrate` killed between its two commits.

use std::process::Stdio;
use std::time::Duration;

use super::postgres::{Database, execute, server, try_execute};
use super::process::{Process, eventually};
use crate::harness::{Bkash, Gateway, Serving, request};

/// Makes the last commit take a second, so that it can be met on its way: the table is made in that transaction.
const SLOW_COMMIT: &str = "
    CREATE FUNCTION slowly() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN PERFORM pg_sleep(1); RETURN NULL; END $$;
    CREATE FUNCTION slow_down() RETURNS event_trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF EXISTS (SELECT 1 FROM pg_event_trigger_ddl_commands() WHERE object_identity = 'public.carried_over') THEN
            CREATE CONSTRAINT TRIGGER slow_commit AFTER INSERT ON carried_over
                DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION slowly();
        END IF;
    END $$;
    CREATE EVENT TRIGGER slow_down ON ddl_command_end WHEN TAG IN ('CREATE TABLE')
        EXECUTE FUNCTION slow_down();";

/// Fails unless the database is in the middle of a commit.
const COMMITTING: &str = "DO $$ BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM pg_stat_activity
        WHERE datname = current_database() AND state = 'active' AND query = 'COMMIT'
    ) THEN RAISE EXCEPTION 'not yet'; END IF; END $$";

#[test]
fn killed_after_the_first_of_its_two_commits_it_is_repeated_and_the_new_database_has_all() {
    let (gateway, database) = (Gateway::start(), Database::create(&server()));
    let bkash = Bkash::with_gateway(gateway.url());
    let serving = Serving::start(&bkash);
    let (payment, callback) = serving.approved(&gateway);
    serving.visit(&callback);
    let tokens = gateway.journal().matches("/token/").count();
    assert_eq!(serving.terminate().code(), Some(0));

    execute(database.url(), SLOW_COMMIT);
    let migrate = [
        "migrate",
        "--from",
        "sqlite:bkash.db",
        "--to",
        database.url(),
    ];
    let mut running = bkash
        .command(&migrate)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let committing = || try_execute(database.url(), COMMITTING).is_ok();
    assert!(eventually(Duration::from_secs(30), committing));
    running.kill().unwrap();
    assert_eq!(
        running.wait().unwrap().code(),
        None,
        "killed, and not ended"
    );

    let again = bkash.run(&migrate);
    assert_eq!((again.code, again.stdout.as_str()), (0, ""), "{again:?}");
    assert!(again.stderr.contains("the data is in"), "{again:?}");
    for args in [&migrate[..], &["serve", "--listen", "127.0.0.1:0"]] {
        let refused = bkash.run(args);
        assert_eq!(refused.code, 4, "{refused:?}");
        assert!(
            refused.stderr.contains("has moved: postgres://"),
            "{refused:?}"
        );
    }

    let serve = [
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--database-url",
        database.url(),
    ];
    let mut serve = bkash.command(&serve);
    serve.stderr(Stdio::null());
    let new = Process::start(serve);
    let shown = request(new.url(), "GET", &format!("/v1/payments/{payment}"), "");
    assert!(shown.contains(r#""status":"completed""#), "{shown}");
    let next = approved_again(&new, &gateway);
    request(new.url(), "GET", &next, "");
    assert_eq!(gateway.journal().matches("/token/").count(), tokens);
}

/// The path that the payer of another payment comes back to.
fn approved_again(service: &Process, gateway: &Gateway) -> String {
    let order = r#"{"amount":"20.00","merchant_invoice_number":"INV-2",
        "payer_reference":"01770618575","return_url":"http://127.0.0.1:9/thanks"}"#;
    let answer = request(service.url(), "POST", "/v1/payments", order);
    let answer: serde_json::Value = serde_json::from_str(&answer).unwrap();
    let callback = gateway.pay(answer["gateway_payment_id"].as_str().unwrap());
    callback.strip_prefix(service.url()).unwrap().to_owned()
}
