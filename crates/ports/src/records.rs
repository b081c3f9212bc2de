//! What OPG knows beyond the document.

use async_trait::async_trait;
use lpa_domain::records::{Answer, Noted, Question, ToldFact};
use thiserror::Error;

use crate::error::Source;

/// What OPG knows beyond the document: facts that case management tells, and what the register holds. Typed questions in, yes, no or
/// cannot say out; nothing that comes out names a person, or says which part of a question was wrong.
///
/// - A batch is answered in one round trip, each question in its place, and as [`Question::answer`] has it: people are compared
///   here, by [`lpa_domain::records::Subject::known_by`] beside a reference and by [`lpa_domain::matching::Subject::sought`] without one, and
///   nowhere else.
/// - Before any fact of a kind was told, or while some were told in a form that can no longer be compared, finding none says
///   nothing: such a question is answered "cannot say".
/// - Of each fact the highest version that was told holds, in whatever order the versions come; told again, it changes nothing. Of
///   two contents under one version told at once exactly one is kept.
/// - A fact that is retracted is forgotten: nothing of it is answered, and nothing that it said is kept.
/// - What [`Records::note`] has answered survives a crash and a power cut.
/// - A store keeps no name, date of birth or postcode that it was told: at most keyed digests of them.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait Records: Send + Sync {
    /// Answers each question, in their order.
    ///
    /// # Errors
    /// [`RecordsError::Offline`] when they could not be asked, [`RecordsError::NotKept`] when there are none: either way it cannot
    /// be said. [`RecordsError::Unreadable`] when what came back makes no sense.
    async fn answers(&self, questions: &[Question]) -> Result<Vec<Answer>, RecordsError>;

    /// Takes in one version of one fact.
    ///
    /// # Errors
    /// [`RecordsError::VersionTaken`], [`RecordsError::NotKept`] and [`RecordsError::Offline`]: nothing was changed.
    /// [`RecordsError::OutcomeUnknown`]: it may have been noted.
    async fn note(&self, told: &ToldFact) -> Result<Noted, RecordsError>;
}

/// Why the records gave no answer, named by what the caller should do next.
#[derive(Debug, Error)]
pub enum RecordsError {
    /// Nothing was answered or noted: a question cannot be answered now, and a fact is to be told again later.
    #[error("the records are away")]
    Offline(#[source] Source),
    /// The fact may have been noted: tell the same version again.
    #[error("the records' answer was lost")]
    OutcomeUnknown(#[source] Source),
    /// No records are kept here: nothing can be answered, or told, before an operator connects some.
    #[error("no records are kept here")]
    NotKept,
    /// Something else was told of this fact under this version: tell what holds under a higher one.
    #[error("something else was told of this fact under this version")]
    VersionTaken,
    /// What came back cannot be understood: ours or theirs to mend, alarm.
    #[error("the records' answer cannot be read")]
    Unreadable(#[source] Source),
}
