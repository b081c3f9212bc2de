//! Tells callers, at addresses of theirs, what has become of work that they were told is held.

use std::error::Error as _;
use std::sync::Arc;

use lpa_domain::operation::notice;
use lpa_domain::{LeasedNotice, Notice, NoticeClaim, NoticeCursor};
use lpa_ports::{JournalError, Webhooks};
use tokio::task::JoinSet;

use super::Causeway;
use super::supervised::report;

/// How many notices are delivered at once.
const WIDTH: usize = 16;

impl Causeway {
    /// At most `limit` notices after the cursor, in their order: for those who would rather ask.
    pub async fn notices(&self, after: NoticeCursor, limit: usize) -> Result<Vec<Notice>, JournalError> {
        self.ports.notices.after(after, limit).await
    }

    /// Runs until the application stops. Failures are logged and tried again: nothing is given up.
    pub(super) async fn tell_settlements(self: Arc<Self>, webhooks: Arc<dyn Webhooks>) {
        while !self.stopping.is_cancelled() {
            while self.tell_batch(&webhooks).await {}
            tokio::select! {
                biased;
                () = self.stopping.cancelled() => {}
                () = tokio::time::sleep(self.pace.period) => {}
            }
        }
    }

    /// Claims and delivers one batch; whether it is worth going on at once.
    async fn tell_batch(self: &Arc<Self>, webhooks: &Arc<dyn Webhooks>) -> bool {
        let now = self.ports.clock.now();
        let claim = NoticeClaim { now, until: now + self.pace.lease, limit: WIDTH };
        let due = match self.ports.notices.due(claim).await {
            Ok(due) => due,
            Err(error) => {
                let cause = error.source().map(tracing::field::display);
                tracing::warn!(error = %error, cause, "cannot read what is to be told; trying again");
                return false;
            }
        };
        let going_on = due.len() == WIDTH;
        let mut running = JoinSet::new();
        for leased in due {
            let (causeway, webhooks) = (Arc::clone(self), Arc::clone(webhooks));
            running.spawn(async move { causeway.tell_one(&*webhooks, leased).await });
        }
        while let Some(ended) = running.join_next().await {
            report(ended, "delivery");
        }
        going_on && !self.stopping.is_cancelled()
    }

    /// Delivers one notice once.
    async fn tell_one(&self, webhooks: &dyn Webhooks, leased: LeasedNotice) {
        let LeasedNotice { lease, notice, attempts } = leased;
        let delivered = webhooks.deliver(&notice).await;
        let now = self.ports.clock.now();
        let noted = match delivered {
            Ok(_received_or_nobody_there) => self.ports.notices.told(&lease, now).await,
            Err(error) => {
                let cause = error.source.to_string();
                tracing::info!(notice = notice.id(), attempts, error = %error, cause, "a notice is told later");
                self.ports.notices.put_off(&lease, now + notice::delay(attempts)).await
            }
        };
        if let Err(error) = noted {
            tracing::warn!(notice = notice.id(), error = %error, "whether a notice was told is not noted; it may be told again");
        }
    }
}
