//! What has happened, for those who publish it: nothing is left out, however late it commits.

use lpa_domain::fees::FeeEvent;
use lpa_domain::{LpaUid, Version};
use lpa_ports::RegisterError;
use sqlx::postgres::PgRow;

use crate::connections::Connections;
use crate::error::{ConnectError, Failure, unreadable};
use crate::options::PostgresOptions;
use crate::register::{column, version};

/// Reads the outbox of the register. Nothing in Causeway publishes from it yet, and nothing prunes it.
///
/// Entries come in the order of their transactions' ids, which is not that of their commits: order per LPA is that of
/// the version. One long transaction anywhere in the cluster holds everything back behind it, so that nothing that
/// commits late is missed.
pub struct PostgresOutbox {
    connections: Connections,
}

/// How far a reader has come. The default is the very beginning. Its parts are those of the outbox's key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cursor {
    /// The id of the transaction.
    pub xid: u64,
    /// The LPA; empty at the very beginning.
    pub uid: String,
    /// The version that was made.
    pub version: u64,
}

/// Something that has happened to an LPA, to its draft or to its fee.
#[derive(Clone, Debug, PartialEq)]
pub struct OutboxEntry {
    /// Where to read on after it.
    pub cursor: Cursor,
    /// Which LPA.
    pub uid: LpaUid,
    /// The version that was made, of the LPA, of the draft or of what was told of the fee. A tombstone is in the place of the LPA's first.
    pub version: Version,
    /// `CREATE`, the update type, `DRAFT`, `DELETE_DRAFT` or that of [`About`](lpa_domain::fees::About).
    pub kind: String,
    /// What others are told of it, each once: of a fee.
    pub events: Vec<FeeEvent>,
}

/// `$1` to `$3` the cursor, `$4` at most so many.
const READ_AFTER: &str = "
select xid::text as xid, outbox.uid, outbox.version, outbox.kind, fee.events::text as events from causeway.outbox
left join causeway.fee_version as fee on fee.uid = outbox.uid and fee.version = outbox.version and fee.kind = outbox.kind
where (xid, outbox.uid, outbox.version) > ($1::text::xid8, $2, $3) and xid < pg_snapshot_xmin(pg_current_snapshot())
order by causeway.outbox.xid, outbox.uid, outbox.version limit $4";

/// Every statement by name, for the test that prepares them.
pub(crate) const STATEMENTS: &[(&str, &str)] = &[("outbox: read after", READ_AFTER)];

impl PostgresOutbox {
    /// A reader at `url` (`postgres://…`). Connects when it is first used.
    pub fn connect(url: &str, options: &PostgresOptions) -> Result<Self, ConnectError> {
        Ok(Self { connections: Connections::new(url, options)? })
    }

    /// At most `limit` entries after the cursor; none of them will ever be preceded by one that is not there yet.
    pub async fn read_after(&self, cursor: &Cursor, limit: u32) -> Result<Vec<OutboxEntry>, RegisterError> {
        let version = i64::try_from(cursor.version).map_err(unreadable)?;
        let read = sqlx::query(READ_AFTER).bind(cursor.xid.to_string()).bind(&cursor.uid).bind(version);
        let read = read.bind(i64::from(limit));
        let rows = self.connections.ask(read).await.map_err(Failure::of_read)?;
        rows.iter().map(entry).collect()
    }
}

fn entry(row: &PgRow) -> Result<OutboxEntry, RegisterError> {
    let xid: &str = column(row, "xid")?;
    let uid: String = column(row, "uid")?;
    let (parsed, version) = (uid.parse().map_err(unreadable)?, version(row)?);
    Ok(OutboxEntry {
        cursor: Cursor { xid: xid.parse().map_err(unreadable)?, uid, version: version.0 },
        uid: parsed,
        version,
        kind: column(row, "kind")?,
        events: column::<Option<&str>>(row, "events")?.map_or(Ok(Vec::new()), events)?,
    })
}

/// What the parser says may quote what was kept: it is not passed on.
fn events(text: &str) -> Result<Vec<FeeEvent>, RegisterError> {
    serde_json::from_str(text).map_err(|_may_quote| unreadable("an event cannot be read back"))
}
