//! The records beside today's LPA Store: there are none.

use async_trait::async_trait;
use lpa_domain::records::{Answer, Noted, Question, ToldFact};
use lpa_ports::{Records, RecordsError};

/// Today's LPA Store keeps no records: nothing can be answered, or told.
#[derive(Clone, Copy, Debug)]
pub struct NoRecords;

#[async_trait]
impl Records for NoRecords {
    async fn answers(&self, _questions: &[Question]) -> Result<Vec<Answer>, RecordsError> {
        Err(RecordsError::NotKept)
    }

    async fn note(&self, _told: &ToldFact) -> Result<Noted, RecordsError> {
        Err(RecordsError::NotKept)
    }
}
