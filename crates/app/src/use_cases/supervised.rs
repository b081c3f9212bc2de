//! Work beside requests that must go on when a part of it panics.
//!
//! It is begun anew after a pause. The process is not ended for it: what panics once at a record in the journal does so again
//! after a restart, and meanwhile callers are better served by a Causeway that accepts and holds than by none.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures::FutureExt as _;
use tokio::task::JoinError;

use super::Causeway;

impl Causeway {
    /// Runs `work` until it ends by itself, which is when the application stops.
    pub(super) fn keep_running<W>(
        self: &Arc<Self>,
        task: &'static str,
        work: impl Fn(Arc<Self>) -> W + Send + 'static,
    ) where
        W: Future<Output = ()> + Send + 'static,
    {
        let causeway = Arc::clone(self);
        self.tasks.spawn(async move {
            // What it leaves half done is as after a crash: leases run out, and locks are taken whether poisoned or not.
            while AssertUnwindSafe(work(Arc::clone(&causeway))).catch_unwind().await.is_err() {
                if causeway.stopping.is_cancelled() {
                    return;
                }
                tracing::error!(task, "a background task panicked; it begins anew");
                causeway.pause(causeway.pace.period).await;
            }
        });
    }
}

/// Says that a task did not end well. The message of a panic is not repeated: it may hold what a caller sent.
pub(super) fn report(ended: Result<(), JoinError>, task: &'static str) {
    if let Err(error) = ended {
        tracing::error!(task, panicked = error.is_panic(), "a task failed; its lease runs out");
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::sync::Mutex;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use lpa_domain::Backlog;
    use lpa_ports::{MockJournal, MockRegister};
    use tokio::sync::Notify;
    use tracing_subscriber::layer::SubscriberExt as _;

    use super::super::submit::tests::over;
    use super::*;
    use crate::log::JsonLines;

    #[tokio::test]
    async fn the_drain_goes_on_after_a_panic() {
        let (mut journal, claimed) = (MockJournal::new(), Arc::new(Notify::new()));
        let again = Arc::clone(&claimed);
        journal.expect_claim().times(1).returning(|_| panic!("a fault of ours"));
        journal.expect_claim().returning(move |_| {
            again.notify_one();
            Ok(Vec::new())
        });
        journal.expect_backlog().returning(|| Ok(Backlog::default()));
        let causeway = over(MockRegister::new(), journal);
        causeway.start();
        tokio::time::timeout(Duration::from_secs(30), claimed.notified()).await.expect("it goes on");
        causeway.stop(Duration::from_secs(5)).await;
    }

    #[tokio::test]
    async fn what_panics_is_begun_anew_until_the_application_stops() {
        let (begun, thrice) = (Arc::new(AtomicUsize::new(0)), Arc::new(Notify::new()));
        let (counted, told) = (Arc::clone(&begun), Arc::clone(&thrice));
        let causeway = over(MockRegister::new(), MockJournal::new());
        causeway.keep_running("a test", move |causeway| {
            let (before, told) = (counted.fetch_add(1, Ordering::SeqCst), Arc::clone(&told));
            async move {
                assert!(before >= 2, "a fault of ours");
                told.notify_one();
                causeway.stopping.cancelled().await;
                panic!("at its end");
            }
        });
        tokio::time::timeout(Duration::from_secs(30), thrice.notified()).await.expect("it begins anew");
        causeway.stop(Duration::from_secs(5)).await;
        assert!(causeway.tasks.is_empty());
        assert_eq!(begun.load(Ordering::SeqCst), 3);
    }

    /// What was logged.
    #[derive(Clone, Default)]
    struct Lines(Arc<Mutex<Vec<u8>>>);

    impl Write for Lines {
        fn write(&mut self, text: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().write(text)
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[tokio::test]
    async fn what_a_panic_says_is_not_logged() {
        let name = "Ottoline Quenby";
        let ended = tokio::spawn(async move { panic!("cannot read {name}") }).await;
        let lines = Lines::default();
        let writer = lines.clone();
        let log = tracing_subscriber::registry().with(JsonLines::to(move || writer.clone()));
        tracing::subscriber::with_default(log, || report(ended, "a test"));
        let logged = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
        assert!(logged.contains(r#""panicked":true"#) && !logged.contains("Quenby"), "{logged}");
    }
}
