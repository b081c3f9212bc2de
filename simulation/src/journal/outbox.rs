//! The journal as the outbox of what is to be told.

use async_trait::async_trait;
use jiff::Timestamp;
use lpa_domain::{LeasedNotice, Notice, NoticeClaim, NoticeCursor, NoticeLease};
use lpa_ports::{JournalError, Notices};

use super::SimulatedJournal;
use super::log::Written;

#[async_trait]
impl Notices for SimulatedJournal {
    async fn due(&self, claim: NoticeClaim) -> Result<Vec<LeasedNotice>, JournalError> {
        let mut state = self.state();
        let mut leased = Vec::new();
        for notice in state.book.notices_due(claim) {
            let token = state.fresh_token();
            let lease = NoticeLease { notice, token };
            leased.extend(state.book.leased_notice(lease));
            state.write(Written::NoticeLeased { lease, until: claim.until });
        }
        Ok(leased)
    }

    async fn told(&self, lease: &NoticeLease, _at: Timestamp) -> Result<(), JournalError> {
        self.state().write_under(lease, Written::NoticeTold { lease: *lease })
    }

    async fn put_off(&self, lease: &NoticeLease, until: Timestamp) -> Result<(), JournalError> {
        self.state().write_under(lease, Written::NoticePutOff { lease: *lease, until })
    }

    async fn after(&self, cursor: NoticeCursor, limit: usize) -> Result<Vec<Notice>, JournalError> {
        Ok(self.state().book.notices_after(cursor, limit))
    }
}
