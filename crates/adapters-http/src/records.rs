//! The records: another Causeway asks and tells them.

use async_trait::async_trait;
use lpa_domain::choice::Words;
use lpa_domain::records::{Answer, Noted, Question, ToldFact};
use lpa_ports::{Records, RecordsError};
use serde::Deserialize;
use serde_json::json;

use crate::classify::{code, misdirected, place_of, unexpected};
use crate::connection::{Answer as Answered, Connection, Silence};

/// The records behind another Causeway. Whom a question is about travels to it and is compared there.
#[derive(Debug)]
pub struct HttpRecords {
    connection: Connection,
}

#[derive(Deserialize)]
struct Answers {
    answers: Vec<String>,
}

#[derive(Deserialize)]
struct State {
    state: String,
}

impl HttpRecords {
    /// The records behind `connection`.
    pub const fn new(connection: Connection) -> Self {
        Self { connection }
    }
}

#[async_trait]
impl Records for HttpRecords {
    async fn answers(&self, questions: &[Question]) -> Result<Vec<Answer>, RecordsError> {
        let written: Vec<_> = questions.iter().map(Question::written).collect();
        let answer = self.connection.post("v1/records/questions", &json!({ "questions": written })).await;
        let answer = answer.map_err(|silence| RecordsError::Offline(silence.into_source()))?;
        match answer.status.as_u16() {
            200 => answered(&answer, questions.len()),
            400 | 413 | 422 => Err(RecordsError::Unreadable(unexpected(&answer))),
            500..=599 | 429 => Err(RecordsError::Offline(unexpected(&answer))),
            _ => Err(RecordsError::Offline(misdirected(&answer))),
        }
    }

    async fn note(&self, told: &ToldFact) -> Result<Noted, RecordsError> {
        let answer = self.connection.post("v1/records/facts", &told.written()).await;
        let answer = answer.map_err(|silence| match silence {
            Silence::NeverSent(source) => RecordsError::Offline(source),
            Silence::Lost(source) => RecordsError::OutcomeUnknown(source),
        })?;
        match (answer.status.as_u16(), code(&answer).as_deref()) {
            (200, _) => noted(&answer),
            (409, Some("version-taken")) => Err(RecordsError::VersionTaken),
            (422, Some("no-records")) => Err(RecordsError::NotKept),
            (400 | 409 | 413 | 422, _) => Err(RecordsError::Unreadable(unexpected(&answer))),
            // It says that it is away of what was lost behind it, too.
            (500..=599 | 429, _) => Err(RecordsError::OutcomeUnknown(unexpected(&answer))),
            _ => Err(RecordsError::Offline(misdirected(&answer))),
        }
    }
}

fn answered(answer: &Answered, asked: usize) -> Result<Vec<Answer>, RecordsError> {
    let read: Answers =
        serde_json::from_slice(&answer.body).map_err(|error| RecordsError::Unreadable(place_of(&error)))?;
    let answers: Option<Vec<Answer>> = read.answers.iter().map(|word| Answer::from_word(word)).collect();
    let fits = answers.filter(|answers| answers.len() == asked);
    fits.ok_or_else(|| RecordsError::Unreadable("other answers than were asked for".into()))
}

fn noted(answer: &Answered) -> Result<Noted, RecordsError> {
    let read: Option<State> = serde_json::from_slice(&answer.body).ok();
    let noted = read.and_then(|read| Noted::from_word(&read.state));
    noted.ok_or_else(|| RecordsError::OutcomeUnknown("it was answered in a form that cannot be read".into()))
}
