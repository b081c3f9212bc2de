//! The table of parameters, read while the crate is compiled: a mistake in it is a build that fails, and at run time there
//! is nothing left to read.

use jiff::civil::{Date, date};

use super::{Grade, Parameter, Row, Source, Unit};

/// How many rows the table has.
pub(super) const fn count(text: &'static str) -> usize {
    let (mut rows, mut rest) = (0, text);
    while !rest.is_empty() {
        let (line, after) = cut(rest, b'\n');
        rest = after;
        if is_row(line) {
            rows += 1;
        }
    }
    rows
}

/// The rows of the table, as they are written.
///
/// # Panics
///
/// On whatever is no table, which stops the build: `text` is part of this crate.
pub(super) const fn rows<const N: usize>(text: &'static str) -> [Row; N] {
    let (mut at, mut rest, mut rows) = (0, text, [Row::EMPTY; N]);
    while !rest.is_empty() {
        let (line, after) = cut(rest, b'\n');
        rest = after;
        if is_row(line) {
            rows[at] = row(line);
            at += 1;
        }
    }
    rows
}

const fn is_row(line: &str) -> bool {
    !line.is_empty() && line.as_bytes()[0] != b'#'
}

const fn row(line: &'static str) -> Row {
    let (name, rest) = cut(line, b'|');
    let (value, rest) = cut(rest, b'|');
    let (unit, rest) = cut(rest, b'|');
    let (from, rest) = cut(rest, b'|');
    let (to, rest) = cut(rest, b'|');
    let (instrument, rest) = cut(rest, b'|');
    let (place, rest) = cut(rest, b'|');
    let (grade, rest) = cut(rest, b'|');
    let (seen, whose) = cut(rest, b'|');
    let (part, parts) = cut(value, b'/');
    Row {
        parameter: parameter(name),
        value: number(part),
        per: if parts.is_empty() { 1 } else { number(parts) },
        unit: self::unit(unit),
        from: day(from, "-"),
        to: day(to, "open"),
        source: Source { instrument, place, grade: self::grade(grade), read: day(seen, "-") },
        ours: match whose.trim_ascii().as_bytes() {
            b"law" => false,
            b"ours" => true,
            _ => panic!("whose: law or ours"),
        },
    }
}

const fn parameter(name: &str) -> Parameter {
    let mut at = 0;
    while at < Parameter::EVERY.len() {
        if same(name, Parameter::EVERY[at].name()) {
            return Parameter::EVERY[at];
        }
        at += 1;
    }
    panic!("no such parameter");
}

const fn unit(name: &str) -> Unit {
    match name.as_bytes() {
        b"period" => Unit::Period,
        b"pence" => Unit::Pence,
        b"pence a year" => Unit::PenceAYear,
        b"of the fee" => Unit::OfTheFee,
        b"a year" => Unit::AYear,
        b"days" => Unit::Days,
        b"weeks" => Unit::Weeks,
        b"months" => Unit::Months,
        b"yes" => Unit::Yes,
        _ => panic!("no such unit"),
    }
}

const fn grade(letter: &str) -> Grade {
    match letter.as_bytes() {
        b"A" => Grade::Read,
        b"B" => Grade::SecondHand,
        b"C" => Grade::FromMemory,
        _ => panic!("grade: A, B or C"),
    }
}

/// A day, or nothing where `none` stands.
const fn day(text: &str, none: &str) -> Option<Date> {
    if same(text, none) {
        return None;
    }
    let digits = text.as_bytes();
    assert!(digits.len() == 10 && digits[4] == b'-' && digits[7] == b'-', "a day is YYYY-MM-DD");
    let (year, month, day) = (digit(digits, 0, 4), digit(digits, 5, 7), digit(digits, 8, 10));
    Some(date(year, month.to_le_bytes()[0].cast_signed(), day.to_le_bytes()[0].cast_signed()))
}

/// The digits from `from` to before `to`.
const fn digit(digits: &[u8], from: usize, to: usize) -> i16 {
    let (mut at, mut number) = (from, 0_i16);
    while at < to {
        assert!(digits[at].is_ascii_digit(), "a digit");
        number = number * 10 + (digits[at] - b'0') as i16;
        at += 1;
    }
    number
}

const fn number(text: &str) -> u64 {
    let (digits, mut at, mut number) = (text.as_bytes(), 0, 0_u64);
    assert!(!digits.is_empty(), "a whole number");
    while at < digits.len() {
        assert!(digits[at].is_ascii_digit(), "a digit");
        number = number * 10 + (digits[at] - b'0') as u64;
        at += 1;
    }
    number
}

/// What stands before `mark`, and what stands after it.
const fn cut(text: &'static str, mark: u8) -> (&'static str, &'static str) {
    let (bytes, mut at) = (text.as_bytes(), 0);
    while at < bytes.len() && bytes[at] != mark {
        at += 1;
    }
    let (before, rest) = text.split_at(at);
    let after = if rest.is_empty() { rest } else { rest.split_at(1).1 };
    (before.trim_ascii(), after)
}

const fn same(one: &str, other: &str) -> bool {
    let (one, other, mut at) = (one.as_bytes(), other.as_bytes(), 0);
    while at < one.len() && at < other.len() && one[at] == other[at] {
        at += 1;
    }
    at == one.len() && at == other.len()
}
