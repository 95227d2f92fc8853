//! Each fault over a real socket: the bytes that the caller sees, how the connection ends, and whether the
//! work was done.

use std::io::ErrorKind;

use bkash_simulator::Simulator;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::harness::{CREATE, EXECUTE, GRANT, QUERY, order};

/// What came before the connection ended, and how it ended.
struct Heard {
    bytes: Vec<u8>,
    reset: bool,
}

impl Heard {
    fn parts(&self) -> (&str, &str) {
        let text = std::str::from_utf8(&self.bytes).unwrap();
        text.split_once("\r\n\r\n").unwrap_or((text, ""))
    }

    fn status(&self) -> &str {
        self.parts().0.split(' ').nth(1).unwrap_or("none")
    }

    fn header(&self, name: &str) -> &str {
        let mut lines = self
            .parts()
            .0
            .lines()
            .filter_map(|line| line.split_once(": "));
        lines
            .find(|(own, _)| *own == name)
            .map_or("none", |(_, value)| value)
    }

    fn body(&self) -> &str {
        self.parts().1
    }

    fn json(&self) -> Value {
        serde_json::from_str(self.body()).unwrap()
    }
}

/// A merchant at a real socket, with a connection for each call.
struct Caller {
    simulator: Simulator,
    token: String,
}

