//! A merchant's listener on a real socket, and a check of signatures that owes nothing to the simulator.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::routing::post;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, Request, StatusCode};
use ring::signature::{
    RSA_PKCS1_2048_8192_SHA1_FOR_LEGACY_USE_ONLY, RSA_PKCS1_2048_8192_SHA256, RsaParameters,
    UnparsedPublicKey,
};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use url::Url;
use x509_parser::pem::parse_x509_pem;

use crate::harness::{Merchant, Reply};

/// One post as it came.
#[derive(Debug, Clone)]
pub(crate) struct Post {
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
    pub(crate) body: Value,
}

#[derive(Clone)]
struct Desk {
    posts: UnboundedSender<Post>,
    answers: Arc<Mutex<VecDeque<u16>>>,
}

pub(crate) struct Listener {
    pub(crate) url: String,
    posts: UnboundedReceiver<Post>,
    answers: Arc<Mutex<VecDeque<u16>>>,
}

async fn take(State(desk): State<Desk>, headers: HeaderMap, text: String) -> StatusCode {
    let body = serde_json::from_str(&text).unwrap_or(Value::Null);
    desk.posts
        .send(Post {
            headers,
            text,
            body,
        })
        .unwrap();
    let status = desk.answers.lock().unwrap().pop_front().unwrap_or(200);
    StatusCode::from_u16(status).unwrap()
}

impl Listener {
    pub(crate) async fn open() -> Self {
        let socket = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/bkash/ipn", socket.local_addr().unwrap());
        let (sender, posts) = unbounded_channel();
        let answers = Arc::new(Mutex::default());
        let desk = Desk {
            posts: sender,
            answers: Arc::clone(&answers),
        };
        let app = Router::new()
            .route("/bkash/ipn", post(take))
            .with_state(desk);
        tokio::spawn(async { axum::serve(socket, app).await });
        Self {
            url,
            posts,
            answers,
        }
    }

    /// What the next posts are answered with; 200 after that.
    pub(crate) fn answer(&self, statuses: &[u16]) {
        self.answers.lock().unwrap().extend(statuses);
    }

    /// Within 30 s.
    pub(crate) async fn next(&mut self) -> Post {
        let next = tokio::time::timeout(Duration::from_secs(30), self.posts.recv()).await;
        next.unwrap().unwrap()
    }

    /// True if nothing has come that was not taken yet.
    pub(crate) fn is_quiet(&mut self) -> bool {
        self.posts.try_recv().is_err()
    }
}

impl Post {
    pub(crate) fn text_of(&self, key: &str) -> &str {
        self.body[key]
            .as_str()
            .unwrap_or_else(|| panic!("no {key} in {}", self.body))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    pub(crate) fn message(&self) -> Value {
        serde_json::from_str(self.text_of("Message")).unwrap()
    }

    fn signed_text(&self) -> String {
        let keys: &[&str] = match self.text_of("Type") {
            "Notification" => &[
                "Message",
                "MessageId",
                "Subject",
                "Timestamp",
                "TopicArn",
                "Type",
            ],
            _ => &[
                "Message",
                "MessageId",
                "SubscribeURL",
                "Timestamp",
                "Token",
                "TopicArn",
                "Type",
            ],
        };
        let present = keys
            .iter()
            .filter_map(|key| Some((key, self.body.get(*key)?.as_str()?)));
        present
            .map(|(key, value)| format!("{key}\n{value}\n"))
            .collect()
    }
}

impl Merchant {
    /// What a listener gets from an address in a message.
    pub(crate) async fn get(&self, address: &str) -> Reply {
        let url = Url::parse(address).unwrap();
        let path = match url.query() {
            Some(query) => format!("{}?{query}", url.path()),
            None => url.path().to_owned(),
        };
        let request = Request::get(path).body(String::new().into()).unwrap();
        self.send(request).await
    }

    pub(crate) async fn notifications(&self) -> Value {
        self.control("GET", "notifications", Value::Null).await.body
    }

    pub(crate) async fn subscribe(&self, settings: Value) -> Reply {
        let subscribed = self.control("PUT", "notifications", settings).await;
        assert_eq!(subscribed.status, 200, "{}", subscribed.body);
        subscribed
    }

    /// Subscribes this listener and confirms as it would.
    pub(crate) async fn listened_by(&self, listener: &mut Listener) {
        self.subscribe(json!({ "url": listener.url })).await;
        let asked = listener.next().await;
        let confirmed = self.get(asked.text_of("SubscribeURL")).await;
        assert_eq!(confirmed.status, 200, "{}", confirmed.body);
    }

    pub(crate) async fn tell(&self, what: Value) -> Reply {
        self.control("POST", "notifications/send", what).await
    }

    /// The deliveries, once there are so many and all have ended; within 30 s.
    pub(crate) async fn ended(&self, count: usize) -> Vec<Value> {
        let wait = async {
            loop {
                let shown = self.notifications().await;
                let deliveries = shown["deliveries"].as_array().unwrap().clone();
                let over = |delivery: &Value| {
                    !["under_way", "held"].contains(&delivery["state"].as_str().unwrap())
                };
                if deliveries.len() >= count && deliveries.iter().all(over) {
                    return deliveries;
                }
                tokio::task::yield_now().await;
            }
        };
        let ended = tokio::time::timeout(Duration::from_secs(30), wait).await;
        ended.unwrap()
    }

    /// Whether the signature is that of the certificate which the message names.
    pub(crate) async fn is_genuine(&self, post: &Post) -> bool {
        let served = self.get(post.text_of("SigningCertURL")).await;
        let pem = served.body.as_str().unwrap().as_bytes();
        let (_, pem) = parse_x509_pem(pem).unwrap();
        let certificate = pem.parse_x509().unwrap();
        let key = certificate.public_key().subject_public_key.data.clone();
        let algorithm: &'static RsaParameters = match post.text_of("SignatureVersion") {
            "1" => &RSA_PKCS1_2048_8192_SHA1_FOR_LEGACY_USE_ONLY,
            "2" => &RSA_PKCS1_2048_8192_SHA256,
            other => panic!("signature version {other}"),
        };
        let signature = STANDARD.decode(post.text_of("Signature")).unwrap();
        UnparsedPublicKey::new(algorithm, key)
            .verify(post.signed_text().as_bytes(), &signature)
            .is_ok()
    }
}
