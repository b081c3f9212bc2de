//! Answers what the register holds of a draft, and never turns ignorance into absence (design section 3.4).

use lpa_domain::{DraftAct, KeptDraft, LpaUid, Receipt, RefusalCode};
use lpa_ports::{Drafted, RegisterError};
use thiserror::Error;

use super::Causeway;
use super::read_lpa::ReadError;

/// Why there is no draft to show.
#[derive(Debug, Error)]
pub enum DraftError {
    /// The register says that no draft was ever kept, and none is on its way there.
    #[error("there is no such draft")]
    Unknown,
    /// It was deleted, and its UID is retired.
    #[error("the draft was deleted")]
    Deleted,
    /// The register keeps no drafts.
    #[error("the register keeps no drafts")]
    NotKept,
    /// A state, or the deletion, has been accepted and has not reached the register; or the register cannot be asked.
    #[error(transparent)]
    Read(#[from] ReadError),
}

/// What the register said.
enum Said {
    Holds(Option<Drafted>),
    KeepsNone,
}

/// What waits here for the register.
#[derive(Default)]
struct Waiting {
    /// The latest act on the draft.
    latest: Option<Receipt>,
    /// Its deletion.
    deletion: Option<Receipt>,
}

impl Causeway {
    /// The draft of a UID in the latest state that the register holds. A later state that still waits here is not shown before
    /// the register has it; a deletion that waits hides the draft at once, since a deletion beats an older copy.
    pub async fn draft(&self, uid: LpaUid) -> Result<KeptDraft, DraftError> {
        match self.ask_for_draft(uid).await {
            Ok(Said::KeepsNone) => Err(DraftError::NotKept),
            Ok(Said::Holds(Some(Drafted::Tombstone))) => Err(DraftError::Deleted),
            Ok(Said::Holds(Some(Drafted::Draft(kept)))) => match self.waits(uid).await?.deletion {
                Some(deletion) => Err(ReadError::Held(deletion).into()),
                None => Ok(*kept),
            },
            // The journal is looked at after the register said no, and the register once more: what waits may have arrived
            // there in between.
            Ok(Said::Holds(None)) => match self.waits(uid).await?.latest {
                Some(latest) => Err(ReadError::Held(latest).into()),
                None => self.surely(uid).await,
            },
            Err(unread) => match self.waits(uid).await?.latest {
                Some(latest) => Err(ReadError::Held(latest).into()),
                None => Err(unread.into()),
            },
        }
    }

    /// What the register says when nothing of the draft waits any more.
    async fn surely(&self, uid: LpaUid) -> Result<KeptDraft, DraftError> {
        match self.ask_for_draft(uid).await? {
            Said::Holds(Some(Drafted::Draft(kept))) => Ok(*kept),
            Said::Holds(Some(Drafted::Tombstone)) => Err(DraftError::Deleted),
            Said::Holds(None) => Err(DraftError::Unknown),
            Said::KeepsNone => Err(DraftError::NotKept),
        }
    }

    async fn ask_for_draft(&self, uid: LpaUid) -> Result<Said, ReadError> {
        let question = async {
            match self.ports.register.draft(uid).await {
                Err(RegisterError::Refused(refusal)) if refusal.code == RefusalCode::NoDrafts => {
                    Ok(Said::KeepsNone)
                }
                answer => answer.map(Said::Holds),
            }
        };
        self.ask(question).await
    }

    /// What waits here of a draft, parked or held.
    async fn waits(&self, uid: LpaUid) -> Result<Waiting, ReadError> {
        let mut waiting = Waiting::default();
        for receipt in self.on_its_way(uid).await? {
            if receipt.label == DraftAct::DELETE {
                waiting.deletion = Some(receipt.clone());
                waiting.latest = Some(receipt);
            } else if receipt.label == DraftAct::KEEP {
                waiting.latest = Some(receipt);
            }
        }
        Ok(waiting)
    }
}
