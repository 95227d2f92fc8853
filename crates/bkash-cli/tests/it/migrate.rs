//! The command line of the move to PostgreSQL; the move itself is tried in the service's crate.

use crate::harness::Bkash;

const TO: &str = "postgres://shop:canary-of-a-password@127.0.0.1:1/bkash";

#[test]
fn only_from_sqlite_to_postgresql_and_no_password_is_repeated() {
    for (args, told) in [
        (vec!["--from", TO, "--to", "sqlite:x.db"], "no way back"),
        (
            vec!["--from", "sqlite:x.db", "--to", "sqlite:y.db"],
            "PostgreSQL only",
        ),
        (vec!["--from", "sqlite:x.db"], "PostgreSQL only"),
        (vec!["--from", "x.db", "--to", TO], "--from is wrong"),
        (
            vec![
                "--from",
                "sqlite:x.db",
                "--to",
                "postgres://canary-of-a-password@/",
            ],
            "--to is wrong",
        ),
    ] {
        let run = Bkash::new().run(&[&["migrate"], &args[..]].concat());
        assert_eq!(
            (run.code, run.stdout.as_str()),
            (2, ""),
            "{args:?}: {run:?}"
        );
        assert!(run.stderr.contains(told), "{args:?}: {run:?}");
        assert!(!run.stderr.contains("canary"), "{args:?}: {run:?}");
    }
}

#[test]
fn a_file_that_is_not_there_is_not_made_and_the_new_database_may_come_from_the_settings() {
    let bkash = Bkash::new().env("BKASH_DATABASE_URL", TO);
    let run = bkash.run(&["migrate", "--from", "sqlite:no.db"]);
    assert_eq!((run.code, run.stdout.as_str()), (4, ""), "{run:?}");
    assert!(run.stderr.contains("there is no file no.db"), "{run:?}");
    assert!(!bkash.folder().join("no.db").exists());
}
