use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};

use crate::harness::{Bkash, Gateway, Run, Serving};

/// A shop that wants no more webhooks: it answers 410, and the connection ends.
fn gone() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            refuse(stream.unwrap());
        }
    });
    format!("http://{address}/hook")
}

fn refuse(mut stream: TcpStream) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let (mut line, mut length) = (String::new(), 0);
    while reader.read_line(&mut line).unwrap() > 2 {
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        line.clear();
    }
    reader.read_exact(&mut vec![0; length]).unwrap();
    stream
        .write_all(b"HTTP/1.1 410 Gone\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
        .unwrap();
}

#[test]
fn a_dead_endpoint_is_told_with_its_remedy_and_enabled_again() {
    let gateway = Gateway::start();
    let bkash = Bkash::with_gateway(gateway.url()).env("BKASH_WEBHOOK_URL", &gone());
    let serving = Serving::start(&bkash);
    let webhook = |args: &[&str]| -> Run {
        bkash.run(&[&["webhook"], args, &["--service", serving.url()]].concat())
    };
    assert_eq!(webhook(&["status", "--json"]).json()["status"], "enabled");
    let none = webhook(&["list"]);
    assert_eq!((none.code, none.stdout.as_str()), (0, ""), "{none:?}");

    let (payment, callback) = serving.approved(&gateway);
    serving.visit(&callback);
    while webhook(&["status", "--json"]).json()["status"] == "enabled" {}
    let dead = webhook(&["status"]);
    assert!(dead.stdout.contains("disabled reason  gone\n"), "{dead:?}");
    assert!(dead.stderr.contains("bkash webhook enable"), "{dead:?}");
    let listed = webhook(&["list", "--status", "pending", "--payment", &payment]);
    let row = listed.stdout.lines().nth(1).unwrap();
    let words: Vec<_> = row.split_whitespace().collect();
    assert_eq!(words[1..5], ["payment.completed", "pending", "1", "410"]);

    let early = webhook(&["redeliver", words[0]]);
    assert_eq!(early.code, 1, "{early:?}");
    assert!(early.stderr.contains("still on its way"), "{early:?}");
    let enabled = webhook(&["enable", "--json"]);
    assert_eq!(enabled.json()["status"], "enabled");
    let failed = webhook(&[
        "redeliver",
        "--failed",
        "--since",
        "2026-01-31T06:00:00+06:00",
    ]);
    assert_eq!(
        (failed.code, failed.stderr.as_str()),
        (0, "to be sent again: 0 webhooks\n")
    );
}

#[test]
fn a_service_without_an_endpoint_says_so() {
    let gateway = Gateway::start();
    let bkash = Bkash::with_gateway(gateway.url());
    let serving = Serving::start(&bkash);
    let status = bkash.run(&["webhook", "status", "--service", serving.url()]);
    assert!(status.stderr.contains("no webhook_url"), "{status:?}");
    let enable = bkash.run(&["webhook", "enable", "--service", serving.url()]);
    assert_eq!(enable.code, 1, "{enable:?}");
}
