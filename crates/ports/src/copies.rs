//! What was last known of LPAs.

use async_trait::async_trait;
use lpa_domain::{LastKnown, LpaUid};
use thiserror::Error;

use crate::error::Source;

/// What was last known of LPAs: dated, narrow, bounded. It may be lost; it must never be wrong.
///
/// - Of one LPA the greatest by [`LastKnown::rank`] is kept, whatever the order of arrival: a newer version replaces an older
///   one, and a tombstone is never replaced by a copy that it buries.
/// - At most as many are kept as were asked for: copies go before tombstones, the oldest first.
/// - What is told is what was kept, and when it was true.
/// - What was kept is there after a restart.
/// - Content is sealed at rest.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait Copies: Send + Sync {
    /// Keeps what was seen, and afterwards `at_most` so many in all.
    ///
    /// # Errors
    /// [`CopiesError::Unavailable`]: some of it may not have been kept.
    async fn keep(&self, seen: &[LastKnown], at_most: usize) -> Result<(), CopiesError>;

    /// What is last known of those of the named LPAs of which anything is, each once, in no order.
    ///
    /// # Errors
    /// [`CopiesError::Unavailable`]. What cannot be unsealed is left out: it is not known.
    async fn last_known(&self, uids: &[LpaUid]) -> Result<Vec<LastKnown>, CopiesError>;
}

/// Why nothing was kept or told.
#[derive(Debug, Error)]
pub enum CopiesError {
    /// They cannot be written or read now: what is last known cannot be said.
    #[error("what was last known cannot be read or written now")]
    Unavailable(#[source] Source),
}
