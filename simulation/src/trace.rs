//! What happened, event by event: a line each when it is kept, and always a digest, so that two runs can be compared.

use std::fmt;
use std::hash::{DefaultHasher, Hasher as _};
use std::time::Duration;

/// The events of one history in their order.
#[derive(Debug, Default)]
pub(crate) struct Trace {
    digest: DefaultHasher,
    lines: Option<Vec<String>>,
}

impl Trace {
    /// A trace whose events are kept as lines, or only digested.
    pub(crate) fn new(kept: bool) -> Self {
        Self { digest: DefaultHasher::new(), lines: kept.then(Vec::new) }
    }

    /// Notes an event that happened at `at`.
    pub(crate) fn note(&mut self, at: Duration, event: fmt::Arguments<'_>) {
        let line = format!("{:>9.3} {event}", at.as_secs_f64());
        self.digest.write(line.as_bytes());
        if let Some(lines) = &mut self.lines {
            lines.push(line);
        }
    }

    /// The digest of everything noted, and the lines if they were kept.
    pub(crate) fn finish(&mut self) -> (u64, Vec<String>) {
        (self.digest.finish(), self.lines.take().unwrap_or_default())
    }
}
