use crate::harness::Bkash;

#[test]
fn a_wrong_command_line_says_what_to_do() {
    for (args, told) in [
        (
            &["--dry-run", "--only", "foo"][..],
            "groups   tokens, callback, ",
        ),
        (&["--watch", "--quick"], "cannot be used with"),
        (&["--watch", "--dry-run"], "cannot be used with"),
        (&["--watch", "--format", "pdf"], "text, json, junit"),
        (&["--watch", "--lang", "fr"], "en, bn"),
        (
            &["--proxy", "http://tokenized.sandbox.bka.sh"],
            "https address",
        ),
        (
            &["--proxy", "https://h", "--listen", "0.0.0.0:0"],
            "listen on 127.0.0.1",
        ),
        (
            &["--proxy", "https://h", "--proxy-authority", "none.pem"],
            "none.pem: ",
        ),
        (
            &["--watch", "--proxy-authority", "none.pem"],
            "cannot be used with",
        ),
        (&["--proxy-authority", "none.pem"], "--proxy <URL>"),
        (&["--watch", "--tls", "127.0.0.1:0"], "--tls-dir <FOLDER>"),
        (&["--watch", "--tls-dir", "tls"], "--tls <ADDRESS>"),
        (
            &["--proxy", "https://h", "--tls", "[::1]:0", "--tls-dir", "x"],
            "cannot be used with",
        ),
        (
            &["--watch", "--output", "no/such/folder"],
            "cannot be written",
        ),
        (&[], "--watch"),
    ] {
        let run = Bkash::new().run(&[&["accept"], args].concat());
        assert_eq!(
            (run.code, run.stdout.as_str()),
            (2, ""),
            "{args:?}: {run:?}"
        );
        assert!(run.stderr.contains(told), "{args:?}: {}", run.stderr);
    }
}

#[test]
fn a_port_that_is_taken_is_told_at_once() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    for way in [&["--watch"][..], &["--proxy", "https://h"]] {
        let run = Bkash::new().run(&[&["accept", "--listen", &address], way].concat());
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{run:?}");
        assert!(run.stderr.contains("name another --listen"), "{run:?}");
    }
}

#[test]
fn a_tls_port_that_is_taken_is_told_by_its_own_flag() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let args = ["accept", "--watch", "--listen", "127.0.0.1:0", "--tls"];
    let run = Bkash::new().run(&[&args[..], &[&address, "--tls-dir", "tls"]].concat());
    assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{run:?}");
    assert!(run.stderr.contains("--tls or --tls-dir"), "{run:?}");
    assert!(run.stderr.contains(&address), "{run:?}");
}

#[test]
fn the_cases_are_listed_with_what_they_need() {
    let run = Bkash::new().run(&["accept", "--dry-run"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{run:?}");
    let row = |id: &str| {
        let line = run.stdout.lines().find(|line| line.starts_with(id));
        line.unwrap_or_else(|| panic!("{id}: {}", run.stdout))
            .split_whitespace()
            .take(4)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        row("callback/2"),
        ["callback/2", "must", "quick", "[checkout]"]
    );
    assert_eq!(row("time/2"), ["time/2", "must", "slow", "[checkout]"]);
    // Some of its stories hang, and one does not.
    assert_eq!(row("refund/5"), ["refund/5", "must", "quick", "[refund]"]);
    assert_eq!(row("refund/3"), ["refund/3", "should", "quick", "[refund]"]);
    assert_eq!(row("tokens/6"), ["tokens/6", "must", "quick", "[app]"]);
    assert_eq!(
        row("security/4"),
        ["security/4", "should", "quick", "--tls"]
    );
    assert!(run.stdout.lines().count() > 40, "{}", run.stdout);
}

#[test]
fn the_list_can_be_cut_down_to_a_group_and_to_what_is_quick() {
    let run = Bkash::new().run(&["accept", "--dry-run", "--only", "time"]);
    assert!(run.stdout.lines().count() >= 8, "{}", run.stdout);
    let only: Vec<_> = run.stdout.lines().skip(1).collect();
    assert!(only.iter().all(|line| line.starts_with("time/")));
    let run = Bkash::new().run(&[
        "accept",
        "--dry-run",
        "--quick",
        "--only",
        "callback/2",
        "--only",
        "time/2",
    ]);
    assert_eq!(run.stdout.lines().count(), 2, "{}", run.stdout);
}
