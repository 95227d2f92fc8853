use bkash_acceptance::watch::Watched;
use serde_json::{Value, json};

/// A grant of this account, as a shop would ask for it.
async fn grant(origin: &str, app_key: &str) -> Value {
    let url = format!("{origin}/v1.2.0-beta/tokenized/checkout/token/grant");
    ask(&url, app_key).await
}

async fn ask(url: &str, app_key: &str) -> Value {
    let provider = rustls::crypto::ring::default_provider().into();
    let tls = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth();
    let client = reqwest::Client::builder()
        .tls_backend_preconfigured(tls)
        .no_proxy()
        .build()
        .unwrap();
    let answer = client
        .post(url)
        .header("username", "u")
        .header("password", "canary-password")
        .json(&json!({"app_key": app_key, "app_secret": "canary-secret"}))
        .send()
        .await
        .unwrap();
    answer.json().await.unwrap()
}

async fn watched() -> Watched {
    let any = "127.0.0.1:0".parse().unwrap();
    Watched::start(any, None).await.unwrap()
}

#[tokio::test]
async fn what_a_shop_does_is_seen_once_and_without_its_secrets() {
    let mut watched = watched().await;
    assert_eq!(watched.look().await.unwrap(), 0);
    assert_eq!(watched.traffic().app_key, None);

    let answer = grant(watched.url(), "shop").await;
    assert_eq!(watched.look().await.unwrap(), 1);
    assert_eq!(watched.look().await.unwrap(), 1, "nothing is new");
    let traffic = watched.traffic();
    assert_eq!(traffic.app_key.as_deref(), Some("shop"));
    let seen: Vec<_> = traffic.journal.all().collect();
    assert_eq!(seen.len(), 1);
    assert_eq!(seen[0].endpoint, "token_grant");
    let told = format!("{seen:?}");
    let token = answer["id_token"].as_str().unwrap();
    for secret in ["canary-password", "canary-secret", token] {
        assert!(!told.contains(secret), "{told}");
    }
    watched.shutdown().await;
}

#[tokio::test]
async fn of_two_accounts_the_busier_one_is_judged_and_the_other_is_named() {
    let mut watched = watched().await;
    for app_key in ["visitor", "shop", "shop"] {
        grant(watched.url(), app_key).await;
    }
    watched.look().await.unwrap();
    let traffic = watched.traffic();
    assert_eq!(traffic.app_key.as_deref(), Some("shop"));
    assert_eq!(traffic.others, ["visitor"]);
    assert_eq!(traffic.journal.all().count(), 2);
    watched.shutdown().await;
}

#[tokio::test]
async fn a_port_that_is_taken_is_told() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap();
    let error = Watched::start(address, None).await.unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::AddrInUse);
}

#[tokio::test]
async fn a_call_that_goes_astray_is_told_by_its_path_also_before_any_account_is_known() {
    let mut watched = watched().await;
    let wrong = format!("{}/tokenized/checkout/token/grant?x=canary", watched.url());
    ask(&wrong, "shop").await;
    assert_eq!(watched.look().await.unwrap(), 1);
    assert_eq!(watched.look().await.unwrap(), 1, "nothing is new");
    let traffic = watched.traffic();
    assert_eq!(
        traffic.astray.as_deref(),
        Some("POST /tokenized/checkout/token/grant")
    );
    assert_eq!(traffic.app_key, None);
    assert_eq!(traffic.journal.all().count(), 0);
    grant(watched.url(), "shop").await;
    watched.look().await.unwrap();
    let traffic = watched.traffic();
    assert_eq!(traffic.app_key.as_deref(), Some("shop"));
    assert!(traffic.astray.is_some() && traffic.others.is_empty());
    watched.shutdown().await;
}
