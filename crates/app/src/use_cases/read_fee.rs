//! Answers what the register holds of a fee, and never turns ignorance into absence (design section 3.4).

use lpa_domain::fees::{About, FeeAccount, FeeRecord, Invited};
use lpa_domain::records::{Answer, Subject};
use lpa_domain::{LpaUid, Receipt, RefusalCode};
use lpa_ports::{Drafted, RegisterError};
use thiserror::Error;

use super::Causeway;
use super::read_lpa::ReadError;

/// Why there is no fee to show.
#[derive(Debug, Error)]
pub enum FeeError {
    /// The register says that nothing was told of it, and nothing is on its way there.
    #[error("nothing was told of the fee")]
    Unknown,
    /// The register keeps no fees.
    #[error("the register keeps no fees")]
    NotKept,
    /// Something was told and has not reached the register; or the register cannot be asked.
    #[error(transparent)]
    Read(#[from] ReadError),
}

/// A fee as the register holds it.
#[derive(Clone, Debug)]
pub struct KnownFee {
    /// All that has reached the register.
    pub account: FeeAccount,
    /// How many more things were told, and wait here for it.
    pub on_the_way: usize,
    /// Whether OPG invited to the repeat application that it is said to be: asked anew each time, and never kept.
    pub invited: Invited,
}

impl Causeway {
    /// What was told of the fee of the application for `uid`, as far as it has reached the register; how much more waits here
    /// is said beside it.
    pub async fn fee(&self, uid: LpaUid) -> Result<KnownFee, FeeError> {
        let mut records = self.fee_records(uid).await?;
        // The journal is looked at after the register, and the register once more: what waits may have arrived there in between.
        let waiting = self.waiting_fees(uid).await?;
        if records.is_empty() {
            if let Some(latest) = waiting.last() {
                return Err(ReadError::Held(latest.clone()).into());
            }
            records = self.fee_records(uid).await?;
        }
        if records.is_empty() {
            return Err(FeeError::Unknown);
        }
        let account = FeeAccount::of(uid, records.iter().map(|record| &record.act));
        let account = account.map_err(|_problems| {
            tracing::error!(
                "what was told of a fee was told to a later version of Causeway, and cannot be read here"
            );
            self.cannot_say()
        })?;
        let invited = self.invited(uid, &account).await;
        Ok(KnownFee { account, on_the_way: waiting.len(), invited })
    }

    /// Whether OPG invited to the repeat application that was just told of; "cannot say" while that cannot be known.
    pub async fn invited_to(&self, uid: LpaUid) -> Invited {
        match self.fee(uid).await {
            Ok(known) => known.invited,
            Err(_not_read) => Invited::Answered(Answer::CannotSay),
        }
    }

    /// What the records answer of the invitation. Nobody is asked unless the application is said to be a repeat.
    async fn invited(&self, uid: LpaUid, account: &FeeAccount) -> Invited {
        if account.question(Subject::default()).is_none() {
            return Invited::NotAsked;
        }
        let question = self.donor_of(uid).await.and_then(|donor| account.question(donor));
        let answers = match question {
            Some(question) => self.ask_records(&[question]).await,
            None => Vec::new(),
        };
        Invited::Answered(answers.first().copied().unwrap_or(Answer::CannotSay))
    }

    /// Who the donor is, as the register has it: of the LPA, or else of its draft. Our reading: never from whoever tells of the fee,
    /// who could otherwise try names until the records say yes.
    async fn donor_of(&self, uid: LpaUid) -> Option<Subject> {
        let register = &self.ports.register;
        if let Some(lpa) = self.ask(register.lpa(uid)).await.ok()? {
            return Some(Subject::from(&lpa.document.donor));
        }
        match self.ask(register.draft(uid)).await.ok()? {
            Some(Drafted::Draft(kept)) => Some(Subject::from(&kept.draft.document().donor)),
            Some(Drafted::Tombstone) | None => None,
        }
    }

    /// Everything that was told of a fee, as the register keeps it: for another Causeway.
    pub async fn fee_records(&self, uid: LpaUid) -> Result<Vec<FeeRecord>, FeeError> {
        let question = async {
            match self.ports.register.fees(uid).await {
                Err(RegisterError::Refused(refusal)) if refusal.code == RefusalCode::NoFees => Ok(None),
                answer => answer.map(Some),
            }
        };
        self.ask(question).await?.ok_or(FeeError::NotKept)
    }

    async fn waiting_fees(&self, uid: LpaUid) -> Result<Vec<Receipt>, ReadError> {
        let waiting = self.on_its_way(uid).await?.into_iter();
        Ok(waiting.filter(|receipt| About::from_label(&receipt.label).is_some()).collect())
    }
}
