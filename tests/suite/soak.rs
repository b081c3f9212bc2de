//! The server killed, its database killed and frozen, at random moments under load; then everything that was promised is
//! compared with everything that is held. `cargo xtask soak` plays many rounds.

mod day;

use lpa_tests::binary::Binary;
use lpa_tests::cluster::{Cluster, Settings};
use lpa_tests::load::Load;
use lpa_tests::reckoning::{Difference, Holdings, differences};

use crate::process::in_front_of;
use day::{Day, Figures};

/// After so many rounds at most all begins anew, with an empty register and journal: a reckoning asks for everything.
const ROUNDS_A_DAY: u32 = 10;

/// Plays so many rounds; the seed gives the same blows at the same moments.
async fn soak(rounds: u32, seed: u64) -> Figures {
    // In memory: a kill takes nothing from a file system, wherever that is.
    let settings = Settings { durable: true, in_memory: true, ..Settings::default() };
    let (register, journal) = (Cluster::start(&settings), Cluster::start(&settings));
    // On every other day the journal is in a file.
    let mut journals = [None, Some(&journal)].into_iter().cycle();
    let (mut random, mut figures) = (fastrand::Rng::with_seed(seed), Figures::default());
    let mut left = rounds;
    while left > 0 {
        let today = left.min(rounds.div_ceil(2)).min(ROUNDS_A_DAY);
        Day::new(&register, journals.next().flatten()).await.play(today, &mut random, &mut figures).await;
        left -= today;
        say(&format!("{} of {rounds} rounds: {figures}", rounds - left));
    }
    figures
}

#[expect(clippy::print_stdout, reason = "who plays many rounds wants to see that they go on")]
fn say(text: &str) {
    println!("soak: {text}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_was_promised_is_held_whatever_was_killed_or_frozen() {
    let read = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let rounds = read("SOAK_ROUNDS").and_then(|rounds| rounds.try_into().ok()).unwrap_or(2);
    let seed = read("SOAK_SEED").unwrap_or_else(|| fastrand::u64(..));
    say(&format!("seed {seed}"));
    let figures = soak(rounds, seed).await;
    assert!(figures.promised > 20, "{figures}");
}

/// The control: a journal that does not outlive its process must be found wanting.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_journal_in_memory_is_seen_to_have_lost_what_was_promised() {
    let cluster = Cluster::shared();
    let database = cluster.database().await;
    let forgetful = |binary: Binary| binary.with("JOURNAL__URL", "memory:").with("FORWARD__BUDGET_MS", "250");
    let nowhere = "postgres://causeway_rw@127.0.0.1:1/nothing";
    let away = forgetful(in_front_of(&database).with("REGISTER__URL", nowhere)).serve().await;
    let load = Load::begin(&away.client(), 1..5);
    while load.promised() < 8 {
        tokio::task::yield_now().await;
    }
    let promises = load.end().await;
    away.kill().await;
    let back = forgetful(in_front_of(&database)).serve().await;
    back.client().until_nothing_is_held().await;
    let held = Holdings::of(&back.client(), &database.owner_url, &promises).await;
    let found = differences(&promises, &held);
    let forgotten = found.iter().filter(|difference| matches!(difference, Difference::Forgotten(_))).count();
    assert_eq!(forgotten, promises.len(), "{found:#?}");
}
