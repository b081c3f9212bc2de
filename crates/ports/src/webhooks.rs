//! Where callers want to be told.

use async_trait::async_trait;
use lpa_domain::Notice;
use thiserror::Error;

use crate::error::Source;

/// Tells callers, at addresses of theirs, what has become of what they asked for.
///
/// - A delivery names its notice, so that a receiver told twice knows: delivery is at least once.
/// - A delivery can be checked by the receiver to come from us, unchanged and lately.
/// - Only an answer that says "received" counts as one.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait Webhooks: Send + Sync {
    /// Delivers one notice to whoever asked for its operation.
    ///
    /// # Errors
    /// [`WebhookError`]: deliver it again later.
    async fn deliver(&self, notice: &Notice) -> Result<Delivery, WebhookError>;
}

/// What came of a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// The receiver has it.
    Received,
    /// Nobody has named an address for it.
    NoAddress,
}

/// The receiver does not have it, or did not say so: deliver it again later.
#[derive(Debug, Error)]
#[error("a notice was not delivered to {receiver}")]
pub struct WebhookError {
    /// Whose address it is: the name in the settings.
    pub receiver: String,
    /// Why.
    #[source]
    pub source: Source,
}
