//! What pages of real shops tell.

mod bangla;
mod codes;
mod demo;
mod english;
mod json;
mod learning;
mod refunds;
mod shops;

use bkash_acceptance::browser::Answer;
use bkash_acceptance::reading::Reader;
use bkash_acceptance::record::{Page, Reading};
use bkash_acceptance::shop::OwnWords;

fn html(body: &str) -> Answer {
    answer("text/html; charset=utf-8", body)
}

fn answer(kind: &str, body: &str) -> Answer {
    let mut headers = http::HeaderMap::new();
    headers.insert("content-type", kind.parse().unwrap());
    Answer {
        url: "http://shop.test/callback?paymentID=TR1&status=success"
            .parse()
            .unwrap(),
        status: 200,
        headers,
        body: body.to_owned(),
    }
}

fn read(answer: &Answer) -> Page {
    Reader::new(&OwnWords::default()).page(answer)
}

/// Every text of the list reads so, as a paragraph of a page and as a heading.
fn all_read(reading: Reading, texts: &[&str]) {
    let mut wrong = Vec::new();
    for text in texts {
        let page = format!("<title>Shop</title><main><h1>{text}</h1><p>12 Mirpur Road</p></main>");
        let read = read(&html(&page)).reading;
        if read != reading {
            wrong.push(format!("{read:?}: {text}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "not {reading:?}, but\n{}",
        wrong.join("\n")
    );
}
