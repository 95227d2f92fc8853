//! The connections that an instance holds, and how long it waits for them.

use std::time::Duration;

use deadpool_postgres::{
    Hook, HookError, Manager, ManagerConfig, Object, Pool, RecyclingMethod, Runtime, Timeouts,
};
use tokio_postgres::config::{SslMode, TargetSessionAttrs};
use tokio_postgres::types::ToSql;
use tokio_postgres::{Config, NoTls, Row};

use super::error::ConnectError;
use super::{PostgresUrl, tls};
use crate::store::StoreError;

/// More callers than this share these; a server with two to eight cores does its best with about as many at work,
/// and five instances fit into PostgreSQL's default of 100.
pub(super) const CONNECTIONS: usize = 12;

/// For lists, sums and whether the server is there: however many ask for them, and however long they take, a payer
/// who comes back does not wait behind them.
pub(super) const LIST_CONNECTIONS: usize = 4;

/// How long a caller waits for a connection while others use them all.
const TURN_WITHIN: Duration = Duration::from_secs(10);

/// How long a new connection may take, its log-in included.
const CONNECT_WITHIN: Duration = Duration::from_secs(5);

/// How long an answer may take; longer than the server's own limits in [`SESSION`], so that this one is met only by a
/// server that has gone silent.
const ANSWER_WITHIN: Duration = Duration::from_secs(15);

/// What was sent is acknowledged within this, or the connection is dead.
const ACKNOWLEDGED_WITHIN: Duration = Duration::from_secs(10);

/// The guards read what others committed meanwhile, which only this isolation lets them. A commit that was answered
/// is on the disk, also where the server's setting is `off`.
const SESSION: &str = "
    SET default_transaction_isolation = 'read committed';
    SET statement_timeout = '12s';
    SET lock_timeout = '8s';
    SET idle_in_transaction_session_timeout = '15s';
    SELECT set_config('synchronous_commit', 'on', false)
        WHERE current_setting('synchronous_commit') = 'off'";

pub(super) type Parameters<'a> = &'a [&'a (dyn ToSql + Sync)];

/// At most `connections` of them, made when they are needed and anew when they broke. Nothing is sent yet.
pub fn pool(url: &PostgresUrl, connections: usize) -> Result<Pool, ConnectError> {
    let mut config = url.config();
    config
        .application_name("bkash")
        .connect_timeout(CONNECT_WITHIN)
        .tcp_user_timeout(ACKNOWLEDGED_WITHIN)
        .keepalives_idle(Duration::from_secs(30))
        .target_session_attrs(TargetSessionAttrs::ReadWrite);
    let prepare = Hook::async_fn(|client: &mut deadpool_postgres::ClientWrapper, _| {
        Box::pin(async {
            client
                .batch_execute(SESSION)
                .await
                .map_err(HookError::Backend)
        })
    });
    Pool::builder(manager(config)?)
        .max_size(connections)
        .timeouts(Timeouts {
            wait: Some(TURN_WITHIN),
            create: Some(CONNECT_WITHIN),
            recycle: Some(CONNECT_WITHIN),
        })
        .runtime(Runtime::Tokio1)
        .post_create(prepare)
        .build()
        .map_err(|error| ConnectError::Unreachable(error.to_string()))
}

/// One connection by itself, for work of more than one statement.
pub(in crate::store) async fn client(url: &PostgresUrl) -> Result<Object, ConnectError> {
    let client = pool(url, 1)?.get().await;
    client.map_err(|error| ConnectError::of_pool(&error, url))
}

fn manager(config: Config) -> Result<Manager, ConnectError> {
    // No transaction outlives its statement, so that there is nothing to clean up between two callers.
    let recycling = ManagerConfig {
        recycling_method: RecyclingMethod::Fast,
    };
    Ok(match config.get_ssl_mode() {
        SslMode::Disable => Manager::from_config(config, NoTls, recycling),
        _ => {
            let tls = tls::verified().map_err(|error| ConnectError::Tls(error.to_string()))?;
            Manager::from_config(config, tls, recycling)
        }
    })
}

/// Sends one statement, which is a transaction by itself. A caller who leaves does not stop it once it is sent.
pub(super) async fn rows(
    pool: &Pool,
    statement: &str,
    parameters: Parameters<'_>,
) -> Result<Vec<Row>, StoreError> {
    let client = pool.get().await?;
    let answer = async {
        let prepared = client.prepare_cached(statement).await?;
        client.query(&prepared, parameters).await
    };
    match tokio::time::timeout(ANSWER_WITHIN, answer).await {
        Ok(answer) => Ok(answer?),
        Err(_) => {
            // The next caller must not wait behind this statement.
            drop(Object::take(client));
            Err(StoreError::unavailable("no answer in 15 s"))
        }
    }
}

/// The only row of an answer that always has one.
pub(super) async fn row(
    pool: &Pool,
    statement: &str,
    parameters: Parameters<'_>,
) -> Result<Row, StoreError> {
    let row = optional_row(pool, statement, parameters).await?;
    row.ok_or_else(|| StoreError::corrupt("an answer has no row"))
}

pub(super) async fn optional_row(
    pool: &Pool,
    statement: &str,
    parameters: Parameters<'_>,
) -> Result<Option<Row>, StoreError> {
    Ok(rows(pool, statement, parameters).await?.into_iter().next())
}
