//! Callers who wait: while they come, the drain gives way.

use lpa_domain::operation::drain::Caller;

use super::Causeway;

/// A caller who waits, until it is dropped.
pub(super) struct Attended<'c> {
    causeway: &'c Causeway,
    caller: Caller,
}

impl Causeway {
    /// A caller comes.
    pub(super) fn attend(&self) -> Attended<'_> {
        let caller = self.drain().come(self.ports.clock.now());
        Attended { causeway: self, caller }
    }
}

impl Attended<'_> {
    /// The register has answered its write: how long that took shows whether the drain was in its way. Only writes are
    /// compared, since questions take another time.
    pub(super) fn answered(self) {
        self.causeway.drain().answered(&self.caller, self.causeway.ports.clock.now());
    }
}

impl Drop for Attended<'_> {
    fn drop(&mut self) {
        self.causeway.drain().gone(self.causeway.ports.clock.now());
    }
}
