//! Everybody who might be the person asked about: exactly one may be.

use std::collections::BTreeMap;

use super::class::{Circle, Class};
use super::subject::Subject;

/// Records that the case management system has merged: one person, however many records (rule K09).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LinkGroup(pub u64);

/// What came of comparing one person with all candidates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    groups: BTreeMap<LinkGroup, Class>,
}

/// Compares one person with every record that a look-up found. A group is as sure as its surest record. When more than one
/// group would be `Strong`, none is: all of them are `Probable` (rule book, section 5.4).
pub fn judge<'a>(
    asked: &Subject,
    candidates: impl IntoIterator<Item = (LinkGroup, &'a Subject)>,
    circle: Circle,
) -> Judged {
    let mut groups = BTreeMap::new();
    for (group, record) in candidates {
        let class = asked.compare(record).class(circle);
        groups.entry(group).and_modify(|best| *best = class.min(*best)).or_insert(class);
    }
    if groups.values().filter(|class| **class == Class::Strong).count() > 1 {
        for class in groups.values_mut() {
            *class = Class::Probable.max(*class);
        }
    }
    Judged { groups }
}

impl Judged {
    /// The surest class; `None` when there was no candidate.
    pub fn class(&self) -> Class {
        self.groups.values().copied().min().unwrap_or(Class::None)
    }

    /// The class of each group.
    pub fn groups(&self) -> impl Iterator<Item = (LinkGroup, Class)> {
        self.groups.iter().map(|(group, class)| (*group, *class))
    }

    /// The groups of a class.
    pub fn of_class(&self, class: Class) -> impl Iterator<Item = LinkGroup> {
        self.groups().filter(move |(_, each)| *each == class).map(|(group, _)| group)
    }
}
