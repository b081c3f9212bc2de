//! How an answer came about, step by step: each names its rule, its figure and its source.

use std::fmt;

use super::code::Code;
use super::parameters::{Grade, Row};
use super::pence::Pence;
use crate::choice::Words as _;

/// One step of the way to an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// What was found.
    pub code: Code,
    /// The figure that it rests on.
    pub row: Option<&'static Row>,
    /// The amount that it came to.
    pub amount: Option<Pence>,
}

/// The steps, in the order in which they were taken.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trace(Vec<Step>);

impl Trace {
    pub(super) fn new() -> Self {
        Self(Vec::with_capacity(8))
    }

    pub(super) fn note(&mut self, code: Code) {
        self.0.push(Step { code, row: None, amount: None });
    }

    /// A step that rests on a figure. What is known only from memory says so.
    pub(super) fn cite(&mut self, code: Code, row: Option<&'static Row>, amount: Option<Pence>) {
        self.0.push(Step { code, row, amount });
        if row.is_some_and(|row| row.source.grade == Grade::FromMemory) {
            self.0.push(Step { code: Code::SourceUnverified, row, amount: None });
        }
    }

    pub(super) fn push(&mut self, step: Step) {
        self.cite(step.code, step.row, step.amount);
    }

    /// Every step.
    pub fn steps(&self) -> &[Step] {
        &self.0
    }

    /// Whether something with `code` was found.
    pub fn has(&self, code: Code) -> bool {
        self.0.iter().any(|step| step.code == code)
    }

    /// The steps that a person should look at, though they change no amount.
    pub fn warnings(&self) -> impl Iterator<Item = &Step> {
        self.0.iter().filter(|step| step.code.is_warning())
    }
}

impl Step {
    /// Whether it rests on a reading of ours.
    pub fn is_ours(&self) -> bool {
        self.code.rule().ours || self.row.is_some_and(|row| row.ours)
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rule = self.code.rule();
        write!(f, "{}: {}", self.code.word(), rule.says)?;
        if let Some(amount) = self.amount {
            write!(f, ": {amount}")?;
        }
        write!(f, " [{}; {}", rule.number, rule.source)?;
        if let Some(row) = self.row {
            write!(f, "; {row}")?;
        }
        f.write_str(if self.is_ours() { "; our reading]" } else { "]" })
    }
}

impl fmt::Display for Trace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|step| writeln!(f, "{step}"))
    }
}
