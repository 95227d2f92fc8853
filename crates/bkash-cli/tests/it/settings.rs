use std::os::unix::fs::PermissionsExt;

use crate::harness::Bkash;

#[test]
fn the_file_that_init_writes_loads_and_is_closed_to_others() {
    let bkash = Bkash::new();
    let run = bkash.run(&["init"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{run:?}");
    let file = bkash.folder().join("bkash.toml");
    assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);

    let check = bkash.run(&["check"]);
    assert_eq!(check.code, 0, "{check:?}");
    for key in ["api_key", "webhook_secret", "encryption_key"] {
        let text = std::fs::read_to_string(&file).unwrap();
        let secret = text.lines().find(|line| line.starts_with(key)).unwrap();
        let secret = secret.split('"').nth(1).unwrap();
        assert!(secret.len() > 40, "{key}");
        assert!(
            !format!("{check:?}{run:?}").contains(secret),
            "{key} is shown"
        );
    }
}

#[test]
fn every_commented_default_in_the_file_of_init_is_a_good_value_too() {
    let bkash = Bkash::new();
    bkash.run(&["init"]);
    let text = std::fs::read_to_string(bkash.folder().join("bkash.toml")).unwrap();
    let key_and_value = |line: &&str| {
        line.split_once(" = ")
            .is_some_and(|(key, _)| !key.contains(' '))
    };
    let lines: Vec<_> = text
        .lines()
        .map(|line| line.strip_prefix("# ").unwrap_or(line))
        .filter(key_and_value)
        // The other way to give encryption_key.
        .filter(|line| !line.starts_with("encryption_key_file"))
        .collect();
    assert_eq!(lines.len(), 21);
    bkash.write("all.toml", &lines.join("\n"));
    let run = bkash.run(&["check", "--config", "all.toml"]);
    assert_eq!(run.code, 0, "{run:?}");
}

#[test]
fn init_replaces_a_file_only_when_told_to() {
    let bkash = Bkash::new();
    bkash.write("mine.toml", "# mine");
    let refused = bkash.run(&["init", "--path", "mine.toml"]);
    assert_eq!(refused.code, 2);
    assert!(refused.stderr.contains("mine.toml exists"), "{refused:?}");
    let read = || std::fs::read_to_string(bkash.folder().join("mine.toml")).unwrap();
    assert_eq!(read(), "# mine");
    assert_eq!(
        bkash.run(&["init", "--path", "mine.toml", "--force"]).code,
        0
    );
    assert!(read().contains("api_key = "));
}

#[test]
fn the_environment_is_enough_and_wins_over_the_file_and_a_flag_wins_over_both() {
    let bkash = Bkash::with_gateway("http://127.0.0.1:1");
    assert_eq!(bkash.run(&["check"]).code, 0);
    bkash.write(
        "bkash.toml",
        "app_key = \"from-file\"\nusername = \"file\"\nlog = \"warn\"\n",
    );
    let settings = bkash.json(&["check", "--json", "--username", "flag"]);
    assert_eq!(settings["app_key"]["from"], "BKASH_APP_KEY");
    assert_eq!(
        settings["username"],
        serde_json::json!({"value": "flag", "from": "--username"})
    );
    assert_eq!(settings["log"]["from"], "bkash.toml:3");
    assert_eq!(settings["refund_api"]["from"], "default");
    assert_eq!(settings["app_secret"]["value"], "********");
    assert_eq!(settings["public_url"], serde_json::Value::Null);
}

#[test]
fn every_missing_setting_is_named_at_once_with_its_remedy() {
    let run = Bkash::new().run(&["check"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    for told in [
        "5 settings need your attention",
        "gateway_url is missing",
        "`gateway_url` in the file, BKASH_GATEWAY_URL or --gateway-url",
        "app_key is missing",
        "`app_secret` in the file or BKASH_APP_SECRET\n",
        "username is missing",
        "password is missing",
    ] {
        assert!(run.stderr.contains(told), "{told}: {}", run.stderr);
    }
}

/// The setting, a wrong value, and what is said of it.
const WRONG: &[(&str, &str, &str)] = &[
    (
        "gateway_url",
        "http://tokenized.sandbox.bka.sh",
        "plain http is accepted on loopback only",
    ),
    (
        "gateway_url",
        "https://tokenized.pay.bka.sh/v1.2.0-beta",
        "version prefix",
    ),
    ("gateway_url", "tokenized.pay.bka.sh", "is not an address"),
    ("api_version", "v1/x", "one path segment"),
    ("app_key", " pasted ", "begins or ends with a blank"),
    ("listen", "8601", "an IP address and a port"),
    ("listen", "0.0.0.0:8601", "public_url is missing"),
    ("public_url", "pay.shop.example", "whole address"),
    ("database_url", "bkash.db", "sqlite:PATH"),
    (
        "database_url",
        "postgres://me:pw-canary@db",
        "postgres://USER:PASSWORD@HOST:PORT/DATABASE",
    ),
    ("api_key", "two words, sixteen", "visible ASCII characters"),
    ("webhook_url", "ftp://shop.example", "whole address"),
    ("webhook_secret", "whsec_short", "24 to 64 random bytes"),
    (
        "token_store",
        "redis://:pw-canary@cache/one",
        "whole number",
    ),
    (
        "encryption_key",
        "pw-canary",
        "key 1 is not the base64 text",
    ),
    (
        "encryption_key",
        "sealed:v1:00:AA",
        "cannot itself be sealed",
    ),
    ("token_store", "file", "`database`"),
    ("token_calls_per_hour", "0", "from 1 to 1000"),
    ("refund_api", "v3", "`v1` (one refund per payment)"),
    ("payment_expiry", "25h", "from 1m to 24h"),
    ("payment_expiry", "59", "from 1m to 24h"),
    ("amount_max", "0", "above zero"),
    ("amount_max", "1e6", "plain digits"),
    ("log", "info,,=loud=", "a filter such as info"),
    ("log_format", "yaml", "`text` or `json`"),
];

#[test]
fn each_wrong_value_in_the_environment_is_named_with_its_rule() {
    for (key, value, told) in WRONG {
        let name = format!("BKASH_{}", key.to_uppercase());
        let run = Bkash::with_gateway("http://127.0.0.1:1")
            .env(&name, value)
            .run(&["check"]);
        assert_eq!(run.code, 2, "{key} = {value}: {run:?}");
        assert!(run.stderr.contains(told), "{key} = {value}: {}", run.stderr);
        assert!(!run.stderr.contains("pw-canary"), "{}", run.stderr);
        let itself = !told.ends_with("is missing");
        assert!(
            !itself || run.stderr.contains(&format!("{key} is wrong ({name}: ")),
            "{run:?}"
        );
    }
}

#[test]
fn each_wrong_value_in_the_file_is_named_with_its_line() {
    for (key, value, told) in WRONG {
        let bkash = Bkash::new();
        bkash.run(&["init", "--path", "fresh.toml"]);
        let fresh = std::fs::read_to_string(bkash.folder().join("fresh.toml")).unwrap();
        let others: Vec<_> = fresh
            .lines()
            .filter(|line| !line.starts_with(&format!("{key} = ")))
            .collect();
        let line = others.len() + 1;
        bkash.write(
            "bkash.toml",
            &format!("{}\n{key} = \"{value}\"\n", others.join("\n")),
        );
        let run = bkash.run(&["check"]);
        assert_eq!(run.code, 2, "{key} = {value}: {run:?}");
        let itself = !told.ends_with("is missing");
        let place = format!("{key} is wrong (bkash.toml:{line}: ");
        assert!(run.stderr.contains(told), "{key} = {value}: {}", run.stderr);
        assert!(
            !itself || run.stderr.contains(&place),
            "{key} = {value}: {}",
            run.stderr
        );
    }
}

#[test]
fn the_memory_token_store_is_for_loopback_only() {
    let sandbox = "https://tokenized.sandbox.bka.sh";
    let remote = Bkash::with_gateway(sandbox)
        .env("BKASH_TOKEN_STORE", "memory")
        .run(&["check"]);
    assert_eq!(remote.code, 2);
    assert!(remote.stderr.contains("token_store is wrong"), "{remote:?}");
    let local = Bkash::with_gateway("http://[::1]:1").env("BKASH_TOKEN_STORE", "memory");
    assert_eq!(local.run(&["check"]).code, 0);
}

#[test]
fn a_short_api_key_is_for_loopback_only_and_told() {
    let bkash = Bkash::with_gateway("http://127.0.0.1:1").env("BKASH_API_KEY", "ci-key");
    let local = bkash.run(&["check", "--listen", "[::1]:8601"]);
    assert_eq!(local.code, 0, "{local:?}");
    let told = "warning: api_key has less than 16 characters";
    assert!(local.stderr.contains(told), "{local:?}");

    let public = ["--public-url", "https://pay.shop.example"];
    let open = bkash.run(&["check", "--listen", "0.0.0.0:8601", public[0], public[1]]);
    assert_eq!(open.code, 2);
    for told in ["api_key is wrong (BKASH_API_KEY: ********)", "at least 16"] {
        assert!(open.stderr.contains(told), "{told}: {open:?}");
    }
    assert!(!format!("{local:?}{open:?}").contains("ci-key"));
}

#[test]
fn a_webhook_address_needs_a_secret() {
    let bkash = Bkash::with_gateway("http://127.0.0.1:1")
        .env("BKASH_WEBHOOK_URL", "https://shop.example/hook")
        .env("BKASH_WEBHOOK_SECRET", "");
    let run = bkash.run(&["check"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("webhook_secret is missing"), "{run:?}");
}

#[test]
fn a_misspelt_key_is_refused_and_a_misspelt_variable_is_told() {
    let bkash = Bkash::with_gateway("http://127.0.0.1:1").env("BKASH_LISEN", "127.0.0.1:1");
    bkash.write("bkash.toml", "\nwebhok_url = \"https://shop.example\"\n");
    let run = bkash.run(&["check"]);
    assert_eq!(run.code, 2);
    for told in [
        "bkash.toml:2: `webhok_url` is not a setting",
        "did you mean `webhook_url`?",
        "BKASH_LISEN is not a setting; did you mean BKASH_LISTEN?",
    ] {
        assert!(run.stderr.contains(told), "{told}: {}", run.stderr);
    }
}

#[test]
fn a_file_that_others_can_read_is_told_and_one_that_is_not_there_is_refused() {
    let bkash = Bkash::with_gateway("http://127.0.0.1:1");
    bkash.write("open.toml", "");
    let open = bkash.folder().join("open.toml");
    std::fs::set_permissions(&open, std::fs::Permissions::from_mode(0o644)).unwrap();
    let run = bkash.run(&["check", "--config", "open.toml"]);
    assert_eq!(run.code, 0);
    assert!(run.stderr.contains("chmod 600 open.toml"), "{run:?}");

    let run = bkash.run(&["check", "--config", "nowhere.toml"]);
    assert_eq!(run.code, 2);
    assert!(
        run.stderr.contains("nowhere.toml cannot be read"),
        "{run:?}"
    );
}

#[test]
fn a_variable_that_is_no_text_is_refused_instead_of_ignored() {
    use std::os::unix::ffi::OsStringExt;
    let bkash = Bkash::with_gateway("http://127.0.0.1:1");
    let bytes = std::ffi::OsString::from_vec(b"canary\xff".to_vec());
    let check = bkash
        .command(&["check"])
        .env("BKASH_API_KEY", bytes)
        .output()
        .unwrap();
    let told = String::from_utf8(check.stderr).unwrap();
    assert_eq!(check.status.code(), Some(2), "{told}");
    assert!(told.contains("BKASH_API_KEY is not UTF-8 text"), "{told}");
    assert!(!told.contains("canary"), "{told}");
}

#[test]
fn a_secret_on_the_command_line_is_refused_with_the_ways_to_give_it() {
    for command in ["serve", "check"] {
        for flag in [
            "--app-secret",
            "--api-key",
            "--webhook-secret",
            "--encryption-key",
        ] {
            let run = Bkash::new().run(&[command, flag, "canary-of-a-secret"]);
            assert_eq!(run.code, 2);
            let way = format!("BKASH_{}", flag[2..].replace('-', "_").to_uppercase());
            assert!(run.stderr.contains(&way), "{run:?}");
            assert!(!run.stderr.contains("canary-of-a-secret"), "{run:?}");
        }
    }
}
