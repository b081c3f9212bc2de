//! What looking at one claim brings to light.

use super::code::Code;
use super::evidence::Missing;
use super::parameters::Row;
use super::trace::{Step, Trace};

/// Steps for the trace, and what is still needed.
#[derive(Debug, Default)]
pub(super) struct Assessment {
    steps: [Option<Step>; 4],
    missing: Vec<Missing>,
}

impl Assessment {
    /// A step that was not noted before. A claim has fewer kinds of them than there is room for; should it ever have more,
    /// the last are left out, and no answer hangs on them.
    pub(super) fn note(&mut self, code: Code) {
        self.cite(code, None);
    }

    /// The same, with the figure that it rests on.
    pub(super) fn cite(&mut self, code: Code, row: Option<&'static Row>) {
        let known = |step: &Option<Step>| step.is_some_and(|step| step.code == code);
        if self.steps.iter().any(known) {
            return;
        }
        if let Some(free) = self.steps.iter_mut().find(|step| step.is_none()) {
            *free = Some(Step { code, row, amount: None });
        }
    }

    /// Something that is still needed.
    pub(super) fn missing(&mut self, what: Missing) {
        if !self.missing.contains(&what) {
            self.missing.push(what);
        }
    }

    /// Hands the steps to the trace, and gives what is missing.
    pub(super) fn close(self, trace: &mut Trace) -> Vec<Missing> {
        self.steps.into_iter().flatten().for_each(|step| trace.push(step));
        if !self.missing.is_empty() && !trace.has(Code::EvidMissing) {
            trace.note(Code::EvidMissing);
        }
        self.missing
    }
}
