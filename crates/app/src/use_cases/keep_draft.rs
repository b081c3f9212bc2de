//! Takes a state of a draft in, or its deletion.

use std::sync::Arc;

use jiff::Timestamp;
use lpa_domain::{Act, Beside, Draft, DraftAct, LpaUid};

use super::Causeway;
use super::request::Request;
use super::submit::{SubmitError, Submitted};

/// A state of a draft, as a consumer tells it.
#[derive(Clone, Debug)]
pub struct ToldDraft {
    /// When it was known so; `None` stands for now.
    pub as_at: Option<Timestamp>,
    /// All that is known.
    pub draft: Draft,
    /// What is told beside it, to be assessed with it.
    pub beside: Beside,
}

impl Causeway {
    /// Takes a state of the draft `uid` in. It was known now at the latest: nobody tells of the future.
    pub async fn keep_draft(
        self: &Arc<Self>,
        uid: LpaUid,
        request: Request,
        told: ToldDraft,
    ) -> Result<Submitted, SubmitError> {
        let now = self.ports.clock.now();
        let as_at = told.as_at.map_or(now, |at| at.min(now));
        let (draft, beside) = (Box::new(told.draft), Box::new(told.beside));
        self.change_draft(uid, request, DraftAct::Keep { as_at, draft, beside }).await
    }

    /// Gives the draft `uid` up, and its UID with it.
    pub async fn delete_draft(
        self: &Arc<Self>,
        uid: LpaUid,
        request: Request,
    ) -> Result<Submitted, SubmitError> {
        self.change_draft(uid, request, DraftAct::Delete).await
    }

    async fn change_draft(
        self: &Arc<Self>,
        uid: LpaUid,
        request: Request,
        act: DraftAct,
    ) -> Result<Submitted, SubmitError> {
        let label = act.label();
        self.submit(self.entry(uid, request, label, Act::Draft(act))).await
    }
}
