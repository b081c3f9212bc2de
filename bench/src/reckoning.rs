//! What was accepted, compared with what the register holds: each operation once, of each LPA in the order in which it was
//! accepted, and nothing else.

mod register;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use lpa_domain::LpaUid;
use lpa_domain::lpa::sequence::uid_of;
use uuid::Uuid;

use crate::load::Run;

pub use register::Register;

/// The operations that were accepted, of each LPA in their order.
#[derive(Clone, Debug, Default)]
pub struct Accepted {
    of: BTreeMap<LpaUid, Vec<Uuid>>,
}

/// One version of an LPA in the register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Made {
    /// Which LPA.
    pub uid: LpaUid,
    /// Which of its versions.
    pub version: u64,
    /// What made it.
    pub operation: Uuid,
}

/// What came of what was accepted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reckoned {
    /// Operations that were accepted.
    pub accepted: u64,
    /// Of these, not in the register.
    pub lost: u64,
    /// Versions that an operation made beyond its first.
    pub repeated: u64,
    /// LPAs whose operations stand in another order.
    pub disordered: u64,
    /// Versions that nobody asked for.
    pub strange: u64,
    /// LPAs whose versions are not 1, 2, 3 and so on.
    pub broken: u64,
}

impl Accepted {
    /// Notes what a load was answered whose lines were of the LPAs from `first` on.
    pub fn note(&mut self, first: u64, run: &Run) {
        for &(n, operation) in &run.accepted {
            if let Some(uid) = uid_of(first + n) {
                self.add(uid, operation);
            }
        }
    }

    /// One more operation of an LPA.
    pub fn add(&mut self, uid: LpaUid, operation: Uuid) {
        self.of.entry(uid).or_default().push(operation);
    }

    /// Every operation.
    pub fn operations(&self) -> impl Iterator<Item = Uuid> {
        self.of.values().flatten().copied()
    }

    /// Compares it with the register, whose versions come LPA by LPA and in their order.
    pub fn reckon(&self, register: impl IntoIterator<Item = Made>) -> Reckoned {
        let accepted = u64::try_from(self.operations().count()).unwrap_or(u64::MAX);
        let mut reckoned = Reckoned { accepted, lost: accepted, ..Reckoned::default() };
        let (mut of_one, mut uid) = (Vec::new(), None);
        for made in register {
            if uid.replace(made.uid) != Some(made.uid) {
                self.reckon_one(&std::mem::take(&mut of_one), &mut reckoned);
            }
            of_one.push(made);
        }
        self.reckon_one(&of_one, &mut reckoned);
        reckoned
    }

    /// All versions of one LPA.
    fn reckon_one(&self, made: &[Made], reckoned: &mut Reckoned) {
        let Some(uid) = made.first().map(|first| first.uid) else { return };
        let accepted = self.of.get(&uid).map_or(&[][..], Vec::as_slice);
        let (mut seen, mut places) = (BTreeSet::new(), Vec::new());
        for Made { operation, .. } in made {
            match accepted.iter().position(|each| each == operation) {
                _ if !seen.insert(operation) => reckoned.repeated += 1,
                Some(place) => places.push(place),
                None => reckoned.strange += 1,
            }
        }
        reckoned.lost -= u64::try_from(places.len()).unwrap_or_default();
        reckoned.disordered += u64::from(!places.is_sorted());
        reckoned.broken += u64::from(!made.iter().map(|made| made.version).eq(1..=made.len() as u64));
    }
}

impl Reckoned {
    /// Whether everything was done once, in order, and nothing else.
    pub const fn agrees(&self) -> bool {
        matches!(self, Self { accepted: _, lost: 0, repeated: 0, disordered: 0, strange: 0, broken: 0 })
    }
}

impl fmt::Display for Reckoned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { accepted, lost, repeated, disordered, strange, broken } = self;
        write!(
            f,
            "{accepted} accepted; {lost} lost, {repeated} done again, {strange} that nobody asked for, \
             {disordered} LPAs out of order, {broken} with a gap"
        )
    }
}
