//! A day at the causeway, over real HTTP: many LPAs are created, signed and moved along by several clients, the register
//! goes away half-way, work goes on, and everything is finished when it returns. The figures at the end compare what the
//! clients were promised with what the register holds.

mod client;
mod gate;
mod input;
mod ledger;
mod progress;
mod reckoning;
mod script;
mod stage;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

pub use reckoning::{Figures, Report};
pub use stage::DemoError;

use client::Client;
use ledger::Ledger;
use progress::Progress;
use script::Play;
use stage::Stage;

/// How the demo is played.
#[derive(Clone, Debug)]
pub struct Options {
    /// How many LPAs.
    pub lpas: u32,
    /// About how long, in seconds.
    pub seconds: u32,
    /// Documents to play instead of made-up ones.
    pub input: Option<PathBuf>,
    /// Whether a person watches: a moving bar instead of plain lines.
    pub watched: bool,
}

/// How many clients work at the same time.
const CLIENTS: usize = 8;
/// When the register goes away and comes back, as parts of the whole time in percent.
const AWAY: std::ops::Range<u32> = 35..65;
/// How long may pass until everything held is settled after the register is back.
const DRAIN: Duration = Duration::from_mins(1);

/// Plays the day and reckons up.
pub async fn play(options: &Options) -> Result<Report, DemoError> {
    let stage = Stage::set().await?;
    let plays = match &options.input {
        Some(dir) => input::plays(dir)?,
        None => script::plays(options.lpas),
    };
    let ledger = Arc::new(Ledger::default());
    let total = plays.iter().map(|play| play.steps.len()).sum();
    let progress = Arc::new(Progress::start(total, options.watched));
    let day = Duration::from_secs(u64::from(options.seconds));
    let tide = tokio::spawn(tide(Arc::clone(&stage.gate), day, Arc::clone(&progress)));
    let watch =
        tokio::spawn(reckoning::watch_backlog(stage.front(), Arc::clone(&ledger), Arc::clone(&progress)));
    work(&stage, plays, day, &ledger, &progress).await?;
    tide.await.map_err(|_ended| DemoError::Stopped)?;
    progress.say("the day is over; waiting until nothing is held");
    reckoning::settle_all(&stage, &ledger, DRAIN).await?;
    watch.abort();
    let report = reckoning::reckon(&stage, &ledger).await?;
    progress.finish();
    stage.strike().await;
    Ok(report)
}

/// Closes the register's port half-way and opens it again: connections are cut and refused, for real.
async fn tide(gate: Arc<gate::Gate>, day: Duration, progress: Arc<Progress>) {
    tokio::time::sleep(day * AWAY.start / 100).await;
    gate.close();
    progress.say("the register has gone away: its port no longer answers");
    tokio::time::sleep(day * (AWAY.end - AWAY.start) / 100).await;
    gate.open();
    progress.say("the register is back");
}

/// Deals the plays out to the clients and waits until all are played.
async fn work(
    stage: &Stage,
    plays: Vec<Play>,
    day: Duration,
    ledger: &Arc<Ledger>,
    progress: &Arc<Progress>,
) -> Result<(), DemoError> {
    let total: usize = plays.iter().map(|play| play.steps.len()).sum();
    let pause = day * u32::try_from(CLIENTS).unwrap_or(1) / u32::try_from(total.max(1)).unwrap_or(u32::MAX);
    let mut hands = vec![Vec::new(); CLIENTS];
    for (at, play) in plays.into_iter().enumerate() {
        hands[at % CLIENTS].push(play);
    }
    let mut clients = tokio::task::JoinSet::new();
    for hand in hands {
        let client = Client::new(stage.front(), Arc::clone(ledger), Arc::clone(progress))?;
        clients.spawn(async move { client.play_all(hand, pause, Instant::now()).await });
    }
    while let Some(ended) = clients.join_next().await {
        ended.map_err(|_ended| DemoError::Stopped)??;
    }
    Ok(())
}
