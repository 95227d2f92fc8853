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
fn a_port_that_is_taken_is_told() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let run = Bkash::new().run(&["simulate", "--listen", &address]);
    assert_eq!((run.code, run.stdout.as_str()), (4, ""), "{run:?}");
    assert!(run.stderr.contains("name another --listen"), "{run:?}");
}
