//! The modes themselves: each is bad in its own way, and only in that.

use std::time::{Duration, Instant};

use lpa_tests::crossing::Mode;
use lpa_tests::samples::{EMAIL, document, lpa_uid};
use lpa_tests::until;

use super::scene::{Scene, correct, taken};

const PATIENCE: Duration = Duration::from_secs(20);

/// What one caller sees of a write and a read while the register is in this mode: whether the write was done at once, how long
/// it took, and the status of the read.
async fn seen(mode: Mode) -> (bool, Duration, u16) {
    let scene = Scene::set(mode).await;
    let uid = lpa_uid(1).to_string();
    taken(&scene.donor().create(&uid, &document()).await);
    scene.worsen().await;
    let began = Instant::now();
    let written = scene.donor().update(&uid, &correct(EMAIL, "second@example.com")).await;
    let took = began.elapsed();
    taken(&written);
    let read = scene.client().get(&format!("/lpas/{uid}")).await.status;
    if mode == Mode::LostAck {
        // Its caller does not know, and neither do we; but it was done.
        let done = async || (scene.versions().await == 2).then_some(());
        until("the register has done it", PATIENCE, done).await;
    }
    scene.mend().await;
    assert_eq!(scene.lpa(&uid).await["donor"]["email"], "second@example.com");
    scene.reckoned().await;
    (written.status == 201, took, read)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_a_register_that_is_up_or_between_two_outages_does_a_write_at_once() {
    for mode in [Mode::Up, Mode::Flap] {
        // The first step after it begins to flap finds it up.
        let (done, _, read) = seen(mode).await;
        assert_eq!((done, read), (true, 200), "{mode:?}");
    }
    for mode in [Mode::Refuse, Mode::Hang, Mode::Slow, Mode::Error, Mode::SickButHealthy, Mode::LostAck] {
        let (done, took, read) = seen(mode).await;
        assert!(!done && took < Duration::from_secs(5), "{mode:?}: {done} {took:?}");
        match mode {
            // Whoever knows that writes fail may say that nothing can be asked.
            Mode::LostAck | Mode::SickButHealthy => assert!([200, 503].contains(&read)),
            _ => assert_eq!(read, 503, "{mode:?}"),
        }
    }
}
