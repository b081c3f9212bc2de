//! One caller's request to the writer.

use sqlx::Sqlite;
use sqlx::query::Query;
use sqlx::sqlite::{SqliteArguments, SqliteRow};
use tokio::sync::oneshot;

use super::statement::Statement;
use crate::error::Failure;

/// What one caller is told: the rows of its statement, once they are committed.
pub(crate) type Reply = Result<Vec<SqliteRow>, Failure>;

/// One caller's request: a statement, its parameters, and where to answer.
pub(crate) struct Request {
    pub(crate) statement: Statement,
    pub(crate) values: Vec<Value>,
    /// Whether it must be fsynced before the caller is answered.
    pub(crate) durable: bool,
    pub(crate) reply: oneshot::Sender<Reply>,
}

impl Request {
    /// The caller may have gone: then nobody is told.
    pub(super) fn answer(self, reply: Reply) {
        drop(self.reply.send(reply));
    }
}

/// One parameter.
pub(crate) enum Value {
    Null,
    Number(i64),
    Text(String),
    Bytes(Vec<u8>),
}

impl Value {
    pub(super) fn bind<'q>(
        &self,
        query: Query<'q, Sqlite, SqliteArguments>,
    ) -> Query<'q, Sqlite, SqliteArguments> {
        match self {
            Self::Null => query.bind(None::<i64>),
            Self::Number(number) => query.bind(*number),
            Self::Text(text) => query.bind(text.clone()),
            Self::Bytes(bytes) => query.bind(bytes.clone()),
        }
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
