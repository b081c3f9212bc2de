//! A standby is promoted in the place of a killed primary, and the way to the database leads to it.

use std::time::Duration;

use lpa_tests::binary::Serving;
use lpa_tests::cluster::{Cluster, Commits, Database, Settings};
use lpa_tests::load::Load;
use lpa_tests::proxy::Proxy;
use lpa_tests::reckoning::{Difference, Holdings, Promise, differences};
use lpa_tests::until;

use crate::process::in_front_of;

const PATIENCE: Duration = Duration::from_mins(1);
const CALLERS: u64 = 6;
/// So many promises before the primary is killed, and before its standby is promoted.
const PROMISES: usize = 60;

/// A primary, a standby of it, and a service that reaches whichever the proxy leads to.
struct Pair {
    primary: Cluster,
    standby: Cluster,
    database: Database,
    proxy: Proxy,
    serving: Serving,
}

impl Pair {
    async fn new(commits: Commits) -> Self {
        let primary = Cluster::start(&Settings { durable: true, in_memory: true, ..Settings::default() });
        let database = primary.database().await;
        let standby = primary.standby(commits).await;
        let proxy = Proxy::before(primary.target());
        let url = format!("postgres://causeway_rw@{}/{}?sslmode=disable", proxy.address(), database.name);
        let through = Database { url, ..database.clone() };
        let serving = in_front_of(&through).with("FORWARD__BUDGET_MS", "250").serve().await;
        Self { primary, standby, database, proxy, serving }
    }

    /// The standby becomes the primary, and is reached.
    async fn take_over(&mut self) {
        self.standby.promote().await;
        self.proxy.point_at(self.standby.target()).await;
    }

    /// What was promised compared with what the promoted standby holds.
    async fn reckoned(&self, promises: &[Promise]) -> (Holdings, Vec<Difference>) {
        let client = self.serving.client();
        client.until_nothing_is_held().await;
        let owner_url = self.standby.url("postgres", &self.database.name);
        let held = Holdings::of(&client, &owner_url, promises).await;
        let found = differences(promises, &held);
        (held, found)
    }
}

async fn until_promised(load: &Load, enough: usize) {
    until("enough is promised", PATIENCE, async || (load.promised() >= enough).then_some(())).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_standby_promoted_in_place_of_a_killed_primary_has_everything_that_was_promised() {
    let mut pair = Pair::new(Commits::Wait).await;
    let load = Load::begin(&pair.serving.client(), 1..CALLERS + 1);
    until_promised(&load, PROMISES).await;
    pair.primary.kill();
    // While there is no database work goes on.
    until_promised(&load, 2 * PROMISES).await;
    pair.take_over().await;
    until_promised(&load, 3 * PROMISES).await;
    let promises = load.end().await;
    let (held, found) = pair.reckoned(&promises).await;
    assert_eq!(found, []);
    assert_eq!(held.versions.len(), promises.len());
    pair.serving.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_standby_that_commits_did_not_wait_for_is_seen_to_have_lost_some() {
    // The control: this must be found wanting.
    let mut pair = Pair::new(Commits::GoAhead).await;
    pair.standby.freeze();
    let load = Load::begin(&pair.serving.client(), 1..CALLERS + 1);
    until_promised(&load, PROMISES).await;
    let promises = load.end().await;
    pair.primary.kill();
    pair.standby.thaw();
    pair.take_over().await;
    let (_, found) = pair.reckoned(&promises).await;
    let lost = found.iter().filter(|difference| matches!(difference, Difference::Lost(_))).count();
    assert!(lost > 0, "of {} promises none is lost: {found:#?}", promises.len());
}
