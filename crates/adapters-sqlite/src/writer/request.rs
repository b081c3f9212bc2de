//! One caller's request to the writer.

use rusqlite::ToSql;
use rusqlite::types::{ToSqlOutput, ValueRef};
use tokio::sync::{OwnedSemaphorePermit, oneshot};

use super::statement::Statement;
use crate::error::Failure;
use crate::fetched::Row;

/// What one caller is told: the rows of its statement, once they are promised.
pub(crate) type Reply = Result<Vec<Row>, Failure>;

/// One caller's request: a statement, its parameters, and where to answer.
pub(crate) struct Request {
    pub(crate) statement: Statement,
    pub(crate) values: Vec<Value>,
    /// Whether it must be fsynced before the caller is answered.
    pub(crate) durable: bool,
    pub(crate) reply: oneshot::Sender<Reply>,
    /// Its place in the queue, given back when it is answered.
    pub(crate) turn: Option<OwnedSemaphorePermit>,
}

/// Who waits for the answer to a request.
pub(super) struct Caller {
    reply: oneshot::Sender<Reply>,
    turn: Option<OwnedSemaphorePermit>,
}

/// What a request does.
pub(super) struct Step {
    pub(super) statement: Statement,
    pub(super) values: Vec<Value>,
}

impl Request {
    /// A request that nothing waits behind.
    pub(crate) const fn new(
        statement: Statement,
        values: Vec<Value>,
        durable: bool,
        reply: oneshot::Sender<Reply>,
    ) -> Self {
        Self { statement, values, durable, reply, turn: None }
    }

    /// What it does, and who waits for the answer.
    pub(super) fn part(self) -> (Step, Caller) {
        let Self { statement, values, reply, turn, .. } = self;
        (Step { statement, values }, Caller { reply, turn })
    }

    /// It was not done.
    pub(super) fn refuse(self, failure: &Failure) {
        self.part().1.tell(Err(failure.clone()));
    }
}

impl Caller {
    /// It may have gone: then nobody is told. Its place in the queue is free.
    pub(super) fn tell(self, reply: Reply) {
        drop(self.reply.send(reply));
        drop(self.turn);
    }
}

/// One parameter, or one column of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    Null,
    Number(i64),
    Text(String),
    Bytes(Vec<u8>),
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Number(number) => ValueRef::Integer(*number),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Self::Number(flag.into())
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&[u8]> for Value {
    fn from(bytes: &[u8]) -> Self {
        Self::Bytes(bytes.to_owned())
    }
}

impl From<Vec<u8>> for Value {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(bytes)
    }
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}
