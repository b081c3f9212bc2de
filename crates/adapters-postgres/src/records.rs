//! The records on PostgreSQL: facts by their reference and a keyed digest of whom they are about.

mod finding;
mod statements;

use async_trait::async_trait;
use lpa_domain::records::{Answer, KnownBy, Noted, Question, Says, ToldFact, noting};
use lpa_ports::{Records, RecordsError};
use lpa_sealing::{Digest, DigestKey};

use crate::connections::Connections;
use crate::error::{ConnectError, Failure};
use crate::options::PostgresOptions;

pub(crate) use statements::STATEMENTS;
use statements::{FIND, HELD, NOTE};

/// What digests are made for: those of people cannot be joined with those of contents.
const DONOR: &str = "donor";
const CONTENT: &str = "content";

/// OPG's records in the register's database. Without a key nothing can be compared: there are none.
pub struct PostgresRecords {
    connections: Connections,
    key: Option<DigestKey>,
}

impl PostgresRecords {
    /// Records at `url` (`postgres://…`). Connects when it is first used.
    pub fn connect(
        url: &str,
        options: &PostgresOptions,
        key: Option<DigestKey>,
    ) -> Result<Self, ConnectError> {
        Ok(Self { connections: Connections::new(url, options)?, key })
    }

    fn key(&self) -> Result<&DigestKey, RecordsError> {
        self.key.as_ref().ok_or(RecordsError::NotKept)
    }

    /// What became of a version that was not taken: a higher one holds, or the same was told before, or something else was.
    async fn not_taken(&self, told: &ToldFact, content: Digest) -> Result<Noted, RecordsError> {
        let id = told.id.0;
        let held = || sqlx::query(HELD).bind(id).bind(content.to_vec());
        let rows = self.connections.ask_again(held).await.map_err(of_read)?;
        let row = rows.first().ok_or_else(|| unreadable("a fact has gone"))?;
        let (version, same) = finding::held(row)?;
        noting(told.version, version, same).map_err(|_taken| RecordsError::VersionTaken)
    }
}

#[async_trait]
impl Records for PostgresRecords {
    async fn answers(&self, questions: &[Question]) -> Result<Vec<Answer>, RecordsError> {
        let key = self.key()?;
        let batch = finding::Batch::of(questions, |spelling| key.digest(DONOR, spelling));
        let find = || batch.bound(sqlx::query(FIND));
        let rows = self.connections.ask_again(find).await.map_err(of_read)?;
        let found = finding::found(questions, &rows, &named(key))?;
        Ok(questions.iter().zip(&found).map(|(question, found)| question.answer(found)).collect())
    }

    async fn note(&self, told: &ToldFact) -> Result<Noted, RecordsError> {
        let key = self.key()?;
        let version = i64::try_from(told.version).map_err(|_too_great| unreadable("a version beyond all"))?;
        let (reference, donor) = match &told.says {
            Says::Retracted => (None, None),
            Says::Invitation { invitation, donor } => {
                let donor = donor.known_by().ok_or_else(|| unreadable("a donor of whom nothing is known"))?;
                let digests = donor.expose().map(|spelling| key.digest(DONOR, spelling).to_vec());
                (Some(invitation.reference.to_string()), Some(digests.collect::<Vec<_>>()))
            }
        };
        let says = told.says.kind().map(|_kind| told.says.without_personal_data());
        let content = key.digest(CONTENT, &told.says.written().to_string());
        let note = sqlx::query(NOTE)
            .bind(told.id.0)
            .bind(version)
            .bind(told.says.kind())
            .bind(reference)
            .bind(donor)
            .bind(says.map(sqlx::types::Json))
            .bind(content.to_vec())
            .bind(told.author.as_str().to_owned())
            .bind(named(key));
        let rows = self.connections.ask(note).await.map_err(of_write)?;
        if rows.is_empty() { self.not_taken(told, content).await } else { Ok(Noted::Kept) }
    }
}

/// Which key digests were made with, and in which form what was digested.
fn named(key: &DigestKey) -> String {
    format!("{}/{}", key.fingerprint(), KnownBy::FORM)
}

/// What a failure means for something that changes nothing.
fn of_read(failure: Failure) -> RecordsError {
    match failure {
        Failure::Unexpected(_) => RecordsError::Unreadable(Box::new(failure)),
        _ => RecordsError::Offline(Box::new(failure)),
    }
}

/// The same for something that changes a fact.
fn of_write(failure: Failure) -> RecordsError {
    match failure {
        Failure::Lost(_) | Failure::Silence => RecordsError::OutcomeUnknown(Box::new(failure)),
        _ => of_read(failure),
    }
}

fn unreadable(why: &'static str) -> RecordsError {
    RecordsError::Unreadable(why.into())
}

impl std::fmt::Debug for PostgresRecords {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PostgresRecords").finish_non_exhaustive()
    }
}
