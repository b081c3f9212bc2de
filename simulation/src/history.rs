//! One history: a seed, a storm, calm, and what is found when everything has ended.

mod log_lines;

use std::collections::BTreeMap;
use std::ops::RangeFrom;
use std::sync::Arc;
use std::time::Duration;

use lpa_domain::{Backlog, Dossier, OperationId, Outcome, Query, Receipt};
use lpa_ports::{Journal as _, Repairs as _};
use tokio::task::JoinSet;

use crate::evidence::Evidence;
use crate::invariants::{self, Invariant, Violation, parking};
use crate::ledger::{Ledger, Told};
use crate::load::{self, Client};
use crate::panics;
use crate::planted::Plant;
use crate::process::{Host, Outside, disturb_the_journal};
use crate::world::World;
use log_lines::Lines;

/// Every so many seeds the lines of the log are looked at.
const LOOKED_AT: u64 = 16;
/// How long the calm lasts at least: until the last late message has arrived.
const SHORTEST_CALM: Duration = Duration::from_secs(14);

/// While something waits after the storm, an LPA is created each time that so much has passed.
const BETWEEN_OTHERS: Duration = Duration::from_secs(1);

/// How a history is to be run.
#[derive(Clone, Copy, Debug, Default)]
pub struct How {
    /// Which fault is planted in it.
    pub plant: Option<Plant>,
    /// Whether its events are kept as lines.
    pub traced: bool,
}

/// What came of one history.
#[derive(Clone, Debug)]
pub struct Report {
    /// The seed that made it.
    pub seed: u64,
    /// Every way in which it broke an invariant.
    pub violations: Vec<Violation>,
    /// The digest of all its events.
    pub digest: u64,
    /// Its events, when they were to be kept.
    pub trace: Vec<String>,
    /// How much time passed in it.
    pub simulated: Duration,
    /// How many operations were recorded.
    pub operations: usize,
    /// Which rare places were reached, and how often.
    pub reached: BTreeMap<String, u64>,
}

/// Runs the history of a seed. The same seed makes the same history, event by event.
///
/// # Errors
/// When no runtime can be started.
pub fn run(seed: u64, how: How) -> std::io::Result<Report> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build()?;
    causeway::planted::plant(how.plant.and_then(Plant::in_use_cases));
    let (lines, _listening) = Lines::of_this_thread(seed.is_multiple_of(LOOKED_AT));
    panics::begin();
    let mut report = runtime.block_on(play(seed, how, lines));
    drop(runtime);
    causeway::planted::plant(None);
    let panicked = panics::end().into_iter();
    report
        .violations
        .extend(panicked.map(|place| Violation::new(Invariant::NoPanic, format_args!("at {place}"))));
    Ok(report)
}

async fn play(seed: u64, how: How, lines: Option<Lines>) -> Report {
    let world = World::new(fastrand::Rng::with_seed(seed), how.plant, how.traced);
    world.note(format_args!("{:?}", world.plan));
    let outside = Outside::new(&world);
    let hosts = (0..world.plan.hosts).map(|number| Host::new(&world, &outside, number));
    let hosts: Arc<Vec<Arc<Host>>> = Arc::new(hosts.collect());
    for host in hosts.iter() {
        tokio::spawn(Arc::clone(host).keep_running());
        tokio::spawn(Arc::clone(host).disturb_the_clock());
    }
    tokio::spawn(disturb_the_journal(Arc::clone(&world), Arc::clone(&outside)));
    for number in 0..load::OUTSIDERS {
        tokio::spawn(load::lives(Arc::clone(&world), Arc::clone(&outside), number));
    }
    let client = Client { world: Arc::clone(&world), hosts, ledger: Arc::new(Ledger::default()) };
    let mut callers = JoinSet::new();
    for number in 0..world.plan.lpas {
        callers.spawn(load::play(client.clone(), number));
    }
    for _reader in 0..2 {
        callers.spawn(load::read_now_and_then(client.clone()));
    }
    for _person in 0..world.plan.case_managers {
        callers.spawn(load::repair_now_and_then(client.clone(), Arc::clone(&outside)));
    }
    for _planner in 0..if world.plan.windows { world.plan.hosts } else { 0 } {
        callers.spawn(load::plan_now_and_then(client.clone()));
    }
    let all_answered = come_to_rest(&client, &outside, &mut callers).await;
    epilogue(&client).await;
    let evidence = gather(&world, &outside, &client, all_answered, lines).await;
    let mut violations = world.seen();
    violations.extend(invariants::check(&evidence));
    let operations = evidence.kept.len();
    world.note(format_args!("{operations} operations, {} violations", violations.len()));
    let (digest, trace) = world.finish();
    Report {
        seed,
        violations,
        digest,
        trace,
        simulated: world.elapsed(),
        operations,
        reached: world.reached(),
    }
}

