//! Reads changes into fields, gathering every problem (contract section 5.2).
//!
//! An act declares its fields in order: `fields.at("mobile").optional(&mut attorney.mobile, any)`. Each declaration takes
//! the first change with that key, compares what the caller believes with what is there, sets it, and checks the rule.
//! What no field took is unexpected. Problems come out in the order of the declarations.

mod actors;
mod field;
pub(super) mod rules;

use crate::json::Json;
use crate::operation::Change;
use crate::problem::Problem;
pub(super) use field::Field;
use rules::Rule;

/// The changes of one update, or of one group in it, that no field has taken yet; and what was found so far.
pub(crate) struct Fields<'u> {
    /// The path of the group, as the caller wrote it; empty for the whole update.
    path: String,
    pending: Vec<Pending<'u>>,
    problems: Vec<Problem>,
    /// What took effect, with its place in the update.
    applied: Vec<(usize, Change)>,
}

struct Pending<'u> {
    /// Its place in the update.
    index: usize,
    change: &'u Change,
    /// What is left of its key below the path, with the slash.
    rest: &'u str,
}

impl<'u> Fields<'u> {
    /// The changes of an update with their places in it.
    pub(crate) fn new(changes: impl Iterator<Item = (usize, &'u Change)>) -> Self {
        let pending = changes.map(|(index, change)| Pending { index, change, rest: &change.key });
        Self::below(String::new(), pending.collect())
    }

    const fn below(path: String, pending: Vec<Pending<'u>>) -> Self {
        Self { path, pending, problems: Vec::new(), applied: Vec::new() }
    }

    /// The field `name` of this group.
    pub(crate) const fn at(&mut self, name: &'static str) -> Slot<'_, 'u> {
        Slot { fields: self, name, unstated: false }
    }

    /// Reads the group `name` if any change is in it, and says whether one was.
    pub(crate) fn group(&mut self, name: &str, read: impl FnOnce(&mut Self)) -> bool {
        let inside: Vec<Pending<'u>> = self.pending.extract_if(.., |each| each.enter(name)).collect();
        let any = !inside.is_empty();
        if any {
            let mut group = Self::below(format!("{}/{name}", self.path), inside);
            read(&mut group);
            self.absorb(group);
        }
        any
    }

    /// Reads the group `name`, in which a change must be.
    pub(crate) fn required_group(&mut self, name: &str, read: impl FnOnce(&mut Self)) {
        if !self.group(name, read) {
            self.missing(format_args!("{name}/..."));
        }
    }

    /// Empties a text that no longer applies and that the caller did not mention, and records that.
    pub(crate) fn erase(&mut self, name: &str, value: &mut crate::Personal<String>) {
        let old = std::mem::take(value.expose_mut());
        let key = format!("{}/{name}", self.path);
        let change = Change { key, old: Some(Json::String(old)), new: Some(Json::from("")) };
        self.applied.push((usize::MAX, change));
    }

    /// What took effect, in the order in which it was sent; or every problem.
    pub(crate) fn finish(mut self) -> Result<Vec<Change>, Vec<Problem>> {
        self.refuse_rest();
        if !self.problems.is_empty() {
            return Err(self.problems);
        }
        self.applied.sort_by_key(|(index, _)| *index);
        Ok(self.applied.into_iter().map(|(_, change)| change).collect())
    }

    /// Takes over what a group found, its leftovers included.
    fn absorb(&mut self, mut group: Self) {
        group.refuse_rest();
        self.problems.append(&mut group.problems);
        self.applied.append(&mut group.applied);
    }

    fn refuse_rest(&mut self) {
        for left in std::mem::take(&mut self.pending) {
            self.problem(left.index, "", "unexpected change provided");
        }
    }

    /// Refuses every change that is left, because its key names nobody.
    fn refuse_keys(&mut self, detail: &'static str) {
        for left in std::mem::take(&mut self.pending) {
            self.problem(left.index, "/key", detail);
        }
    }

    fn problem(&mut self, index: usize, part: &str, detail: &'static str) {
        self.problems.push(Problem::new(format!("/changes/{index}{part}"), detail));
    }

    fn missing(&mut self, name: std::fmt::Arguments<'_>) {
        self.problems.push(Problem::new("/changes", format!("missing {}/{name}", self.path)));
    }

    fn take(&mut self, name: &str) -> Option<Pending<'u>> {
        let place = self.pending.iter().position(|each| each.rest.strip_prefix('/') == Some(name))?;
        Some(self.pending.remove(place))
    }
}

