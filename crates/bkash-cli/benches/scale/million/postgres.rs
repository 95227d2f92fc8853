use bytes::{Bytes, BytesMut};
use futures_util::SinkExt;
use tokio_postgres::Client;

use super::copies::Copies;
use super::template::{Column, Made, TABLES, Template, Texts};
use crate::failure::Failure;

/// Bytes that are sent at once.
const CHUNK: usize = 256 * 1024;

/// Fills the store of a service that does not run; what was there stays.
pub async fn fill(sql: &Client, count: u32, made: &[Made; 4]) -> Result<(), Failure> {
    // Nothing here has to survive a crash; foreign keys are right by making.
    sql.batch_execute(
        "SET synchronous_commit = off; SET session_replication_role = replica; SET statement_timeout = 0",
    )
    .await?;
    let [completed, cancelled, failed, refunded] = made;
    let templates = [
        template(sql, completed).await?,
        template(sql, cancelled).await?,
        template(sql, failed).await?,
        template(sql, refunded).await?,
    ];
    let now = "SELECT max(created_at) FROM payments";
    let now = sql.query_one(now, &[]).await?.try_get(0)?;
    let copies = Copies::new(count, now, templates);
    for (table, name) in copies.tables() {
        copy(sql, &copies, table, name).await?;
    }
    // As the server itself does it in the course of time.
    sql.batch_execute("VACUUM ANALYZE").await?;
    sql.batch_execute("CHECKPOINT").await?;
    Ok(())
}

async fn copy(sql: &Client, copies: &Copies, table: usize, name: &str) -> Result<(), Failure> {
    let names: Vec<_> = copies
        .columns(table)
        .iter()
        .map(|column| column.name.as_str())
        .collect();
    let statement = format!("COPY {name} ({}) FROM STDIN", names.join(", "));
    let mut sink = std::pin::pin!(sql.copy_in::<_, Bytes>(&statement).await?);
    let mut chunk = BytesMut::with_capacity(CHUNK * 2);
    for copy in copies.all() {
        copies.rows(&copy, table, |values| {
            append(values, &mut chunk);
            Ok::<_, Failure>(())
        })?;
        if chunk.len() > CHUNK {
            sink.send(chunk.split().freeze()).await?;
        }
    }
    sink.send(chunk.freeze()).await?;
    sink.finish().await?;
    Ok(())
}

/// One line of COPY's text format.
fn append(values: &[Option<String>], line: &mut BytesMut) {
    for (place, value) in values.iter().enumerate() {
        if place > 0 {
            line.extend_from_slice(b"\t");
        }
        match value {
            None => line.extend_from_slice(b"\\N"),
            Some(text) => {
                let text = text
                    .replace('\\', "\\\\")
                    .replace('\t', "\\t")
                    .replace('\n', "\\n");
                line.extend_from_slice(text.as_bytes());
            }
        }
    }
    line.extend_from_slice(b"\n");
}

async fn template(sql: &Client, made: &Made) -> Result<Template, Failure> {
    let mut tables = Vec::new();
    for (name, own) in TABLES {
        tables.push(texts(sql, name, own, &made.id).await?);
    }
    Template::of(made, &tables)
}

async fn texts(
    sql: &Client,
    name: &'static str,
    own: &str,
    payment: &str,
) -> Result<Texts, Failure> {
    let columns = columns(sql, name).await?;
    let values: Vec<_> = columns
        .iter()
        .map(|column| format!("{}::text", column.name))
        .collect();
    let select = format!("SELECT {} FROM {name} WHERE {own}", values.join(", "));
    let rows = sql.query(&select, &[&payment]).await?;
    let texts = rows
        .iter()
        .map(|row| (0..columns.len()).map(|place| row.try_get(place)).collect());
    let rows = texts.collect::<Result<_, _>>()?;
    Ok(Texts {
        name,
        columns,
        rows,
    })
}

/// All but the numbers that PostgreSQL gives to rows.
async fn columns(sql: &Client, table: &str) -> Result<Vec<Column>, Failure> {
    let select = "SELECT column_name::text, data_type = 'bytea' FROM information_schema.columns
         WHERE table_schema = 'public' AND table_name = $1 AND is_identity = 'NO'
         ORDER BY ordinal_position";
    let columns = sql.query(select, &[&table]).await?;
    let column = |row: &tokio_postgres::Row| {
        Ok(Column {
            name: row.try_get(0)?,
            is_bytes: row.try_get(1)?,
        })
    };
    columns.iter().map(column).collect()
}
