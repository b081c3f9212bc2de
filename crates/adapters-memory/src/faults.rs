//! How an adapter in memory is made to fail.

use std::sync::Arc;

use lpa_domain::OperationId;
use tokio::sync::watch;

/// What is wrong with the adapters that share this handle. Clones steer the same adapter.
///
/// ```
/// # use lpa_adapters_memory::Faults;
/// let faults = Faults::default();
/// faults.go_away();
/// assert!(faults.is_away());
/// faults.come_back();
/// ```
#[derive(Clone, Debug)]
pub struct Faults(Arc<watch::Sender<State>>);

#[derive(Clone, Copy, Debug, Default)]
struct State {
    away: bool,
    held: bool,
    replies_to_lose: usize,
    garbled: Option<OperationId>,
}

/// The cause inside a port error that was asked for through [`Faults`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InjectedFault {
    /// The call never arrived.
    Away,
    /// The call was done; its answer was lost.
    ReplyLost,
    /// The answer makes no sense.
    Garbled,
}

impl Default for Faults {
    fn default() -> Self {
        Self(Arc::new(watch::Sender::new(State::default())))
    }
}

impl Faults {
    /// From now on calls fail on arrival: nothing is done.
    pub fn go_away(&self) {
        self.0.send_modify(|state| state.away = true);
    }

    /// Calls arrive again.
    pub fn come_back(&self) {
        self.0.send_modify(|state| state.away = false);
    }

    /// Whether calls fail on arrival.
    pub fn is_away(&self) -> bool {
        self.0.borrow().away
    }

    /// The next call that changes something does so, and its answer is lost. Calls add up.
    pub fn lose_next_reply(&self) {
        self.0.send_modify(|state| state.replies_to_lose += 1);
    }

    /// From now on this operation is answered with what makes no sense, and not done; `None`: each is understood again.
    pub fn garble(&self, id: Option<OperationId>) {
        self.0.send_modify(|state| state.garbled = id);
    }

    /// From now on calls hang on arrival until [`Faults::release`].
    pub fn hold(&self) {
        self.0.send_modify(|state| state.held = true);
    }

    /// Calls that hang go on, in whatever state the adapter is then.
    pub fn release(&self) {
        self.0.send_modify(|state| state.held = false);
    }

    /// A call arrives: waits while calls are held, then says whether it got through.
    pub(crate) async fn arrive(&self) -> Result<(), InjectedFault> {
        let mut states = self.0.subscribe();
        // The sender lives in `self`, so waiting cannot fail; if it did, the adapter would count as away.
        match states.wait_for(|state| !state.held).await {
            Ok(state) if !state.away => Ok(()),
            _ => Err(InjectedFault::Away),
        }
    }

    /// Whether this operation makes sense.
    pub(crate) fn understand(&self, id: OperationId) -> Result<(), InjectedFault> {
        if self.0.borrow().garbled == Some(id) { Err(InjectedFault::Garbled) } else { Ok(()) }
    }

    /// An answer leaves: says whether it is lost on the way.
    pub(crate) fn leave(&self) -> Result<(), InjectedFault> {
        let lost = self.0.send_if_modified(|state| {
            let lose = state.replies_to_lose > 0;
            state.replies_to_lose = state.replies_to_lose.saturating_sub(1);
            lose
        });
        if lost { Err(InjectedFault::ReplyLost) } else { Ok(()) }
    }
}

impl std::fmt::Display for InjectedFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Away => "made to be away",
            Self::ReplyLost => "made to lose its answer",
            Self::Garbled => "made to make no sense",
        })
    }
}

impl std::error::Error for InjectedFault {}
