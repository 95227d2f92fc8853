//! Secrets that went over the gateway are found in the texts of others.

use bkash_simulator::Simulator;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::harness::{GRANT, REFRESH};

const APP_SECRET: &str = "s3cret-of-the-shop";
const PASSWORD: &str = "D@7DaVyb*RcO";

/// A token call over the socket.
async fn token_call(simulator: &Simulator, path: &str, body: &Value) -> Value {
    let (host, body) = (simulator.addr(), body.to_string());
    let length = body.len();
    let request = format!(
        "POST {path} HTTP/1.1\r\nhost: {host}\r\nusername: user\r\npassword: {PASSWORD}\r\n\
         connection: close\r\ncontent-length: {length}\r\n\r\n{body}"
    );
    let mut stream = TcpStream::connect(host).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    let (_, body) = answer.split_once("\r\n\r\n").unwrap();
    serde_json::from_str(body).unwrap_or_default()
}

fn keys() -> Value {
    json!({ "app_key": "k", "app_secret": APP_SECRET })
}

fn text(answer: &Value, field: &str) -> String {
    answer[field].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn what_was_issued_and_what_was_sent_is_found() {
    let simulator = Simulator::start().await.unwrap();
    let granted = token_call(&simulator, GRANT, &keys()).await;
    let (id, refresh) = (text(&granted, "id_token"), text(&granted, "refresh_token"));
    assert!(simulator.secrets_in("<p>Thank you, user k.</p>").is_empty());
    for (page, secrets) in [
        (
            format!("<script>const t = \"{id}\"</script>"),
            vec!["id_token"],
        ),
        (format!("/thanks?r={refresh}"), vec!["refresh_token"]),
        (format!("<input value='{APP_SECRET}'>"), vec!["app_secret"]),
        ("/login?p=D%407DaVyb%2ARcO".to_owned(), vec!["password"]),
        (granted.to_string(), vec!["id_token", "refresh_token"]),
    ] {
        assert_eq!(simulator.secrets_in(&page), secrets, "{page}");
    }
    assert!(!format!("{simulator:?}").contains(&id));
    let mut body = keys();
    body["refresh_token"] = refresh.into();
    let refreshed = token_call(&simulator, REFRESH, &body).await;
    for token in [id, text(&refreshed, "id_token")] {
        assert_eq!(
            simulator.secrets_in(&token),
            ["id_token"],
            "the old one too"
        );
    }
}

#[tokio::test]
async fn a_refused_call_has_shown_its_secrets_too_and_a_reset_forgets_none() {
    let simulator = Simulator::start().await.unwrap();
    let sent = json!({ "app_secret": APP_SECRET });
    assert!(
        token_call(&simulator, GRANT, &sent)
            .await
            .get("id_token")
            .is_none()
    );
    assert_eq!(simulator.secrets_in(APP_SECRET), ["app_secret"]);
    let granted = token_call(&simulator, GRANT, &keys()).await;
    token_call(&simulator, "/_simulator/reset", &json!({ "seed": 1 })).await;
    assert_eq!(
        simulator.secrets_in(&text(&granted, "id_token")),
        ["id_token"]
    );
}
