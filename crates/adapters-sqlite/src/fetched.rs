//! Rows as they leave SQLite's thread: owned, their columns read by name.

use std::sync::Arc;

use lpa_ports::JournalError;
use rusqlite::Connection;
use rusqlite::types::ValueRef;
use thiserror::Error;

use crate::error::unreadable;
use crate::writer::Value;

/// One row of an answer.
#[derive(Debug)]
pub(crate) struct Row {
    names: Arc<[Box<str>]>,
    values: Vec<Value>,
}

/// Runs one statement to its end: all its rows.
pub(crate) fn run(connection: &Connection, sql: &str, values: &[Value]) -> rusqlite::Result<Vec<Row>> {
    let mut statement = connection.prepare_cached(sql)?;
    for (place, value) in (1..).zip(values) {
        statement.raw_bind_parameter(place, value)?;
    }
    let names: Arc<[Box<str>]> = statement.column_names().into_iter().map(Box::from).collect();
    let mut rows = statement.raw_query();
    let mut fetched = Vec::new();
    while let Some(row) = rows.next()? {
        let values = (0..names.len()).map(|at| row.get_ref(at).map(owned)).collect::<Result<_, _>>()?;
        fetched.push(Row { names: Arc::clone(&names), values });
    }
    Ok(fetched)
}

fn owned(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Number(number),
        // The schema has no fractions; one would be damage, and is found when the column is read.
        ValueRef::Real(number) => Value::Text(number.to_string()),
        ValueRef::Text(text) => Value::Text(String::from_utf8_lossy(text).into_owned()),
        ValueRef::Blob(bytes) => Value::Bytes(bytes.to_vec()),
    }
}

/// A column is not there, or not of the kind that the schema says.
#[derive(Debug, Error)]
#[error("the column {column} does not hold what it should")]
struct WrongColumn {
    column: String,
}

/// Reads a column; what does not fit is damage.
pub(crate) fn get<'r, T: Cell<'r>>(row: &'r Row, column: &str) -> Result<T, JournalError> {
    let at = row.names.iter().position(|name| **name == *column);
    let cell = at.and_then(|at| row.values.get(at)).and_then(T::read);
    cell.ok_or_else(|| unreadable(WrongColumn { column: column.to_owned() }))
}

/// What a column can be read as.
pub(crate) trait Cell<'r>: Sized {
    /// `None` when it is of another kind.
    fn read(value: &'r Value) -> Option<Self>;
}

impl Cell<'_> for i64 {
    fn read(value: &Value) -> Option<Self> {
        if let Value::Number(number) = value { Some(*number) } else { None }
    }
}

impl Cell<'_> for bool {
    fn read(value: &Value) -> Option<Self> {
        i64::read(value).map(|number| number != 0)
    }
}

impl<'r> Cell<'r> for &'r str {
    fn read(value: &'r Value) -> Option<Self> {
        if let Value::Text(text) = value { Some(text) } else { None }
    }
}

impl Cell<'_> for String {
    fn read(value: &Value) -> Option<Self> {
        <&str>::read(value).map(Self::from)
    }
}

impl<'r> Cell<'r> for &'r [u8] {
    fn read(value: &'r Value) -> Option<Self> {
        if let Value::Bytes(bytes) = value { Some(bytes) } else { None }
    }
}

impl<'r, T: Cell<'r>> Cell<'r> for Option<T> {
    fn read(value: &'r Value) -> Option<Self> {
        if matches!(value, Value::Null) { Some(None) } else { T::read(value).map(Some) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_read_as_what_it_is_and_as_nothing_else() {
        let connection = Connection::open_in_memory().unwrap();
        let values = [Value::Number(7), Value::Text("t".to_owned()), Value::Bytes(vec![1]), Value::Null];
        let rows = run(&connection, "SELECT ? AS n, ? AS t, ? AS b, ? AS z", &values).unwrap();
        let row = rows.first().unwrap();
        assert_eq!((get::<i64>(row, "n").unwrap(), get::<bool>(row, "n").unwrap()), (7, true));
        assert_eq!((get::<&str>(row, "t").unwrap(), get::<&[u8]>(row, "b").unwrap()), ("t", &[1][..]));
        assert_eq!((get::<Option<i64>>(row, "z").unwrap(), get(row, "n").unwrap()), (None, Some(7_i64)));
        for column in ["t", "z", "x"] {
            assert!(get::<i64>(row, column).is_err(), "{column}");
        }
    }
}
