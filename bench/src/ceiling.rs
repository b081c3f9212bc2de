//! How fast the database itself takes operations when nothing is judged: a hundred in one statement, over one connection.

use std::time::{Duration, Instant};

use lpa_domain::document::example;
use sqlx::{Connection as _, Executor as _, PgConnection};

/// As many as go together when Causeway drains.
const TOGETHER: i32 = 100;
const LASTING: Duration = Duration::from_secs(3);

/// A record, an outbox row and the mark that an operation was applied, for each: operations a second.
pub async fn operations_a_second(url: &str) -> anyhow::Result<f64> {
    let mut connection = PgConnection::connect(url).await?;
    connection
        .execute(
            "create table ceiling_mark (operation uuid primary key);
             create table ceiling_record (uid text primary key, version bigint not null, object jsonb not null);
             create table ceiling_outbox (number bigint generated always as identity primary key, uid text not null)",
        )
        .await?;
    let object = String::from_utf8(example::bytes(1))?;
    let (began, mut statements) = (Instant::now(), 0);
    while began.elapsed() < LASTING {
        let statement = sqlx::query(
            "with marked as (
                 insert into ceiling_mark select gen_random_uuid() from generate_series(1, $1)
                 on conflict do nothing returning operation
             ), recorded as (
                 insert into ceiling_record select operation::text, 1, $2::jsonb from marked returning uid
             )
             insert into ceiling_outbox (uid) select uid from recorded",
        );
        statement.bind(TOGETHER).bind(&object).execute(&mut connection).await?;
        statements += 1;
    }
    let rate = f64::from(statements * TOGETHER) / began.elapsed().as_secs_f64();
    connection.execute("drop table ceiling_mark, ceiling_record, ceiling_outbox").await?;
    connection.close().await?;
    Ok(rate)
}
