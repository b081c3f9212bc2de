//! Answers what the register holds of a fee, and never turns ignorance into absence (design section 3.4).

use lpa_domain::fees::{About, FeeAccount, FeeRecord};
use lpa_domain::{LpaUid, Receipt, RefusalCode};
use lpa_ports::RegisterError;
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
        Ok(KnownFee { account, on_the_way: waiting.len() })
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
