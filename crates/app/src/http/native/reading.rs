//! JSON read strictly: every member known, none missing, none twice. Every problem at once, by its place.

use std::borrow::Cow;
use std::collections::BTreeSet;

use jiff::Timestamp;
use lpa_domain::safeguarding::Asking;
use lpa_domain::{Beside, Draft, Json, Problem};
use serde::Deserialize;

use super::lost_members::escaped;

pub(super) const WRONG: &str = "unexpected type";
pub(super) const MOMENT: &str = "must be an RFC 3339 timestamp";
const MISSING: &str = "is required";
const UNKNOWN: &str = "unknown member";
const TWICE: &str = "must be given once";

/// The members of an object, in the order in which they were sent.
pub(super) type Members<'j> = &'j [(String, Json)];

/// How a draft is read.
pub(super) type ReadDraft = fn(&Json) -> Result<Draft, Vec<Problem>>;

/// What one reading has found wrong so far.
#[derive(Default)]
pub(super) struct Reading {
    pub(super) problems: Vec<Problem>,
}

impl Reading {
    /// What was read, unless something was wrong anywhere.
    pub(super) fn end<T>(self, read: Option<T>) -> Result<T, Vec<Problem>> {
        match read {
            Some(read) if self.problems.is_empty() => Ok(read),
            _ => Err(self.problems),
        }
    }

    /// The members of an object, after telling those that are unknown or given twice.
    pub(super) fn members<'j>(&mut self, json: &'j Json, at: &str, known: &[&str]) -> Option<Members<'j>> {
        let Json::Object(members) = json else { return self.refuse(at.to_owned(), WRONG) };
        let mut seen = BTreeSet::new();
        for (name, _) in members {
            let pointer = || format!("{at}/{}", escaped(name));
            if !known.contains(&name.as_str()) {
                self.problems.push(Problem::new(pointer(), UNKNOWN));
            } else if !seen.insert(name) {
                self.problems.push(Problem::new(pointer(), TWICE));
            }
        }
        Some(members)
    }

    pub(super) fn required<'j>(&mut self, members: Members<'j>, at: &str, name: &str) -> Option<&'j Json> {
        find(members, name).or_else(|| self.refuse(format!("{at}/{name}"), MISSING))
    }

    /// A required member that its own type reads.
    pub(super) fn value<T: for<'de> Deserialize<'de>>(
        &mut self,
        members: Members<'_>,
        at: &str,
        name: &str,
        rule: &'static str,
    ) -> Option<T> {
        let json = self.required(members, at, name)?;
        reread(json).or_else(|| self.refuse(format!("{at}/{name}"), rule))
    }

    /// The moment `asAt`.
    pub(super) fn as_at(&mut self, members: Members<'_>, at: &str) -> Option<Timestamp> {
        self.value(members, at, "asAt", MOMENT)
    }

    /// The draft itself, read by [`Draft::from_json`] or [`Draft::from_json_strictly`].
    pub(super) fn draft(&mut self, members: Members<'_>, at: &str, read: ReadDraft) -> Option<Draft> {
        let json = self.required(members, at, "draft")?;
        match read(json) {
            Ok(draft) => Some(draft),
            Err(problems) => self.refuse_all(&format!("{at}/draft"), problems),
        }
    }

    /// What is told beside a draft. What no rule would read is a problem, like everything else that would only seem to be kept.
    pub(super) fn beside(&mut self, members: Members<'_>) -> Beside {
        let [circumstances, confirmations, rule_set] =
            Beside::MEMBERS.map(|name| find(members, name).filter(|told| !told.is_null()).cloned());
        let beside = Beside { circumstances, confirmations, rule_set };
        match Asking::of(&Draft::default(), &beside) {
            Ok(asking) => {
                let unread = asking.ignored().iter();
                self.problems.extend(unread.map(|source| Problem::new(source.clone(), UNKNOWN)));
            }
            Err(problems) => self.problems.extend(problems),
        }
        beside
    }

    /// Notes problems of a part that stands at `at`.
    pub(super) fn refuse_all<T>(&mut self, at: &str, problems: Vec<Problem>) -> Option<T> {
        let placed = problems.into_iter();
        let placed = placed.map(|problem| Problem::new(format!("{at}{}", problem.source), problem.detail));
        self.problems.extend(placed);
        None
    }

    pub(super) fn refuse<T>(
        &mut self,
        source: impl Into<Cow<'static, str>>,
        detail: &'static str,
    ) -> Option<T> {
        self.problems.push(Problem::new(source, detail));
        None
    }
}

pub(super) fn find<'j>(members: Members<'j>, name: &str) -> Option<&'j Json> {
    members.iter().find(|(other, _)| other == name).map(|(_, value)| value)
}

pub(super) fn reread<T: for<'de> Deserialize<'de>>(json: &Json) -> Option<T> {
    serde_json::to_vec(json).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok())
}
