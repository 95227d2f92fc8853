use std::io::{BufRead, BufReader};
use std::process::Stdio;

use crate::harness::{Bkash, request};

#[test]
fn the_simulator_prints_its_address_on_stdout_and_has_the_wallets_that_it_names() {
    let bkash = Bkash::new();
    let mut process = bkash
        .command(&["simulate", "--listen", "127.0.0.1:0", "--seed", "7"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut url = String::new();
    BufReader::new(process.stdout.take().unwrap())
        .read_line(&mut url)
        .unwrap();
    let told: Vec<String> = BufReader::new(process.stderr.take().unwrap())
        .lines()
        .map(Result::unwrap)
        .take_while(|line| !line.starts_with("Press"))
        .collect();
    let books = request(url.trim_end(), "GET", "/_simulator/books?app_key=any", "");
    process.kill().unwrap();
    process.wait().unwrap();

    let wallets: Vec<_> = told
        .iter()
        .filter_map(|line| line.strip_prefix("  0"))
        .map(|line| &line[..10])
        .collect();
    assert_eq!(wallets.len(), 8, "{told:?}");
    for wallet in wallets {
        assert!(books.contains(&format!("0{wallet}")), "{wallet}: {books}");
    }
}

#[test]
fn the_scenarios_are_listed_with_their_stories_and_nothing_is_started() {
    let run = Bkash::new().run(&["simulate", "--list-scenarios"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{run:?}");
    assert!(
        run.stdout.contains("outage-at-lunch\n  A minute after"),
        "{run:?}"
    );
}

#[test]
fn a_scenario_that_cannot_be_played_is_told_with_its_line() {
    let bkash = Bkash::new();
    let run = bkash.run(&["simulate", "--scenario", "doomsday"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(
        run.stderr.contains("one of callbacks-gone-wild, eid-rush"),
        "{run:?}"
    );
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mine.toml");
    std::fs::write(
        &file,
        "name = \"mine\"\nstory = \"x\"\n\n[[fault]]\nfault = \"explode\"\n",
    )
    .unwrap();
    let file = file.to_str().unwrap();
    let run = bkash.run(&["simulate", "--scenario", file]);
    assert_eq!(run.code, 2, "{run:?}");
    let told = format!("{file}:5: fault 1: fault: there is no fault explode (one of delay, ");
    assert!(run.stderr.contains(&told), "{run:?}");
}

#[test]
fn a_port_that_is_taken_is_told() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let run = Bkash::new().run(&["simulate", "--listen", &address]);
    assert_eq!((run.code, run.stdout.as_str()), (4, ""), "{run:?}");
    assert!(run.stderr.contains("name another --listen"), "{run:?}");
}

#[test]
fn the_way_for_a_client_whose_host_is_fixed_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tls");
    let path = path.to_str().unwrap();
    let any = "127.0.0.1:0";
    let mut process = Bkash::new()
        .command(&["simulate", "--listen", any, "--tls", any, "--tls-dir", path])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let told: Vec<String> = BufReader::new(process.stderr.take().unwrap())
        .lines()
        .map(Result::unwrap)
        .take_while(|line| !line.starts_with("Press"))
        .collect();
    process.kill().unwrap();
    process.wait().unwrap();
    let value = |name: &str| {
        let line = told.iter().find_map(|line| line.trim().strip_prefix(name));
        line.unwrap_or_else(|| panic!("{name}: {told:?}"))
            .to_owned()
    };
    assert!(!value("HTTPS_PROXY=http://127.0.0.1:").is_empty());
    let authority = value("SSL_CERT_FILE=");
    let authority = authority.split_whitespace().next().unwrap();
    let pem = std::fs::read_to_string(authority).unwrap();
    assert!(pem.starts_with("-----BEGIN CERTIFICATE-----"), "{pem}");
}

#[test]
fn tls_without_a_folder_is_refused() {
    let run = Bkash::new().run(&["simulate", "--tls", "127.0.0.1:0"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{run:?}");
    assert!(run.stderr.contains("--tls-dir"), "{run:?}");
}

#[test]
fn a_listener_that_is_not_on_the_web_is_refused() {
    let run = Bkash::new().run(&["simulate", "--notify", "mailto:shop@example.com"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(
        run.stderr.contains("neither http nor https"),
        "{}",
        run.stderr
    );
}
