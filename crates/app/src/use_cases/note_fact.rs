//! Takes in a fact that case management tells: noted, or told to come again (ADR 0027).

use lpa_domain::Kind;
use lpa_domain::records::{Noted, ToldFact};
use lpa_ports::RecordsError;
use thiserror::Error;

use super::Causeway;

/// Why a fact was not noted.
#[derive(Debug, Error)]
pub enum FactError {
    /// The records cannot be reached, or their answer was lost: told again, the same version does no harm.
    #[error("the records cannot be told now")]
    TellAgain {
        /// After how many seconds it is worth it.
        again_secs: u32,
    },
    /// Something else was told under this version.
    #[error("something else was told of this fact under this version")]
    VersionTaken,
    /// No records are kept here.
    #[error("no records are kept here")]
    NotKept,
    /// What came back cannot be understood.
    #[error("the records' answer cannot be read")]
    Unreadable,
}

impl Causeway {
    /// Takes in one version of one fact. What it says counts from the answer on.
    pub async fn note_fact(&self, told: &ToldFact) -> Result<Noted, FactError> {
        let noted = self.of_records(Kind::Operation, self.ports.records.note(told)).await;
        let again = || FactError::TellAgain { again_secs: self.records_again_secs() };
        match noted {
            Some(Ok(noted)) => Ok(noted),
            Some(Err(RecordsError::VersionTaken)) => Err(FactError::VersionTaken),
            Some(Err(RecordsError::NotKept)) => Err(FactError::NotKept),
            Some(Err(RecordsError::Unreadable(source))) => {
                tracing::error!(error = %source, "the records' answer cannot be read");
                Err(FactError::Unreadable)
            }
            Some(Err(error @ (RecordsError::Offline(_) | RecordsError::OutcomeUnknown(_)))) => {
                tracing::info!(error = %error, fact = %told.id, version = told.version, "a fact was not noted");
                Err(again())
            }
            None => Err(again()),
        }
    }
}
