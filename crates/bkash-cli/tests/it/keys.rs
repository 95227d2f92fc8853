use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::process::Stdio;

use crate::harness::{Bkash, CANARIES, Gateway};

const SANDBOX: &str = "https://tokenized.sandbox.bka.sh";

/// Writes a fresh key into a file of the program's folder.
fn key_file(bkash: &Bkash, name: &str) {
    let run = bkash.run(&["key", "generate", "--file", name]);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{run:?}");
}

/// `bkash key seal SETTING --encryption-key-file KEY`, with `plain` on stdin.
fn sealed(bkash: &Bkash, setting: &str, key: &str, plain: &str) -> String {
    let mut child = bkash
        .command(&["key", "seal", setting, "--encryption-key-file", key])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    writeln!(stdin, "{plain}").unwrap();
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(!text.contains(plain), "{text}");
    text.trim_end().to_owned()
}

#[test]
fn a_key_is_printed_or_written_for_its_owner_and_never_over_another() {
    let bkash = Bkash::new();
    let printed = bkash.run(&["key", "generate"]).stdout;
    assert_eq!(printed.trim_end().len(), 44);
    assert_ne!(printed, bkash.run(&["key", "generate"]).stdout);
    key_file(&bkash, "bkash.key");
    let path = bkash.folder().join("bkash.key");
    let mode = path.metadata().unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let before = std::fs::read(&path).unwrap();
    let again = bkash.run(&["key", "generate", "--file", "bkash.key"]);
    assert_eq!(again.code, 2, "{again:?}");
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[test]
fn sealed_credentials_open_at_load_and_reach_the_gateway() {
    let gateway = Gateway::start();
    let bkash = Bkash::with_gateway(gateway.url());
    key_file(&bkash, "bkash.key");
    let mut bkash = bkash;
    for (name, plain) in CANARIES {
        let setting = name.trim_start_matches("BKASH_").to_lowercase();
        let text = sealed(&bkash, &setting, "bkash.key", plain);
        assert!(text.starts_with("sealed:v1:"), "{text}");
        bkash = bkash.env(name, &text);
    }
    let without = bkash.run(&["check"]);
    assert_eq!(without.code, 2);
    assert!(
        without
            .stderr
            .contains("app_secret is wrong (BKASH_APP_SECRET: ********)")
    );
    assert!(
        without.stderr.contains("BKASH_ENCRYPTION_KEY_FILE"),
        "{without:?}"
    );

    let bkash = bkash.env("BKASH_ENCRYPTION_KEY_FILE", "bkash.key");
    assert_eq!(bkash.run(&["check"]).code, 0);
    assert_eq!(bkash.run(&["token", "grant"]).code, 0);
}

#[test]
fn a_setting_that_was_sealed_with_another_key_or_for_another_setting_is_named() {
    let bkash = Bkash::with_gateway("http://127.0.0.1:1");
    key_file(&bkash, "one.key");
    key_file(&bkash, "two.key");
    let other_key = sealed(&bkash, "app_secret", "one.key", "canary-app-secret");
    let other_setting = sealed(&bkash, "app_secret", "two.key", "canary-app-secret");
    let bkash = bkash
        .env("BKASH_APP_SECRET", &other_key)
        .env("BKASH_PASSWORD", &other_setting)
        .env("BKASH_ENCRYPTION_KEY_FILE", "two.key");
    let run = bkash.run(&["check"]);
    assert_eq!(run.code, 2);
    for told in [
        "app_secret is wrong",
        "which is not among the encryption keys given",
        "password is wrong",
        "sealed for another place",
    ] {
        assert!(run.stderr.contains(told), "{told}: {}", run.stderr);
    }
}

#[test]
fn a_key_may_stand_in_one_place_only_and_only_secrets_are_sealed() {
    let bkash = Bkash::with_gateway("http://127.0.0.1:1");
    key_file(&bkash, "bkash.key");
    let key = std::fs::read_to_string(bkash.folder().join("bkash.key")).unwrap();
    let bkash = bkash
        .env("BKASH_ENCRYPTION_KEY", key.trim_end())
        .env("BKASH_ENCRYPTION_KEY_FILE", "bkash.key");
    let run = bkash.run(&["check"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("keep one of the two"), "{run:?}");
    for setting in ["encryption_key", "app_key"] {
        let run = bkash.run(&["key", "seal", setting]);
        assert_eq!(run.code, 2);
        assert!(run.stderr.contains("can be sealed: app_secret"), "{run:?}");
    }
}

#[test]
fn a_key_file_that_is_missing_is_named_and_one_that_others_can_read_is_told() {
    let bkash = Bkash::with_gateway("http://127.0.0.1:1").env("BKASH_ENCRYPTION_KEY_FILE", "k");
    let run = bkash.run(&["check"]);
    assert_eq!(run.code, 2);
    let told = "encryption_key_file is wrong (BKASH_ENCRYPTION_KEY_FILE: k)";
    assert!(run.stderr.contains(told), "{run:?}");
    key_file(&bkash, "k");
    let path = bkash.folder().join("k");
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o644)).unwrap();
    let run = bkash.run(&["check"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.stderr.contains("chmod 600 k"), "{run:?}");
}

#[test]
fn off_loopback_tokens_are_kept_sealed_or_not_at_all() {
    let bkash = Bkash::with_gateway(SANDBOX);
    let run = bkash.run(&["check"]);
    assert_eq!(run.code, 2);
    for told in ["encryption_key is missing", "bkash key generate"] {
        assert!(run.stderr.contains(told), "{told}: {}", run.stderr);
    }
    key_file(&bkash, "bkash.key");
    let run = bkash.run(&["check", "--encryption-key-file", "bkash.key"]);
    assert_eq!(run.code, 0, "{run:?}");
}

#[test]
fn what_init_writes_seals_the_tokens_and_a_lost_key_is_told_before_a_grant() {
    let gateway = Gateway::start();
    let bkash = Bkash::new().env("BKASH_GATEWAY_URL", gateway.url());
    assert_eq!(bkash.run(&["init"]).code, 0);
    assert_eq!(bkash.run(&["token", "grant"]).code, 0);
    let database = std::fs::read(bkash.folder().join("bkash.db-wal"))
        .or_else(|_| std::fs::read(bkash.folder().join("bkash.db")))
        .unwrap();
    let text = String::from_utf8_lossy(&database);
    // `{"alg` as a JWT begins; fewer letters stand in sealed text by chance.
    assert!(!text.contains("eyJhbGci"), "a token can be read");

    bkash.run(&["init", "--force"]);
    for command in ["show", "grant"] {
        let run = bkash.run(&["token", command]);
        assert_eq!(run.code, 4, "{run:?}");
        assert!(run.stderr.contains("BKASH_ENCRYPTION_KEY"), "{run:?}");
    }
    let serve = bkash.run(&["serve", "--listen", "127.0.0.1:0"]);
    assert_eq!(serve.code, 4);
    assert!(
        serve.stderr.contains("not among the encryption keys given"),
        "{serve:?}"
    );
}
