use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::time::{Duration, Instant};

use crate::harness::{Bkash, Run};

/// Far below a run; a shop that is not there is told in seconds.
const SOON: Duration = Duration::from_secs(45);

fn shop_toml(port: u16) -> String {
    format!(
        "[shop]\nname = \"Mine\"\n\n[checkout]\nmethod = \"POST\"\n\
         url = \"http://127.0.0.1:{port}/pay\"\nform = {{ product = \"1\" }}\n"
    )
}

/// A full run, which is to end soon all the same.
fn judged(shop: &str) -> Run {
    let bkash = Bkash::new();
    bkash.write("shop.toml", shop);
    let began = Instant::now();
    let any = "127.0.0.1:0";
    let run = bkash.run(&[
        "accept",
        "--shop",
        "shop.toml",
        "--listen",
        any,
        "--format",
        "json",
    ]);
    assert!(began.elapsed() < SOON, "{:?}", began.elapsed());
    run
}

#[test]
fn a_shop_that_is_not_up_is_told_soon() {
    let gone = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = gone.local_addr().unwrap().port();
    drop(gone);
    let run = judged(&shop_toml(port));
    assert_eq!(run.code, 3, "{run:?}");
    assert!(run.stderr.contains("error: "), "{}", run.stderr);
    assert!(run.stderr.contains("remedy"), "{}", run.stderr);
    let report = run.json();
    for case in report["cases"].as_array().unwrap() {
        assert_eq!(case["outcome"], "not_judged", "{case}");
    }
    let paid =
        { report["cases"].as_array().unwrap().iter() }.find(|case| case["id"] == "callback/3");
    let why = paid.unwrap()["saw"].as_str().unwrap();
    assert_eq!(why, "no payer got as far as bKash's page");
    assert!(run.stdout.contains("nothing listens"), "{}", run.stdout);
}

#[test]
fn a_shop_that_never_calls_the_simulator_is_told_why_that_may_be() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let _asked = stream.read(&mut [0; 4096]);
            let page = "<h1>Thanks for your order</h1>";
            let length = page.len();
            let head = "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\nconnection: close";
            let _told = write!(stream, "{head}\r\ncontent-length: {length}\r\n\r\n{page}");
        }
    });
    let run = judged(&shop_toml(port));
    assert_eq!(run.code, 3, "{run:?}");
    let told = run.stderr.to_lowercase();
    assert!(told.contains("base url"), "{}", run.stderr);
}

#[test]
fn every_mistake_of_the_file_is_told_with_its_line() {
    let bkash = Bkash::new();
    bkash.write(
        "shop.toml",
        "[shop]\nname = \"Mine\"\n[checkout]\nmetod = \"POST\"\nurl = \"127.0.0.1/pay\"\n",
    );
    let run = bkash.run(&["accept", "--shop", "shop.toml"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{run:?}");
    assert!(run.stderr.contains("shop.toml:4"), "{}", run.stderr);
    assert!(run.stderr.contains("shop.toml:5"), "{}", run.stderr);
    let run = bkash.run(&["accept", "--shop", "none.toml"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.stderr.contains("bkash accept init"), "{}", run.stderr);
}

#[test]
fn the_file_that_init_writes_is_a_good_one_and_is_never_replaced() {
    let bkash = Bkash::new();
    let run = bkash.run(&["accept", "init"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{run:?}");
    let listed = bkash.run(&["accept", "--dry-run", "--shop", "shop.toml"]);
    assert_eq!(listed.code, 0, "{listed:?}");
    let refund = listed
        .stdout
        .lines()
        .find(|line| line.starts_with("refund/1"));
    assert!(refund.unwrap().contains("[refund] missing"), "{refund:?}");

    bkash.write("shop.toml", "mine");
    let run = bkash.run(&["accept", "init"]);
    assert_eq!(run.code, 2, "{run:?}");
    let kept = std::fs::read_to_string(bkash.folder().join("shop.toml")).unwrap();
    assert_eq!(kept, "mine");
    let run = bkash.run(&["accept", "init", "other.toml"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(bkash.folder().join("other.toml").exists());
}
