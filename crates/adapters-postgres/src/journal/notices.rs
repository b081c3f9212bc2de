//! What is to be told to callers afterwards.

use async_trait::async_trait;
use jiff::Timestamp;
use lpa_domain::{LeasedNotice, Notice, NoticeClaim, NoticeCursor, NoticeLease};
use lpa_ports::{JournalError, Notices};
use lpa_sealing::KeyRing;
use sqlx::postgres::PgRow;
use uuid::Uuid;

use super::rows::{self, column, unreadable};
use super::{PostgresJournal, moments};

/// `$1` now, `$2` end of the leases, `$3` at most so many. A lease that a crash of the database undoes is found lost: it
/// need not wait for the disk.
pub(super) const DUE: &str = "
with due as materialized (
    select xid, number from causeway_journal.notice
    where free_at <= $1 order by number limit $3 for update skip locked
), claimed as (
    update causeway_journal.notice n set free_at = $2, token = gen_random_uuid(), attempts = n.attempts + 1
    from due where n.xid = due.xid and n.number = due.number
    returning n.xid, n.number, n.operation, n.token, n.attempts - 1 as attempts
)
select n.xid::text as xid, n.number, n.token, n.attempts,
       o.id, o.uid, o.label, o.author, o.requested_at, o.state, o.changed_at, o.version, o.detail,
       coalesce((select in_doubt from causeway_journal.mark where operation = o.id), false) as in_doubt,
       set_config('synchronous_commit', 'off', true)
from claimed n join causeway_journal.operation o on o.id = n.operation order by n.number";

/// `$1`, `$2` the notice, `$3` token, `$4` at. What a crash undoes is told once more.
pub(super) const TOLD: &str = "
with told as (
    update causeway_journal.notice set free_at = null, token = null, told_at = $4
    where xid = $1::text::xid8 and number = $2 and token = $3 and free_at is not null returning number
)
select set_config('synchronous_commit', 'off', true) from told";

/// `$1`, `$2` the notice, `$3` token, `$4` until.
pub(super) const PUT_OFF: &str = "
with put_off as (
    update causeway_journal.notice set free_at = $4, token = null
    where xid = $1::text::xid8 and number = $2 and token = $3 and free_at is not null returning number
)
select set_config('synchronous_commit', 'off', true) from put_off";

/// `$1`, `$2` the cursor, `$3` at most so many.
pub(super) const AFTER: &str = "
select n.xid::text as xid, n.number,
       o.id, o.uid, o.label, o.author, o.requested_at, o.state, o.changed_at, o.version, o.detail,
       coalesce((select in_doubt from causeway_journal.mark where operation = o.id), false) as in_doubt
from causeway_journal.notice n join causeway_journal.operation o on o.id = n.operation
where (n.xid, n.number) > ($1::text::xid8, $2) and n.xid < pg_snapshot_xmin(pg_current_snapshot())
order by n.xid, n.number limit $3";

#[async_trait]
impl Notices for PostgresJournal {
    async fn due(&self, claim: NoticeClaim) -> Result<Vec<LeasedNotice>, JournalError> {
        let (now, until) = (moments::nearest(claim.now), moments::nearest(claim.until));
        let statement = || sqlx::query(DUE).bind(now).bind(until).bind(limit(claim.limit));
        let rows = self.opened().await?.ask_again(statement).await?;
        Ok(rows.iter().filter_map(|row| readable(row, leased(&self.keys, row))).collect())
    }

    async fn told(&self, lease: &NoticeLease, at: Timestamp) -> Result<(), JournalError> {
        self.under_lease(TOLD, lease, at).await
    }

    async fn put_off(&self, lease: &NoticeLease, until: Timestamp) -> Result<(), JournalError> {
        self.under_lease(PUT_OFF, lease, until).await
    }

    async fn after(&self, cursor: NoticeCursor, at_most: usize) -> Result<Vec<Notice>, JournalError> {
        let mut after = cursor;
        loop {
            let transaction = after.transaction.to_string();
            let number = i64::try_from(after.number).unwrap_or(i64::MAX);
            let statement = || sqlx::query(AFTER).bind(transaction.clone()).bind(number).bind(limit(at_most));
            let rows = self.opened().await?.ask_again(statement).await?;
            let read: Vec<_> = rows.iter().filter_map(|row| readable(row, notice(&self.keys, row))).collect();
            // None at all means the end: so behind what cannot be read it is read on.
            match rows.last() {
                Some(last) if read.is_empty() => after = self::cursor(last)?,
                _ => return Ok(read),
            }
        }
    }
}

/// What cannot be read back must not keep the others from those who wait for them.
fn readable<T>(row: &PgRow, read: Result<T, JournalError>) -> Option<T> {
    read.inspect_err(|error| {
        tracing::error!(
            operation.id = column::<Uuid>(row, "id").ok().map(tracing::field::display),
            %error,
            "what became of an operation cannot be read: its callers are not told"
        );
    })
    .ok()
}

impl PostgresJournal {
    async fn under_lease(
        &self,
        sql: &'static str,
        lease: &NoticeLease,
        moment: Timestamp,
    ) -> Result<(), JournalError> {
        let statement = sqlx::query(sql)
            .bind(lease.notice.transaction.to_string())
            .bind(lease.notice.number.cast_signed())
            .bind(lease.token)
            .bind(moments::nearest(moment));
        let rows = self.opened().await?.ask(statement).await?;
        rows.first().map(|_row| ()).ok_or(JournalError::LeaseLost)
    }
}

fn leased(keys: &KeyRing, row: &PgRow) -> Result<LeasedNotice, JournalError> {
    let lease = NoticeLease { notice: cursor(row)?, token: column(row, "token")? };
    let attempts: i32 = column(row, "attempts")?;
    Ok(LeasedNotice { lease, notice: notice(keys, row)?, attempts: attempts.cast_unsigned() })
}

fn notice(keys: &KeyRing, row: &PgRow) -> Result<Notice, JournalError> {
    Ok(Notice {
        cursor: cursor(row)?,
        author: column::<&str>(row, "author")?.parse().map_err(unreadable)?,
        receipt: rows::receipt(keys, row)?,
    })
}

fn cursor(row: &PgRow) -> Result<NoticeCursor, JournalError> {
    let transaction = column::<&str>(row, "xid")?.parse().map_err(unreadable)?;
    Ok(NoticeCursor { transaction, number: column::<i64>(row, "number")?.cast_unsigned() })
}

fn limit(at_most: usize) -> i64 {
    i64::try_from(at_most).unwrap_or(i64::MAX)
}
