use std::net::TcpListener;
use std::time::{Duration, Instant};

use bkash_acceptance::shop::{AppError, AppGateway, AppTls, ShopFile};
use url::Url;

/// A port that nothing listens on.
fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

fn gateway() -> AppGateway {
    "http://127.0.0.1:8600".parse::<Url>().unwrap().into()
}

/// A shop whose process is this shell command; `PORT` in it is its port.
fn shop(start: &str, port: u16, folder: &std::path::Path) -> ShopFile {
    let start = start.replace("PORT", &port.to_string());
    let text = format!(
        "[shop]\nname = \"s\"\n[checkout]\nurl = \"http://127.0.0.1:{port}/\"\n\
         [app]\nstart = '''{start}'''\nready = \"http://127.0.0.1:{port}/\"\nready_seconds = 20\n"
    );
    let file = folder.join("shop.toml");
    std::fs::write(&file, text).unwrap();
    ShopFile::read(&file).unwrap_or_else(|error| panic!("{error}"))
}

/// Serves in a child of the shell, as most start commands do, and tells what it was given.
const SERVE: &str = "echo $BKASH_GATEWAY_URL $BKASH_BASE_URL; pwd; python3 -m http.server PORT --bind 127.0.0.1 & wait";

fn nothing_listens(port: u16) -> bool {
    std::net::TcpStream::connect(("127.0.0.1", port)).is_err()
}

#[tokio::test]
async fn a_shop_is_started_in_its_folder_with_the_gateways_address_and_stopped_with_its_children() {
    let folder = tempfile::tempdir().unwrap();
    let port = free_port();
    let shop = shop(SERVE, port, folder.path());
    let running = shop.app().unwrap().start(&gateway()).await.unwrap();
    let output = running.output();
    let place = folder.path().canonicalize().unwrap();
    assert!(
        output.contains("http://127.0.0.1:8600 http://127.0.0.1:8600/v1.2.0-beta\n"),
        "{output}"
    );
    assert!(output.contains(place.to_str().unwrap()), "{output}");
    running.stop().await;
    assert!(nothing_listens(port));
}

#[tokio::test]
async fn a_shop_whose_host_is_fixed_is_told_of_the_proxy_and_whom_to_trust() {
    let folder = tempfile::tempdir().unwrap();
    let port = free_port();
    let tell = "echo $BKASH_TLS_PROXY $BKASH_TLS_AUTHORITY";
    let shop = shop(&format!("{tell}; {SERVE}"), port, folder.path());
    let gateway = AppGateway {
        tls: Some(AppTls {
            proxy: ([127, 0, 0, 1], 8643).into(),
            authority: "/tmp/tls/authority.pem".into(),
        }),
        ..gateway()
    };
    let running = shop.app().unwrap().start(&gateway).await.unwrap();
    let told = "http://127.0.0.1:8643 /tmp/tls/authority.pem\nhttp://127.0.0.1:8600 ";
    assert!(running.output().starts_with(told), "{}", running.output());
    running.stop().await;
}

#[tokio::test]
async fn a_shop_that_is_dropped_is_killed() {
    let folder = tempfile::tempdir().unwrap();
    let port = free_port();
    let shop = shop(SERVE, port, folder.path());
    drop(shop.app().unwrap().start(&gateway()).await.unwrap());
    let deadline = Instant::now() + Duration::from_secs(5);
    while !nothing_listens(port) {
        assert!(Instant::now() < deadline, "it still listens");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn a_shop_that_ends_at_once_is_told_with_its_last_words() {
    let folder = tempfile::tempdir().unwrap();
    let shop = shop(
        "echo no such module >&2; exit 3",
        free_port(),
        folder.path(),
    );
    let error = shop.app().unwrap().start(&gateway()).await.err().unwrap();
    assert!(matches!(error, AppError::Ended { .. }));
    let told = error.to_string();
    assert!(
        told.contains("exit status: 3") && told.contains("no such module"),
        "{told}"
    );
}

#[tokio::test]
async fn a_shop_that_is_up_already_is_not_started_again() {
    let folder = tempfile::tempdir().unwrap();
    let port = free_port();
    let shop = shop(SERVE, port, folder.path());
    let running = shop.app().unwrap().start(&gateway()).await.unwrap();
    let error = shop.app().unwrap().start(&gateway()).await.err().unwrap();
    assert!(matches!(error, AppError::AlreadyUp { .. }), "{error}");
    running.stop().await;
}
