//! A caller that goes away in the middle.

use futures::FutureExt as _;
use tokio::task::yield_now;

/// Begins a call, and drops it after it was polled so many times. It may have been done by then.
pub(super) async fn drop_after<F: Future + Unpin>(polls: u32, mut call: F) {
    for _ in 0..polls {
        if (&mut call).now_or_never().is_some() {
            return;
        }
        yield_now().await;
    }
}
