//! A second server that follows the first, and takes its place.

use std::path::Path;
use std::time::Duration;

use sqlx::{Connection as _, PgConnection};

use super::Cluster;
use crate::until;

const PATIENCE: Duration = Duration::from_secs(30);

/// Whether a commit on the primary waits until the standby has it on its disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Commits {
    /// It does.
    Wait,
    /// It does not.
    GoAhead,
}

impl Cluster {
    /// A standby of this server, with the same settings, that follows it by streaming.
    ///
    /// # Panics
    /// When it does not follow within half a minute.
    pub async fn standby(&self, commits: Commits) -> Self {
        let standby = Self::over(&self.settings, |server| server.copied_from(self.dir.path()));
        standby.template.set(()).unwrap();
        if commits == Commits::Wait {
            self.execute("alter system set synchronous_standby_names = '*'".to_owned()).await;
            self.execute("select pg_reload_conf()".to_owned()).await;
        }
        let state = if commits == Commits::Wait { "sync" } else { "async" };
        until("the standby follows", PATIENCE, async || self.followed(state).await.then_some(())).await;
        // Makes sure that the process which tells the others to wait has heard of it.
        self.execute("checkpoint".to_owned()).await;
        standby
    }

    /// Makes the primary of a standby: it takes writes from here on.
    pub async fn promote(&self) {
        self.execute("select pg_promote(true, 60)".to_owned()).await;
    }

    async fn followed(&self, state: &str) -> bool {
        let sql = "select count(*) from pg_stat_replication where state = 'streaming' and sync_state = $1";
        let mut owner = PgConnection::connect(&self.url("postgres", "postgres")).await.unwrap();
        sqlx::query_scalar::<_, i64>(sql).bind(state).fetch_one(&mut owner).await.unwrap() == 1
    }
}

impl super::process::Server {
    /// A data directory copied from a running server, whose socket is in `primary`, to follow it.
    pub(super) fn copied_from(&self, primary: &Path) {
        let mut copy = self.command("pg_basebackup");
        copy.args(["-U", "postgres", "-X", "stream", "-c", "fast", "--no-sync", "-R", "-h"]).arg(primary);
        let copied = copy.output().unwrap();
        assert!(copied.status.success(), "pg_basebackup: {}", String::from_utf8_lossy(&copied.stderr));
    }
}
