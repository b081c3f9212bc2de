//! A register and a journal through some rounds of blows.

use std::fmt;
use std::time::{Duration, Instant};

use fastrand::Rng;
use lpa_tests::binary::{Binary, Client, Serving};
use lpa_tests::cluster::{Cluster, Database};
use lpa_tests::load::Load;
use lpa_tests::proxy::{Proxy, Target};
use lpa_tests::reckoning::{Holdings, Promise, differences};
use tokio::task::block_in_place;
use tokio::time::sleep;

use crate::process::{in_front_of, sharing};

const CALLERS: u64 = 6;
/// Blows come at most so long after one another, and are made good at most so long after they fell.
const SPELL_MS: u64 = 600;

/// What falls upon the service in one round: each of them, in any order.
#[derive(Clone, Copy, Debug)]
enum Blow {
    KillServer,
    KillDatabase,
    FreezeDatabase,
    /// Of a journal in a database of its own.
    KillJournal,
    FreezeJournal,
    /// All at once.
    KillAll,
}

const BLOWS: [Blow; 4] = [Blow::KillServer, Blow::KillDatabase, Blow::FreezeDatabase, Blow::KillAll];
/// Where the journal is in a database, too.
const BLOWS_TO_A_JOURNAL: [Blow; 2] = [Blow::KillJournal, Blow::FreezeJournal];

/// What a soak came to.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Figures {
    /// Promises made; those that were done at once; requests that had to be sent again.
    pub(super) promised: usize,
    at_once: usize,
    repeats: usize,
    server_kills: u32,
    database_kills: u32,
    journal_kills: u32,
    freezes: u32,
    spent: Duration,
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { promised, at_once, repeats, server_kills, database_kills, journal_kills, freezes, spent } =
            self;
        write!(
            f,
            "{promised} promised ({at_once} at once), {repeats} sent again, {server_kills} kills of the server, \
             {database_kills} of the database, {journal_kills} of the journal's, {freezes} freezes, 0 differences, {} s",
            spent.as_secs()
        )
    }
}

/// A register and a journal.
pub(super) struct Day<'cluster> {
    cluster: &'cluster Cluster,
    /// Where the journal is; `None` when it is in a file.
    journal: Option<&'cluster Cluster>,
    database: Database,
    binary: Binary,
    serving: Option<Serving>,
    /// Where the callers find the server, wherever it listens.
    proxy: Proxy,
    promises: Vec<Promise>,
}

impl<'cluster> Day<'cluster> {
    pub(super) async fn new(cluster: &'cluster Cluster, journal: Option<&'cluster Cluster>) -> Self {
        let database = cluster.database().await;
        let binary = match journal {
            None => in_front_of(&database),
            Some(journal) => sharing(&database, &journal.database().await),
        };
        let binary = binary.with("FORWARD__BUDGET_MS", "250");
        let serving = binary.serve().await;
        let proxy = Proxy::before(target(&serving));
        Self { cluster, journal, database, binary, serving: Some(serving), proxy, promises: Vec::new() }
    }

    /// Plays so many rounds; after each, what was promised must be what is held.
    pub(super) async fn play(mut self, rounds: u32, random: &mut Rng, figures: &mut Figures) {
        for round in 0..u64::from(rounds) {
            let began = Instant::now();
            let first = 1 + round * CALLERS;
            let load = Load::begin(&Client::of(&self.proxy.address().to_string()), first..first + CALLERS);
            let mut blows = BLOWS.to_vec();
            blows.extend(self.journal.iter().flat_map(|_| BLOWS_TO_A_JOURNAL));
            random.shuffle(&mut blows);
            for blow in blows {
                a_spell(random).await;
                self.strike(blow, random, figures).await;
            }
            a_spell(random).await;
            figures.repeats += load.repeats();
            self.promises.extend(load.end().await);
            self.reckon().await;
            figures.spent += began.elapsed();
        }
        figures.promised += self.promises.len();
        figures.at_once += self.promises.iter().filter(|promise| promise.done).count();
        if let Some(serving) = self.serving {
            serving.stop().await;
        }
    }

    /// The blow falls, and is made good after a while.
    async fn strike(&mut self, blow: Blow, random: &mut Rng, figures: &mut Figures) {
        let cluster = self.cluster;
        match blow {
            Blow::KillServer => {
                self.kill_server(figures).await;
                a_spell(random).await;
                self.restart_server().await;
            }
            Blow::KillDatabase => {
                kill_database(cluster, figures);
                a_spell(random).await;
                block_in_place(|| cluster.resume());
            }
            Blow::FreezeDatabase => freeze(cluster, random, figures).await,
            Blow::FreezeJournal => {
                if let Some(journal) = self.journal {
                    freeze(journal, random, figures).await;
                }
            }
            Blow::KillJournal => {
                self.kill_journal(figures);
                a_spell(random).await;
                self.resume_journal();
            }
            Blow::KillAll => {
                self.kill_server(figures).await;
                kill_database(cluster, figures);
                self.kill_journal(figures);
                a_spell(random).await;
                self.resume_journal();
                // The server comes back first: a register that is away does not hinder it.
                self.restart_server().await;
                a_spell(random).await;
                block_in_place(|| cluster.resume());
            }
        }
    }

    async fn kill_server(&mut self, figures: &mut Figures) {
        figures.server_kills += 1;
        if let Some(serving) = self.serving.take() {
            serving.kill().await;
        }
    }

    fn kill_journal(&self, figures: &mut Figures) {
        if let Some(journal) = self.journal {
            figures.journal_kills += 1;
            block_in_place(|| journal.kill());
        }
    }

    fn resume_journal(&self) {
        if let Some(journal) = self.journal {
            block_in_place(|| journal.resume());
        }
    }

    async fn restart_server(&mut self) {
        let serving = self.binary.serve().await;
        self.proxy.point_at(target(&serving)).await;
        self.serving = Some(serving);
    }

    async fn reckon(&self) {
        let client = self.serving.as_ref().unwrap().client();
        client.until_nothing_is_held().await;
        let held = Holdings::of(&client, &self.database.owner_url, &self.promises).await;
        let found = differences(&self.promises, &held);
        assert!(found.is_empty(), "{found:#?}");
        assert_eq!(held.versions.len(), self.promises.len());
    }
}

async fn freeze(cluster: &Cluster, random: &mut Rng, figures: &mut Figures) {
    figures.freezes += 1;
    cluster.freeze();
    a_spell(random).await;
    cluster.thaw();
}

fn kill_database(cluster: &Cluster, figures: &mut Figures) {
    figures.database_kills += 1;
    block_in_place(|| cluster.kill());
}

/// At random moments: nothing in the service may depend on when.
async fn a_spell(random: &mut Rng) {
    sleep(Duration::from_millis(random.u64(0..SPELL_MS))).await;
}

fn target(serving: &Serving) -> Target {
    Target::Tcp(serving.client().address().parse().unwrap())
}
