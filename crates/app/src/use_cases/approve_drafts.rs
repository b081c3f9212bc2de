//! Assesses drafts that are kept, beside requests: notes since when their sections stand so, and refers what case managers should see.
//!
//! Nobody who drafts waits for it, and nothing that a caller is answered hangs on what it finds: so nobody is tipped off.

use std::error::Error as _;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use lpa_domain::approval::{Assessed, DueDrafts, ledger};
use lpa_domain::operation::conduct::{Conduct, Sort, conduct};
use lpa_domain::rules::Audience;
use lpa_domain::safeguarding::Asking;
use lpa_domain::{Kind, LpaUid};
use lpa_ports::{Approvals, ApprovalsError};

use super::Causeway;
use super::read_draft::DraftError;

/// How many drafts are taken at once.
const TOGETHER: usize = 16;

/// What cannot be asked is asked again after so many periods.
const AWAY: u32 = 20;

/// What came of a batch.
enum Batch {
    /// There may be more.
    Full,
    /// There is no more.
    Last,
    /// It cannot be said what is due.
    Away,
}

/// The records' answers are asked again after so long (safeguarding.md I10).
const GROWN_OLD: SignedDuration = SignedDuration::from_hours(30 * 24);

/// What could not be asked of the records is asked again after so long. Our choice.
const UNANSWERED: SignedDuration = SignedDuration::from_mins(5);

impl Causeway {
    /// Runs until the application stops. Failures are logged and tried again: a draft is due until it is noted.
    pub(super) async fn approve_drafts(self: Arc<Self>, approvals: Arc<dyn Approvals>) {
        while !self.stopping.is_cancelled() {
            let pause = match self.approve_batch(&*approvals).await {
                Batch::Full => continue,
                Batch::Last => self.pace.period,
                Batch::Away => self.pace.period * AWAY,
            };
            self.pause(pause).await;
        }
    }

    /// Assesses one batch of drafts that are due.
    async fn approve_batch(&self, approvals: &dyn Approvals) -> Batch {
        let now = self.ports.clock.now();
        // Nobody knocks at a register that is away.
        let availability = self.register.breakers().availability(Kind::Question, now);
        if conduct(Sort::FlowQuestion, availability) != Conduct::Forward {
            return Batch::Last;
        }
        let due = DueDrafts { now, until: now + self.pace.lease, limit: TOGETHER };
        let drafts = match approvals.due(due).await {
            Ok(drafts) => drafts,
            Err(error) => {
                later(&error);
                return Batch::Away;
            }
        };
        for uid in &drafts {
            self.approve(approvals, *uid).await;
        }
        if drafts.len() == TOGETHER { Batch::Full } else { Batch::Last }
    }

    /// Assesses one draft, and notes it. What fails is tried again when its lease has run out.
    async fn approve(&self, approvals: &dyn Approvals, uid: LpaUid) {
        let assessed = match self.assessed(approvals, uid).await {
            Ok(Some(assessed)) => assessed,
            Ok(None) => return,
            Err(error) => return later(&error),
        };
        if let Err(error) = approvals.note(&assessed).await {
            later(&error);
        }
    }

    async fn assessed(
        &self,
        approvals: &dyn Approvals,
        uid: LpaUid,
    ) -> Result<Option<Assessed>, ApprovalsError> {
        let kept = match self.draft(uid).await {
            Ok(kept) => kept,
            Err(DraftError::Read(_) | DraftError::Unknown | DraftError::Deleted | DraftError::NotKept) => {
                return Ok(None);
            }
        };
        let Ok(asking) = Asking::of(&kept.draft, &kept.beside) else {
            tracing::error!(%uid, "a draft that is kept cannot be assessed by this version; it is tried again");
            return Ok(None);
        };
        let (today, at) = (self.today(), self.ports.clock.now());
        let inquiry = asking.inquiry(today, uid);
        let told = self.answers_of_records(&inquiry.questions()).await;
        let again = again(at, told.is_some());
        let answers = inquiry.answered(&told.unwrap_or_default());
        let before = approvals.ledger(uid).await?;
        let sections = asking.approval(today, &answers, Audience::Caller).sections;
        Ok(Some(Assessed {
            uid,
            version: kept.version,
            at,
            again: Some(again),
            ledger: ledger(&sections, &before, at),
            concerns: asking.concerns(uid, today, &answers),
        }))
    }
}

/// When a draft is assessed again though nothing is told of it.
fn again(at: Timestamp, were_records_asked: bool) -> Timestamp {
    let after = if were_records_asked { GROWN_OLD } else { UNANSWERED };
    at.checked_add(after).unwrap_or(Timestamp::MAX)
}

fn later(error: &ApprovalsError) {
    let cause = error.source().map(tracing::field::display);
    tracing::info!(error = %error, cause, "how far drafts are approved cannot be noted; trying again");
}
