//! Answers how far a draft is approved that the register holds.

use lpa_domain::KeptDraft;
use lpa_domain::approval::LedgerEntry;
use lpa_domain::rules::Audience;
use lpa_domain::safeguarding::{Approval, Asking};

use super::Causeway;
use super::read_lpa::ReadError;

impl Causeway {
    /// How far this draft is approved today, as a caller may see it. Whatever the records know, the same is done: one batch of
    /// questions, which hang on the draft alone, and nothing is written. While the records cannot be asked, what hangs on them is
    /// undecided, and named.
    pub async fn approval_of(&self, kept: &KeptDraft) -> Result<Approval, ReadError> {
        // It was read before it was kept; by a later version of Causeway, if not by this one.
        let asking = Asking::of(&kept.draft, &kept.beside).map_err(|_later| ReadError::Unreadable)?;
        let today = self.today();
        let answers = self.inquire(&asking.inquiry(today, kept.uid)).await;
        let ledger = self.ledger_of(kept).await;
        Ok(asking.approval(today, &answers, Audience::Caller).since(&ledger))
    }

    /// What was noted of a draft; nothing where or while that cannot be said.
    async fn ledger_of(&self, kept: &KeptDraft) -> Vec<LedgerEntry> {
        let Some(approvals) = &self.ports.approvals else { return Vec::new() };
        let ledger = tokio::time::timeout(self.pace.budget, approvals.ledger(kept.uid)).await;
        ledger.ok().and_then(Result::ok).unwrap_or_default()
    }
}
