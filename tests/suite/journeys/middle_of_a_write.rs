//! J41: the register goes away in the middle of writes.

use futures::future::join_all;
use lpa_tests::crossing::Mode;
use lpa_tests::samples::{EMAIL, document, lpa_uid};

use super::in_every_mode;
use super::scene::{Scene, correct, play_at_the_edge, taken};

in_every_mode!(j41_writes_that_an_outage_cuts_in_two_are_done_once);
in_every_mode!(over modes j41_at_the_edge);

async fn j41_at_the_edge(mode: Mode) {
    play_at_the_edge(mode, j41_writes_that_an_outage_cuts_in_two_are_done_once).await;
}

const LPAS: u64 = 6;
const EACH: usize = 4;

/// An LPA from its creation to its last correction, each request sent twice under its key; what was promised.
async fn a_life(scene: &Scene, n: u64) -> Vec<String> {
    let (uid, donor) = (lpa_uid(n).to_string(), scene.donor());
    let mut promised = Vec::new();
    for _ in 0..2 {
        promised.push(taken(&donor.create_keyed(&uid, &format!("{n}-create"), &document()).await));
    }
    let mut email = EMAIL.to_owned();
    for step in 0..EACH {
        let next = format!("{n}-{step}@example.com");
        for _ in 0..2 {
            let update = correct(&email, &next);
            promised.push(taken(&donor.update_keyed(&uid, &format!("{n}-{step}"), &update).await));
        }
        email = next;
    }
    promised
}

async fn j41_writes_that_an_outage_cuts_in_two_are_done_once(scene: &Scene) {
    let writing = join_all((1..=LPAS).map(|n| a_life(scene, n)));
    // Amid the first writes: some have been sent and not answered.
    let worsening = async {
        while scene.promises().is_empty() {
            tokio::task::yield_now().await;
        }
        scene.worsen().await;
    };
    let (promised, ()) = tokio::join!(writing, worsening);
    let held = scene.promises().iter().filter(|promise| !promise.done).count();
    let is_up = scene.crossing.lock().await.mode().is_up();
    assert!(is_up || held > 0, "nothing was cut in two, and nothing was held");
    scene.mend().await;
    for (mut promised, n) in promised.into_iter().zip(1..) {
        promised.dedup();
        assert_eq!(scene.client().history(&lpa_uid(n).to_string()).await, promised);
        let email = format!("{n}-{}@example.com", EACH - 1);
        assert_eq!(scene.lpa(&lpa_uid(n).to_string()).await["donor"]["email"], email);
    }
}
