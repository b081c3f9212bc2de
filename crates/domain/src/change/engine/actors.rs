//! Changes that name an actor by index or uid (contract section 5.2, "Addressing attorneys and TCs").

use std::collections::{BTreeMap, BTreeSet};

use super::{Fields, Pending};
use crate::document::{Attorney, TrustCorporation};

/// Who can be named by uid.
pub(crate) trait Named {
    /// The uid, as it was given.
    fn uid(&self) -> &str;
}

impl Named for Attorney {
    fn uid(&self) -> &str {
        self.uid.as_str()
    }
}

impl Named for TrustCorporation {
    fn uid(&self) -> &str {
        self.uid.as_str()
    }
}

impl<'u> Fields<'u> {
    /// Reads the changes of the one actor that this update is about; a second one is out of range. `None` when none could be
    /// found.
    pub(crate) fn one_of<A: Named>(
        &mut self,
        actors: &mut [A],
        read: impl FnMut(&mut Self, &mut A),
    ) -> Option<usize> {
        self.some_of(actors, 1, read).first().copied()
    }

    /// Reads the changes actor by actor; their places come back in the order in which they were first named.
    pub(crate) fn each_of<A: Named>(
        &mut self,
        actors: &mut [A],
        read: impl FnMut(&mut Self, &mut A),
    ) -> Vec<usize> {
        self.some_of(actors, usize::MAX, read)
    }

    /// Up to `most` actors. An actor named again in another way (index here, uid there) is out of range: today's service
    /// accepts the second group and loses what the first set (contract section 9, W11).
    fn some_of<A: Named>(
        &mut self,
        actors: &mut [A],
        most: usize,
        mut read: impl FnMut(&mut Self, &mut A),
    ) -> Vec<usize> {
        let mut seen = BTreeSet::new();
        let mut found = Vec::new();
        for (name, changes) in self.by_segment() {
            let mut group = Self::below(format!("{}/{name}", self.path), changes);
            let place = place_of(actors, name).filter(|place| found.len() < most && seen.insert(*place));
            match place.and_then(|place| Some((place, actors.get_mut(place)?))) {
                Some((place, actor)) => {
                    found.push(place);
                    read(&mut group, actor);
                }
                None => group.refuse_keys("index out of range"),
            }
            self.absorb(group);
        }
        found
    }

    /// The changes by the segment that names the actor, in the order of first appearance.
    fn by_segment(&mut self) -> Vec<(&'u str, Vec<Pending<'u>>)> {
        let mut groups: Vec<(&'u str, Vec<Pending<'u>>)> = Vec::new();
        let mut places = BTreeMap::new();
        for mut each in std::mem::take(&mut self.pending) {
            let Some(segment) = each.descend().filter(|segment| !segment.is_empty()) else {
                self.problem(each.index, "/key", "require index or actor UID");
                continue;
            };
            let place = *places.entry(segment).or_insert(groups.len());
            match groups.get_mut(place) {
                Some((_, group)) => group.push(each),
                None => groups.push((segment, vec![each])),
            }
        }
        groups
    }

    /// Reads the changes of items that only a number names, in ascending order; those in `required` are read even when
    /// no change names them.
    pub(crate) fn each_item<T>(
        &mut self,
        items: &mut [T],
        required: &[usize],
        mut read: impl FnMut(&mut Self, &mut T),
    ) {
        let mut groups: BTreeMap<i64, Vec<Pending<'u>>> =
            required.iter().filter_map(|item| Some((i64::try_from(*item).ok()?, Vec::new()))).collect();
        for mut each in std::mem::take(&mut self.pending) {
            let Some(number) = each.descend().and_then(|segment| segment.parse().ok()) else {
                self.problem(each.index, "/key", "require index");
                continue;
            };
            groups.entry(number).or_default().push(each);
        }
        for (number, changes) in groups {
            let mut group = Self::below(format!("{}/{number}", self.path), changes);
            match usize::try_from(number).ok().and_then(|place| items.get_mut(place)) {
                Some(item) => read(&mut group, item),
                None => group.refuse_keys("index out of range"),
            }
            self.absorb(group);
        }
    }
}

impl<'u> Pending<'u> {
    /// Steps below the next segment of the key and returns it, when something follows it.
    fn descend(&mut self) -> Option<&'u str> {
        let (segment, _) = self.rest.strip_prefix('/')?.split_once('/')?;
        self.rest = self.rest.get(1 + segment.len()..)?;
        Some(segment)
    }
}

/// Where the actor stands that a segment names. A number is an index, however written (`00`, `+0`); a negative one, which crashes
/// today's service (contract section 9.4), names nobody.
fn place_of<A: Named>(actors: &[A], segment: &str) -> Option<usize> {
    match segment.parse::<i64>() {
        Ok(number) => usize::try_from(number).ok().filter(|place| *place < actors.len()),
        Err(_) => actors.iter().position(|actor| actor.uid() == segment),
    }
}
