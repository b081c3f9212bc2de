//! Those who want to be told.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use lpa_domain::Notice;
use lpa_ports::{Delivery, WebhookError, Webhooks};

use crate::life::Life;
use crate::planted::Plant;
use crate::world::{World, lock};

/// What receivers were told.
pub(crate) type Inbox = Arc<Mutex<Vec<Notice>>>;

/// The receivers as one process sees them.
#[derive(Debug)]
pub(crate) struct WebhooksLink {
    pub(crate) world: Arc<World>,
    pub(crate) life: Life,
    pub(crate) inbox: Inbox,
}

#[async_trait]
impl Webhooks for WebhooksLink {
    async fn deliver(&self, notice: &Notice) -> Result<Delivery, WebhookError> {
        self.life.crash_point(|| "before webhooks.deliver".to_owned()).await;
        self.world.pause(0..=20).await;
        let fails = |per_mille| self.world.is_stormy() && self.world.chance(per_mille);
        if fails(150) {
            return Err(failed("connection refused"));
        }
        if !self.world.has(Plant::WebhooksOnlySayReceived) {
            lock(&self.inbox).push(notice.clone());
        }
        self.world.note(format_args!("told {} {}", notice.receipt.id, notice.receipt.outcome.state()));
        self.life.crash_point(|| "after webhooks.deliver".to_owned()).await;
        if fails(100) { Err(failed("connection reset")) } else { Ok(Delivery::Received) }
    }
}

fn failed(why: &'static str) -> WebhookError {
    WebhookError { receiver: "receiver".to_owned(), source: why.into() }
}