/// Lets the storm pass, and then time, until all callers have their answer and nothing can be forwarded any more; whether
/// it came to that. No longer than all leases, all clocks that are off and all late messages can take. While something waits,
/// others go on: beside them it shows what fails by itself.
async fn come_to_rest(client: &Client, outside: &Outside, callers: &mut JoinSet<()>) -> bool {
    let world = &client.world;
    let off = Duration::from_millis(world.plan.furthest_off_ms().unsigned_abs() * 2);
    let patience = off + Duration::from_mins(2);
    tokio::time::sleep_until(tokio::time::Instant::now() + world.plan.storm + SHORTEST_CALM).await;
    let latest = world.elapsed() + patience;
    let mut others = 0..;
    while world.elapsed() < latest && !callers.is_empty() {
        let finished = async { while callers.join_next().await.is_some() {} };
        drop(tokio::time::timeout(BETWEEN_OTHERS, finished).await);
        create_another(client, outside, &mut others).await;
    }
    let all_answered = callers.is_empty();
    while world.elapsed() < latest && !outside.journal.is_at_rest() {
        create_another(client, outside, &mut others).await;
        tokio::time::sleep(BETWEEN_OTHERS).await;
    }
    all_answered
}

/// While something waits, one more LPA is created.
async fn create_another(client: &Client, outside: &Outside, others: &mut RangeFrom<u64>) {
    if !outside.journal.is_at_rest()
        && let Some(number) = others.next()
    {
        load::create_another(client, number).await;
    }
}

/// Every request under a key comes once more, and everything is looked at once more.
async fn epilogue(client: &Client) {
    let answers = client.ledger.answers();
    for (place, asked) in client.ledger.asked().into_iter().enumerate() {
        let was_answered = answers.iter().any(|answer| {
            answer.asked == place && matches!(answer.told, Told::Receipt(..) | Told::Uid(_) | Told::KeyReused)
        });
        if asked.keyed.is_some() && was_answered {
            client.send(place).await;
        }
    }
    let mut receipts = client.ledger.receipts();
    receipts.sort_unstable();
    receipts.dedup();
    for (id, uid) in receipts {
        client.look_at_all(id, uid).await;
    }
}

async fn gather(
    world: &World,
    outside: &Outside,
    client: &Client,
    all_answered: bool,
    lines: Option<Lines>,
) -> Evidence {
    let kept = outside.journal.kept();
    for kept in &kept {
        if matches!(&kept.outcome, Outcome::Parked { reason, .. } if parking::failures_of(reason).is_some()) {
            world.reach("parked for failing beside others".to_owned());
        }
    }
    let mut receipts: BTreeMap<OperationId, Receipt> = BTreeMap::new();
    let mut dossiers: BTreeMap<OperationId, Dossier> = BTreeMap::new();
    for entry in &kept {
        let dossier = outside.journal.dossier(entry.entry.id).await.ok().flatten();
        dossiers.extend(dossier.map(|dossier| (entry.entry.id, dossier)));
        let receipt = outside.journal.receipt(entry.entry.id).await.ok().flatten();
        receipts.extend(receipt.map(|receipt| (entry.entry.id, receipt)));
    }
    let backlog: Option<Backlog> = outside.journal.backlog().await.ok();
    let everything = Query { state: None, uid: None, after: None, limit: usize::MAX };
    let unsettled = outside.journal.unsettled(everything).await.unwrap_or_default();
    let log = lines.map(|lines| lines.text());
    Evidence {
        plan: world.plan,
        asked: client.ledger.asked(),
        answers: client.ledger.answers(),
        sights: client.ledger.sights(),
        kept,
        receipts,
        backlog,
        lost_power: outside.journal.has_lost_power(),
        versions: outside.register.versions().into_iter().collect(),
        attempts: outside.register.attempts(),
        drafts: outside.register.drafts(),
        fees: outside.register.all_fees(),
        scans: crate::world::lock(&outside.documents).keys().copied().collect(),
        log,
        told_afterwards: crate::world::lock(&outside.inbox).clone(),
        unsure: world.unsure(),
        dossiers,
        unsettled,
        repairs: client.ledger.all_repairs(),
        forgotten_doubt: world.forgotten_doubt(),
        windows: outside.journal.window_entries(),
        windows_told: client.ledger.windows(),
        copies_kept: outside.copies.arrived(),
        deleted: outside.register.deleted(),
        furthest_ahead: world.furthest_ahead(),
        all_answered,
    }
}
