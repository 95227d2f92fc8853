//! Why an instance does not start, in words that say what to do and never the password.

use payment_service::store::postgres::{ConnectError, PostgresStore};

use crate::postgres::{Database, address, client, fresh_name, server};

async fn refusal(address: &str) -> (ConnectError, String) {
    let error = PostgresStore::connect(&address.parse().unwrap())
        .await
        .unwrap_err();
    let told = error.to_string();
    assert!(
        !told.contains("canary") && !format!("{error:?}").contains("canary"),
        "{told}"
    );
    (error, told)
}

fn as_user(address: &str, user: &str) -> String {
    let (_, place) = address.split_once('@').unwrap();
    format!("postgres://{user}@{place}")
}

#[tokio::test]
async fn a_wrong_password_is_told_without_it() {
    let admin = client(&server()).await;
    let role = "DO $$ BEGIN CREATE ROLE guarded LOGIN PASSWORD 'right'; EXCEPTION WHEN OTHERS THEN NULL; END $$";
    admin.batch_execute(role).await.unwrap();
    let (error, told) = refusal(&as_user(&server(), "guarded:canary")).await;
    assert!(matches!(error, ConnectError::Refused { .. }), "{error:?}");
    assert!(
        told.contains("guarded") && told.contains("password"),
        "{told}"
    );
}

#[tokio::test]
async fn a_server_that_is_not_there_is_told_with_what_to_look_at() {
    // A port that was free a moment ago.
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = free.local_addr().unwrap().port();
    drop(free);
    for place in [
        format!("127.0.0.1:{port}"),
        "no.such.host.invalid".to_owned(),
    ] {
        let (error, told) = refusal(&format!(
            "postgres://shop:canary@{place}/bkash?sslmode=disable"
        ))
        .await;
        assert!(matches!(error, ConnectError::Unreachable(_)), "{error:?}");
        assert!(told.contains("see that it runs"), "{told}");
    }
}

#[tokio::test]
async fn a_database_that_is_not_there_is_told_with_how_to_make_it() {
    let (error, told) = refusal(&address(&server(), "no_such_database")).await;
    assert!(
        matches!(error, ConnectError::NoDatabase { .. }),
        "{error:?}"
    );
    assert!(
        told.contains("CREATE DATABASE \"no_such_database\""),
        "{told}"
    );
}

#[tokio::test]
async fn a_user_who_may_not_make_tables_is_told_so() {
    let (database, user) = (Database::empty().await, fresh_name());
    let admin = database.client().await;
    admin
        .batch_execute(&format!("CREATE ROLE {user} LOGIN"))
        .await
        .unwrap();
    let (error, told) = refusal(&as_user(&database.address(), &user)).await;
    assert!(
        matches!(error, ConnectError::NotAllowed { .. }),
        "{error:?}"
    );
    assert!(told.contains(&user) && told.contains("owner"), "{told}");
    admin
        .batch_execute(&format!("DROP ROLE {user}"))
        .await
        .unwrap();
}

#[tokio::test]
async fn a_secure_connection_that_the_server_does_not_offer_is_told() {
    let (error, told) = refusal(&format!("{}?sslmode=require", server())).await;
    assert!(matches!(error, ConnectError::Tls(_)), "{error:?}");
    assert!(told.contains("sslmode=disable"), "{told}");
}

#[tokio::test]
async fn a_schema_of_a_newer_program_is_refused() {
    let database = Database::new().await;
    let newer = "INSERT INTO migrations SELECT max(version) + 1, 'newer', '', 0 FROM migrations";
    database.client().await.batch_execute(newer).await.unwrap();
    let (error, told) = refusal(&database.address()).await;
    assert!(matches!(error, ConnectError::Schema(_)), "{error:?}");
    assert!(told.contains("knows no version above"), "{told}");
}
