//! The records on PostgreSQL: facts by their reference, and by keyed digests of whom they are about.

mod finding;
mod people;
mod statements;

use async_trait::async_trait;
use lpa_domain::matching::MARKS_FORM;
use lpa_domain::records::{Answer, KnownBy, Noted, Question, Says, ToldFact, noting};
use lpa_ports::{Records, RecordsError};
use lpa_sealing::{Digest, DigestKey};

use crate::connections::Connections;
use crate::error::{ConnectError, Failure};
use crate::options::PostgresOptions;

use people::{Asked, People};
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
        let asked = Asked::of(questions);
        let looked_for = asked.looked_for(key);
        let find = || looked_for.bound(batch.bound(sqlx::query(FIND)));
        let rows = self.connections.ask_again(find).await.map_err(of_read)?;
        let found = finding::found(questions, &asked, &rows, key)?;
        Ok(questions.iter().zip(&found).map(|(question, found)| question.answer(found)).collect())
    }

    async fn note(&self, told: &ToldFact) -> Result<Noted, RecordsError> {
        let key = self.key()?;
        let version = i64::try_from(told.version).map_err(|_too_great| unreadable("a version beyond all"))?;
        let kept = Kept::of(&told.says, key)?;
        let says = told.says.kind().map(|_kind| told.says.without_personal_data());
        let content = key.digest(CONTENT, &told.says.written().to_string());
        let note = sqlx::query(NOTE)
            .bind(told.id.0)
            .bind(version)
            .bind(told.says.kind())
            .bind(kept.reference)
            .bind(kept.donor)
            .bind(says.map(sqlx::types::Json))
            .bind(content.to_vec())
            .bind(told.author.as_str().to_owned())
            .bind(kept.key);
        let note = kept.people.bound(note);
        let rows = self.connections.ask(note).await.map_err(of_write)?;
        if rows.is_empty() { self.not_taken(told, content).await } else { Ok(Noted::Kept) }
    }
}

/// By what a fact is found.
#[derive(Default)]
struct Kept {
    reference: Option<String>,
    donor: Option<Vec<Vec<u8>>>,
    people: People,
    key: String,
}

impl Kept {
    fn of(says: &Says, key: &DigestKey) -> Result<Self, RecordsError> {
        match says {
            Says::Retracted => Ok(Self::default()),
            Says::Invitation { invitation, donor } => {
                let donor = donor.known_by().ok_or_else(|| unreadable("a donor of whom nothing is known"))?;
                let digests = donor.expose().map(|spelling| key.digest(DONOR, spelling).to_vec());
                Ok(Self {
                    reference: Some(invitation.reference.to_string()),
                    donor: Some(digests.collect()),
                    key: of_donors(key),
                    ..Self::default()
                })
            }
            Says::Matter(matter) => Ok(Self {
                reference: matter.said.uid.map(|uid| uid.to_string()),
                people: People::of(matter, key),
                key: of_people(key),
                ..Self::default()
            }),
        }
    }
}

/// Which key the digests of donors were made with, and in which form what was digested.
fn of_donors(key: &DigestKey) -> String {
    format!("{}/{}", key.fingerprint(), KnownBy::FORM)
}

/// The same of people who are found by marks.
fn of_people(key: &DigestKey) -> String {
    format!("{}/m{MARKS_FORM}", key.fingerprint())
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