impl Pending<'_> {
    /// Steps into the group `name` if this change is in it.
    fn enter(&mut self, name: &str) -> bool {
        let below = self.rest.strip_prefix('/').and_then(|rest| rest.strip_prefix(name));
        match below {
            Some(below) if below.starts_with('/') => {
                self.rest = below;
                true
            }
            _ => false,
        }
    }
}

/// One declared field. Each reading says whether it changed the value.
pub(crate) struct Slot<'f, 'u> {
    fields: &'f mut Fields<'u>,
    name: &'static str,
    unstated: bool,
}

impl Slot<'_, '_> {
    /// The caller need not know what is there: `old` may be nothing although there is something. Today's service demands
    /// exactly that of a few fields; here the truth is accepted too, and the history gets the truth.
    pub(crate) const fn prior_may_be_unstated(mut self) -> Self {
        self.unstated = true;
        self
    }

    /// A change may be there.
    pub(crate) fn optional<F: Field>(self, value: &mut F, rule: Rule<F>) -> bool {
        match self.fields.take(self.name) {
            Some(taken) => self.read(&taken, value, rule),
            None => false,
        }
    }

    /// A change must be there.
    pub(crate) fn required<F: Field>(self, value: &mut F, rule: Rule<F>) -> bool {
        match self.fields.take(self.name) {
            Some(taken) => self.read(&taken, value, rule),
            None => self.missing(),
        }
    }

    /// A change must be there unless a value is: today's service demands a change even of what is right already, which
    /// nobody can send, since a change of nothing is refused (contract section 9, W12).
    pub(crate) fn needed<F: Field>(self, value: &mut F, rule: Rule<F>) -> bool {
        match self.fields.take(self.name) {
            Some(taken) => self.read(&taken, value, rule),
            None if value.is_blank() => self.missing(),
            None => false,
        }
    }

    fn missing(self) -> bool {
        self.fields.missing(format_args!("{}", self.name));
        false
    }

    /// The steps 2 to 5 of contract section 5.2.
    fn read<F: Field>(self, taken: &Pending<'_>, value: &mut F, rule: Rule<F>) -> bool {
        let Change { key, old, new } = taken.change;
        if old.is_none() {
            self.fields.problem(taken.index, "/old", "error marshalling old value");
        }
        let claimed = old.as_ref().unwrap_or(&Json::Null);
        let true_to_fact = value.matches(claimed);
        let left_open = self.unstated && says_nothing(claimed);
        if !(true_to_fact || left_open) {
            self.fields.problem(taken.index, "/old", "does not match existing value");
            return false;
        }
        let before = if true_to_fact { old.clone() } else { Some(value.json()) };
        let Some(changed) = new.as_ref().and_then(|new| value.set(new)) else {
            self.fields.problem(taken.index, "/new", "unexpected type");
            return false;
        };
        if let Some(detail) = rule(value) {
            self.fields.problem(taken.index, "/new", detail);
        }
        if changed {
            let change = Change { key: key.clone(), old: before, new: new.clone() };
            self.fields.applied.push((taken.index, change));
        }
        changed
    }
}

/// Whether a caller who sends this claims that nothing is there.
fn says_nothing(claimed: &Json) -> bool {
    claimed.is_null() || claimed.as_str() == Some("") || *claimed == Json::Bool(false)
}
