//! What people see of the journal and do about it, and the windows that are noted in it.

use async_trait::async_trait;
use jiff::Timestamp;
use lpa_domain::window::{Tally, WindowStep};
use lpa_domain::{
    Author, Content, Discard, Dossier, OperationId, Query, Release, Repaired, Standing, Verdict, WindowEntry,
};
use lpa_ports::{Repairs, RepairsError, Windows, WindowsError};

use super::log::Written;
use super::{SimulatedJournal, State};
use crate::planted::Plant;

impl SimulatedJournal {
    /// Writes what a person did, if it may be done, and answers when the disk has it.
    fn repair(
        &self,
        id: OperationId,
        verdict: Option<Verdict>,
        state: &mut State,
        written: Written,
    ) -> Option<Repaired> {
        let verdict = verdict?;
        if verdict == Verdict::Done {
            state.write(written);
            state.tell(self.world.as_ref());
            if !self.has(Plant::RepairsAckBeforeSync) {
                state.sync();
            }
        }
        state.book.repaired(id, verdict)
    }

    /// Everything that was done to windows, in its order.
    pub(crate) fn window_entries(&self) -> Vec<WindowEntry> {
        self.state().book.windows.clone()
    }
}

#[async_trait]
impl Repairs for SimulatedJournal {
    async fn unsettled(&self, query: Query) -> Result<Vec<Standing>, RepairsError> {
        Ok(self.state().book.unsettled(query))
    }

    async fn dossier(&self, id: OperationId) -> Result<Option<Dossier>, RepairsError> {
        Ok(self.state().book.dossier(id))
    }

    async fn reveal(
        &self,
        id: OperationId,
        by: &Author,
        at: Timestamp,
    ) -> Result<Option<Content>, RepairsError> {
        let mut state = self.state();
        let content = state.book.content(id);
        if matches!(content, Some(Content::Kept(_))) && !self.has(Plant::RepairsLeaveNoTrace) {
            state.write(Written::Revealed { id, by: by.clone(), at });
            state.sync();
        }
        Ok(content)
    }

    async fn release(&self, release: &Release) -> Result<Option<Repaired>, RepairsError> {
        let mut state = self.state();
        let verdict = state.book.may_release(release);
        let written = Written::Released(Box::new(release.clone()));
        Ok(self.repair(release.id, verdict, &mut state, written))
    }

    async fn discard(&self, discard: &Discard) -> Result<Option<Repaired>, RepairsError> {
        let mut state = self.state();
        let verdict = state.book.may_discard(discard);
        let written = Written::Discarded(Box::new(discard.clone()));
        Ok(self.repair(discard.id, verdict, &mut state, written))
    }
}

#[async_trait]
impl Windows for SimulatedJournal {
    async fn note(&self, number: u64, entry: &WindowEntry) -> Result<(), WindowsError> {
        let mut state = self.state();
        let follows = usize::try_from(number).is_ok_and(|number| number == state.book.windows.len() + 1);
        if !follows && !self.has(Plant::WindowsDoNotCompareNumbers) {
            return Err(WindowsError::Overtaken);
        }
        let mut noted = Box::new(entry.clone());
        if noted.step == WindowStep::Extended && self.has(Plant::WindowsForgetExtensions) {
            let earlier = state.book.windows.iter().find(|earlier| earlier.id == entry.id);
            noted.end = earlier.map_or(noted.end, |earlier| earlier.end);
        }
        state.write(Written::WindowNoted(noted));
        if !self.has(Plant::WindowsAckBeforeSync) {
            state.sync();
        }
        Ok(())
    }

    async fn entries(&self, read: u64) -> Result<Vec<WindowEntry>, WindowsError> {
        let read = usize::try_from(read).unwrap_or(usize::MAX);
        Ok(self.state().book.windows.iter().skip(read).cloned().collect())
    }

    async fn tally(&self, from: Timestamp, to: Timestamp) -> Result<Tally, WindowsError> {
        Ok(self.state().book.tally(from, to))
    }
}
