//! Repairs and windows, on the same way.

use async_trait::async_trait;
use jiff::Timestamp;
use lpa_domain::window::Tally;
use lpa_domain::{
    Author, Content, Discard, Dossier, OperationId, Query, Release, Repaired, Standing, WindowEntry,
};
use lpa_ports::{Repairs, RepairsError, Windows, WindowsError};

use super::{Away, JournalLink, Kind};

impl Away for RepairsError {
    fn away(why: &'static str) -> Self {
        Self::Unavailable(why.into())
    }
}

impl Away for WindowsError {
    fn away(why: &'static str) -> Self {
        Self::Unavailable(why.into())
    }
}

#[async_trait]
impl Repairs for JournalLink {
    async fn unsettled(&self, query: Query) -> Result<Vec<Standing>, RepairsError> {
        self.call("unsettled", Kind::Asks, self.journal.unsettled(query)).await
    }

    async fn dossier(&self, id: OperationId) -> Result<Option<Dossier>, RepairsError> {
        self.call("dossier", Kind::Asks, self.journal.dossier(id)).await
    }

    async fn reveal(
        &self,
        id: OperationId,
        by: &Author,
        at: Timestamp,
    ) -> Result<Option<Content>, RepairsError> {
        self.call("reveal", Kind::Syncs, self.journal.reveal(id, by, at)).await
    }

    async fn release(&self, release: &Release) -> Result<Option<Repaired>, RepairsError> {
        self.call("release", Kind::Syncs, self.journal.release(release)).await
    }

    async fn discard(&self, discard: &Discard) -> Result<Option<Repaired>, RepairsError> {
        self.call("discard", Kind::Syncs, self.journal.discard(discard)).await
    }
}

#[async_trait]
impl Windows for JournalLink {
    async fn note(&self, number: u64, entry: &WindowEntry) -> Result<(), WindowsError> {
        self.call("note", Kind::Syncs, self.journal.note(number, entry)).await
    }

    async fn entries(&self, read: u64) -> Result<Vec<WindowEntry>, WindowsError> {
        let entries = self.call("entries", Kind::Asks, self.journal.entries(read)).await?;
        self.windows.told(read, &entries);
        Ok(entries)
    }

    async fn tally(&self, from: Timestamp, to: Timestamp) -> Result<Tally, WindowsError> {
        self.call("tally", Kind::Asks, self.journal.tally(from, to)).await
    }
}