impl Caller {
    async fn new() -> Self {
        let simulator = Simulator::start().await.unwrap();
        let mut caller = Self {
            simulator,
            token: String::new(),
        };
        let granted = caller
            .call(GRANT, r#"{"app_key":"k","app_secret":"s"}"#)
            .await;
        caller.token = granted.json()["id_token"].as_str().unwrap().to_owned();
        caller
    }

    async fn call(&self, path: &str, body: &str) -> Heard {
        let mut stream = TcpStream::connect(self.simulator.addr()).await.unwrap();
        let (host, token, length) = (self.simulator.addr(), &self.token, body.len());
        let request = format!(
            "POST {path} HTTP/1.1\r\nhost: {host}\r\nusername: u\r\npassword: p\r\nx-app-key: k\r\n\
             authorization: {token}\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{body}"
        );
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut bytes = Vec::new();
        let reset = match stream.read_to_end(&mut bytes).await {
            Ok(_) => false,
            Err(error) => {
                assert_eq!(error.kind(), ErrorKind::ConnectionReset);
                true
            }
        };
        Heard { bytes, reset }
    }

    async fn control(&self, path: &str, body: &Value) -> Value {
        let answer = self
            .call(&format!("/_simulator/{path}"), &body.to_string())
            .await;
        assert!(answer.status().starts_with('2'), "{}", answer.body());
        answer.json()
    }

    async fn approved(&self) -> String {
        let created = self.call(CREATE, &order("5").to_string()).await.json();
        let payment_id = created["paymentID"].as_str().unwrap().to_owned();
        let pay = format!("payments/{payment_id}/pay");
        self.control(&pay, &json!({})).await;
        payment_id
    }

    /// An execute under this fault: what the caller heard, and whether money moved.
    async fn execute_under(&self, fault: &Value) -> (Heard, bool) {
        let body = json!({ "paymentID": self.approved().await }).to_string();
        self.control("faults", fault).await;
        let heard = self.call(EXECUTE, &body).await;
        let status = self.call(QUERY, &body).await.json();
        (heard, status["transactionStatus"] == "Completed")
    }
}

const JSON: &str = "application/json";

/// Name, status, type, body.
const WHOLE_ANSWERS: [(&str, &str, &str, &str); 8] = [
    ("empty_body", "200", JSON, ""),
    (
        "html_502",
        "502",
        "text/html",
        "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad \
         Gateway</h1></center>\r\n</body>\r\n</html>\r\n",
    ),
    (
        "gateway_timeout",
        "504",
        JSON,
        r#"{"message":"Endpoint request timed out"}"#,
    ),
    (
        "too_many_requests",
        "429",
        JSON,
        r#"{"message":"Too Many Requests"}"#,
    ),
    (
        "maintenance",
        "503",
        JSON,
        r#"{"statusCode":"503","statusMessage":"System is undergoing maintenance. Please try again later"}"#,
    ),
    ("forbidden", "403", JSON, r#"{"message":"Forbidden"}"#),
    (
        "completed_but_9999",
        "200",
        JSON,
        r#"{"statusCode":"9999","statusMessage":"System Error."}"#,
    ),
    (
        "invalid_json_9999",
        "200",
        JSON,
        "{\"statusCode\":\"9999\",\"statusMessage\":\"Invalid credentials.\n\"}",
    ),
];

#[tokio::test]
async fn an_answer_in_place_of_the_gateways_own_comes_byte_by_byte() {
    for (name, status, kind, body) in WHOLE_ANSWERS {
        let caller = Caller::new().await;
        let fault = json!({ "endpoint": "execute", "fault": name });
        let (heard, paid) = caller.execute_under(&fault).await;
        assert_eq!(heard.body(), body, "{name}");
        assert_eq!(
            (heard.status(), heard.header("content-type")),
            (status, kind),
            "{name}"
        );
        assert_eq!(
            heard.header("content-length"),
            body.len().to_string(),
            "{name}"
        );
        assert_eq!(paid, name == "completed_but_9999", "{name}");
    }
}

#[tokio::test]
async fn the_work_is_done_where_after_effect_asks_for_it() {
    for name in [
        "empty_body",
        "html_502",
        "gateway_timeout",
        "invalid_json_9999",
        "reset",
    ] {
        for after_effect in [false, true] {
            let caller = Caller::new().await;
            let fault = json!({
                "endpoint": "execute", "fault": name, "after_effect": after_effect,
            });
            let (_, paid) = caller.execute_under(&fault).await;
            assert_eq!(paid, after_effect, "{name}");
        }
    }
}

#[tokio::test]
async fn a_lost_connection_is_closed_in_order_and_a_reset_one_is_not() {
    for (name, reset, done) in [
        ("answer_lost", false, true),
        ("dropped", false, false),
        ("reset", true, false),
    ] {
        let caller = Caller::new().await;
        let fault = json!({ "endpoint": "execute", "fault": name });
        let (heard, paid) = caller.execute_under(&fault).await;
        assert_eq!(
            (heard.bytes.len(), heard.reset, paid),
            (0, reset, done),
            "{name}"
        );
    }
}

#[tokio::test]
async fn half_a_body_comes_after_a_head_that_tells_of_the_whole() {
    let caller = Caller::new().await;
    let fault = json!({ "endpoint": "execute", "fault": "half_body" });
    let (heard, paid) = caller.execute_under(&fault).await;
    assert!(paid);
    assert_eq!((heard.status(), heard.reset), ("200", false));
    let whole: usize = heard.header("content-length").parse().unwrap();
    assert_eq!(heard.body().len(), whole / 2);
    assert!(
        heard.body().starts_with(r#"{"paymentID":"TR0011"#),
        "{}",
        heard.body()
    );
}

#[tokio::test]
async fn maintenance_has_three_forms() {
    let envelope = r#"{"statusCode":"503","statusMessage":"System is undergoing maintenance. Please try again later"}"#;
    for (form, status, body) in [
        ("both", "503", envelope),
        ("code", "200", envelope),
        ("status", "503", r#"{"message":"Service Unavailable"}"#),
    ] {
        let caller = Caller::new().await;
        let fault = json!({ "endpoint": "execute", "fault": "maintenance", "form": form });
        let (heard, paid) = caller.execute_under(&fault).await;
        assert_eq!(
            (heard.status(), heard.body(), paid),
            (status, body, false),
            "{form}"
        );
    }
}

#[tokio::test]
async fn a_revoked_token_is_refused_and_a_new_one_is_good() {
    let mut caller = Caller::new().await;
    let fault = json!({ "endpoint": "any", "fault": "token_revoked" });
    let (heard, _) = caller.execute_under(&fault).await;
    assert_eq!(
        (heard.status(), heard.body()),
        ("401", r#"{"message":"Unauthorized"}"#)
    );
    let again = caller.call(CREATE, &order("5").to_string()).await;
    assert_eq!(again.status(), "401", "it is dead for good");
    let granted = caller
        .call(GRANT, r#"{"app_key":"k","app_secret":"s"}"#)
        .await;
    caller.token = granted.json()["id_token"].as_str().unwrap().to_owned();
    let created = caller.call(CREATE, &order("5").to_string()).await;
    assert_eq!(created.json()["statusCode"], "0000");
}
