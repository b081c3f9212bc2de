//! What is held, asked for where it is kept.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::postgres::PgRow;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, Row as _};

use super::{Made, Promise, Told};
use crate::binary::Client;

/// What is held.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Holdings {
    /// The receipts of what was promised, by operation.
    pub receipts: BTreeMap<String, Told>,
    /// Every version in the register, of LPAs, of drafts and of fees.
    pub versions: Vec<Made>,
    /// What a client is told of the past.
    pub history: BTreeSet<Made>,
    /// What the audit trail tells.
    pub audit: BTreeSet<Made>,
    /// What is to be announced.
    pub outbox: Vec<Made>,
}

const VERSIONS: &str = "
select uid, version, operation_id::text as operation, kind from causeway.lpa_version
union all
select uid, version, operation_id::text, 'DRAFT' from causeway.draft_version
union all
select uid, version, operation_id::text, kind from causeway.fee_version
order by 1, 2";
const AUDIT: &str = "select uid, version, operation_id::text as operation, kind from causeway.audit";
const OUTBOX: &str = "select uid, version, '' as operation, kind from causeway.outbox";

impl Holdings {
    /// Asks the service for receipts and history, and the register's database, as its owner, for the rest.
    pub async fn of(client: &Client, owner_url: &str, promises: &[Promise]) -> Self {
        let mut owner = PgConnection::connect(owner_url).await.unwrap();
        let versions = rows(&mut owner, VERSIONS).await;
        let audit = rows(&mut owner, AUDIT).await.into_iter().collect();
        let outbox = rows(&mut owner, OUTBOX).await;
        owner.close().await.unwrap();
        let lpas = versions.iter().filter(|made| made.is_in_history());
        let uids: BTreeSet<&str> = lpas.map(|made| made.uid.as_str()).collect();
        let mut history = BTreeSet::new();
        for uid in uids {
            history.extend(told(client, uid).await);
        }
        Self { receipts: receipts(client, promises).await, versions, history, audit, outbox }
    }
}

async fn rows(owner: &mut PgConnection, sql: &'static str) -> Vec<Made> {
    let rows = sqlx::query(AssertSqlSafe(sql)).fetch_all(owner).await.unwrap();
    rows.iter().map(made).collect()
}

fn made(row: &PgRow) -> Made {
    Made {
        uid: row.get("uid"),
        version: row.get::<i64, _>("version").cast_unsigned(),
        operation: row.get("operation"),
        kind: row.get("kind"),
    }
}

/// The history as clients read it: newest first, so the first version is the last entry.
async fn told(client: &Client, uid: &str) -> Vec<Made> {
    let answer = client.answered(&format!("/lpas/{uid}/updates")).await;
    assert_eq!(answer.status, 200, "{uid}: {}", answer.text());
    let entries = answer.json().as_array().unwrap().clone();
    let text = |entry: &serde_json::Value, name: &str| entry[name].as_str().unwrap().to_owned();
    let made = |(entry, version): (&serde_json::Value, u64)| Made {
        uid: uid.to_owned(),
        version,
        operation: text(entry, "id"),
        kind: text(entry, "type"),
    };
    entries.iter().rev().zip(1..).map(made).collect()
}

async fn receipts(client: &Client, promises: &[Promise]) -> BTreeMap<String, Told> {
    let mut receipts = BTreeMap::new();
    for Promise { operation, .. } in promises {
        let answer = client.get(&format!("/v1/operations/{operation}")).await;
        if answer.status == 200 {
            receipts.insert(operation.clone(), Told::of(&answer.json()));
        }
    }
    receipts
}
