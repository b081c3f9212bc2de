//! Where the sequence numbers of LPA UIDs come from.

use async_trait::async_trait;
use thiserror::Error;

use crate::error::Source;

/// Hands out blocks of sequence numbers, of which LPA UIDs are made ([`lpa_domain::lpa::sequence`]).
///
/// - No number is handed out twice, whoever asks, however many at once.
/// - The first number is 1; a block is without gaps.
/// - A block whose answer was lost is lost: gaps are harmless, repeats are not.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait Uids: Send + Sync {
    /// Reserves `count` numbers (at least 1).
    ///
    /// # Errors
    /// [`UidsError::Offline`] when none can be reserved now; [`UidsError::Exhausted`] when none are left.
    async fn reserve(&self, count: u32) -> Result<UidBlock, UidsError>;

    /// How many numbers can still be reserved while their issuer is away, as far as is known without asking anybody;
    /// `None` where there is no stock of them.
    fn left(&self) -> Option<u64> {
        None
    }
}

/// A run of sequence numbers, reserved for one holder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UidBlock {
    /// The first number.
    pub first: u64,
    /// How many there are.
    pub count: u32,
}

/// Why no number was reserved.
#[derive(Debug, Error)]
pub enum UidsError {
    /// The issuer cannot be reached now: try again later.
    #[error("the UID issuer is away")]
    Offline(#[source] Source),
    /// Every number below [`lpa_domain::lpa::sequence::MODULUS`] has been handed out.
    #[error("every UID has been issued")]
    Exhausted,
}
