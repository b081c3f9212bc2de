//! Waiting for something to become true, with an end.

use std::time::Duration;

use tokio::time::{Instant, sleep};

/// Asks again and again until there is an answer.
///
/// # Panics
/// When there is none within `patience`: `what` did not happen.
pub async fn until<T>(what: &str, patience: Duration, mut ask: impl AsyncFnMut() -> Option<T>) -> T {
    let end = Instant::now() + patience;
    loop {
        if let Some(answer) = ask().await {
            return answer;
        }
        assert!(Instant::now() < end, "not within {patience:?}: {what}");
        sleep(Duration::from_millis(10)).await;
    }
}
