//! What is known of a dependency from the calls that were made to it.
//!
//! Nothing is asked of a health endpoint: a database can say that it is well and fail every call. What is known comes
//! from real calls, and while there are none to be made, from one call at a time that probes or knocks ([`Breakers`]).

mod breaker;
mod breakers;
mod call;
mod limits;
mod recent;
#[cfg(test)]
mod tests;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use breakers::Breakers;
pub use call::{Call, Ending, Kind};
pub use limits::Limits;

crate::words! {
    /// Whether a dependency can be called.
    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    pub enum Availability {
        /// It answers, and nothing waits from before.
        Available = "available",
        /// It does not answer.
        Degraded = "degraded",
        /// It is in an announced window.
        Maintenance = "maintenance",
        /// It answers again, and what was held meanwhile is not finished yet.
        Recovering = "recovering",
    }
}

crate::words! {
    /// Why a dependency is taken to be away. A closed list: nothing that came from outside is repeated.
    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    pub enum Cause {
        /// Calls surely did not arrive, or were turned away.
        Refused = "refused",
        /// A call used up all the time that there is, and nothing else was heard meanwhile.
        TimedOut = "timed-out",
        /// Calls are answered, and too many of them slowly.
        Slow = "slow",
        /// Calls fail after they were sent.
        Errors = "errors",
        /// Questions are answered, and whatever changes something fails.
        FailsWrites = "fails-writes",
        /// A maintenance window was announced.
        Window = "window",
    }
}

/// How a dependency is, since when, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Condition {
    /// Whether it can be called.
    pub state: Availability,
    /// Since when it has answered, or not answered; at most since the breaker was made.
    pub since: Timestamp,
    /// Why it is away; `None` while it answers.
    pub cause: Option<Cause>,
}

impl Availability {
    /// Whether calls are made in this state.
    pub const fn is_there(self) -> bool {
        matches!(self, Self::Available | Self::Recovering)
    }
}
