//! What a frame carries: the statements of a batch with their values, or the texts that they stand for.
//!
//! A log is read before anything else is done to the tables, perhaps by a later version: so it brings the SQL of its
//! statements along, and a statement is a number in that list.

use super::frame::take;
use crate::writer::{Request, Statement, Value};

/// A statement of the log, to be run again.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Step {
    /// Which of the texts.
    pub(super) text: usize,
    pub(super) values: Vec<Value>,
}

/// How many bytes [`write`] takes for a batch.
pub(super) fn size(batch: &[Request]) -> usize {
    batch.iter().map(|request| 2 + request.values.iter().map(size_of_value).sum::<usize>()).sum()
}

/// Writes a batch.
pub(super) fn write(buffer: &mut Vec<u8>, batch: &[Request]) {
    for request in batch {
        buffer.push(request.statement as u8);
        write_values(buffer, &request.values);
    }
}

/// Writes the texts of all statements.
pub(super) fn write_texts(buffer: &mut Vec<u8>) {
    buffer.push(0);
    let texts: Vec<_> = Statement::ALL.iter().map(|statement| Value::from(statement.sql())).collect();
    write_values(buffer, &texts);
}

/// Reads what [`write`] wrote; `None` when it is not that.
pub(super) fn read(mut bytes: &[u8]) -> Option<Vec<Step>> {
    let mut steps = Vec::new();
    while !bytes.is_empty() {
        let [text] = take(&mut bytes)?;
        let [count] = take(&mut bytes)?;
        let values = (0..count).map(|_| read_value(&mut bytes)).collect::<Option<_>>()?;
        steps.push(Step { text: text.into(), values });
    }
    Some(steps)
}

/// Reads what [`write_texts`] wrote.
pub(super) fn read_texts(bytes: &[u8]) -> Option<Vec<String>> {
    let values = read(bytes)?.into_iter().next()?.values;
    let text = |value| if let Value::Text(text) = value { Some(text) } else { None };
    values.into_iter().map(text).collect()
}

fn size_of_value(value: &Value) -> usize {
    match value {
        Value::Null => 1,
        Value::Number(_) => 9,
        Value::Text(text) => 5 + text.len(),
        Value::Bytes(bytes) => 5 + bytes.len(),
    }
}

fn write_values(buffer: &mut Vec<u8>, values: &[Value]) {
    // SQL has no more parameters than that, and no value is longer than SQLite takes.
    buffer.push(u8::try_from(values.len()).unwrap_or(u8::MAX));
    for value in values {
        match value {
            Value::Null => buffer.push(0),
            Value::Number(number) => {
                buffer.push(1);
                buffer.extend_from_slice(&number.to_le_bytes());
            }
            Value::Text(text) => write_long(buffer, 2, text.as_bytes()),
            Value::Bytes(bytes) => write_long(buffer, 3, bytes),
        }
    }
}

fn write_long(buffer: &mut Vec<u8>, kind: u8, bytes: &[u8]) {
    buffer.push(kind);
    buffer.extend_from_slice(&u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_le_bytes());
    buffer.extend_from_slice(bytes);
}

fn read_value(bytes: &mut &[u8]) -> Option<Value> {
    Some(match take(bytes)? {
        [0] => Value::Null,
        [1] => Value::Number(i64::from_le_bytes(take(bytes)?)),
        [2] => Value::Text(String::from_utf8(read_long(bytes)?).ok()?),
        [3] => Value::Bytes(read_long(bytes)?),
        _ => return None,
    })
}

fn read_long(bytes: &mut &[u8]) -> Option<Vec<u8>> {
    let length = usize::try_from(u32::from_le_bytes(take(bytes)?)).ok()?;
    let (long, rest) = bytes.split_at_checked(length)?;
    *bytes = rest;
    Some(long.to_vec())
}

#[cfg(test)]
mod tests {
    use tokio::sync::oneshot;

    use super::*;

    fn request(statement: Statement, values: Vec<Value>) -> Request {
        Request::new(statement, values, true, oneshot::channel().0)
    }

    #[test]
    fn a_batch_comes_back_with_every_kind_of_value_and_its_size_is_known_before() {
        let values = vec![Value::Null, (-7).into(), "Grüße".into(), vec![0_u8, 255].into(), "".into()];
        let batch = [request(Statement::Claim, values.clone()), request(Statement::Record, Vec::new())];
        let mut bytes = Vec::new();
        write(&mut bytes, &batch);
        assert_eq!(bytes.len(), size(&batch));
        let step = |statement: Statement, values| Step { text: statement as usize, values };
        let expected = [step(Statement::Claim, values), step(Statement::Record, Vec::new())];
        assert_eq!(read(&bytes).unwrap(), expected);
        assert!(read(&bytes[1..]).is_none_or(|steps| steps != expected));
    }

    #[test]
    fn the_texts_are_those_of_the_statements() {
        let mut bytes = Vec::new();
        write_texts(&mut bytes);
        let texts = read_texts(&bytes).unwrap();
        for statement in Statement::ALL {
            assert_eq!(texts[statement as usize], statement.sql());
        }
    }
}
