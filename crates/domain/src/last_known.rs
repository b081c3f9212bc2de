//! What was last known of an LPA: the little that may be told while the register cannot be asked (design section 3.4;
//! integration study, sections 3.3 and 8.5).
//!
//! Today's gateway keeps `200` and `410` answers side by side and looks at the `200` first, so that a deleted LPA is shown
//! again during an outage. Here there is one order over everything that can be known of an LPA, and the greater stays:
//!
//! 1. the greater version;
//! 2. of the same version, a tombstone before a copy: a tombstone buries every version up to its own;
//! 3. the later moment.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::ids::Version;
use crate::lpa::Lpa;
use crate::lpa::status::Status;
use crate::lpa::uid::LpaUid;
use crate::moment::Moment;

/// What was known of one LPA at one moment. Nothing about persons.
///
/// ```
/// use lpa_domain::last_known::{LastKnown, Trace};
/// use lpa_domain::{Status, Version};
/// # let (uid, at) = ("M-3779-9919-9529".parse()?, jiff::Timestamp::UNIX_EPOCH);
/// let copy = Trace::Copy { status: Status::Registered, registration_date: None };
/// let copy = LastKnown { uid, version: Version(4), at, trace: copy };
/// let gone = copy.buried(at);
/// assert_eq!(gone.clone().merge(copy.clone()), gone);
/// assert_eq!(copy.merge(gone.clone()), gone);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LastKnown {
    /// Which LPA.
    pub uid: LpaUid,
    /// The version that was seen; of a tombstone, the last there was, [`EVERY_VERSION`] when that is not known.
    pub version: Version,
    /// When it was so.
    pub at: Timestamp,
    /// What was seen.
    pub trace: Trace,
}

/// What an LPA has left with us.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Trace {
    /// It was there.
    #[serde(rename_all = "camelCase")]
    Copy {
        /// Where it stood.
        status: Status,
        /// When it was registered, if it was.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        registration_date: Option<Moment>,
    },
    /// It had been there, and was not any more.
    Tombstone,
}

/// The version of a tombstone that buries every copy.
pub const EVERY_VERSION: Version = Version(i64::MAX as u64);

impl LastKnown {
    /// What an LPA leaves that was seen in the register at `at`.
    pub fn of(lpa: &Lpa, at: Timestamp) -> Self {
        let trace = Trace::Copy { status: lpa.status, registration_date: lpa.registration_date };
        Self { uid: lpa.uid, version: lpa.version, at, trace }
    }

    /// The same LPA, found gone at `at`.
    #[must_use]
    pub fn buried(&self, at: Timestamp) -> Self {
        Self { uid: self.uid, version: self.version, at, trace: Trace::Tombstone }
    }

    /// Whether it is a tombstone.
    pub const fn is_tombstone(&self) -> bool {
        matches!(self.trace, Trace::Tombstone)
    }

    /// Which of two things known of the same LPA stays. Whatever the order of arrival, the same one does.
    #[must_use]
    pub fn merge(self, other: Self) -> Self {
        if other.rank() > self.rank() { other } else { self }
    }

    /// The order over what can be known; adapters keep the same.
    pub fn rank(&self) -> (Version, bool, Timestamp) {
        (self.version, self.is_tombstone(), self.at)
    }

    /// How old it is; a moment that is still to come is of no age.
    pub fn age(&self, now: Timestamp) -> SignedDuration {
        now.duration_since(self.at).max(SignedDuration::ZERO)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::choice::Words as _;

    /// Something seen of one LPA. A version is never changed: what it holds follows from its number.
    fn seen(version: u64, tombstone: bool, second: i64) -> LastKnown {
        let all = Status::ALL;
        let status = all[usize::try_from(version).unwrap() % all.len()];
        let copy = Trace::Copy { status, registration_date: None };
        LastKnown {
            uid: "M-3779-9919-9529".parse().unwrap(),
            version: Version(version),
            at: Timestamp::from_second(second).unwrap(),
            trace: if tombstone { Trace::Tombstone } else { copy },
        }
    }

    fn any_seen() -> impl Strategy<Value = LastKnown> {
        (0_u64..5, any::<bool>(), 0_i64..5).prop_map(|(version, gone, at)| seen(version, gone, at))
    }

    fn merged(all: impl IntoIterator<Item = LastKnown>) -> Option<LastKnown> {
        all.into_iter().reduce(LastKnown::merge)
    }

    #[test]
    fn a_newer_version_wins_however_late_the_older_one_arrives() {
        let (old, new) = (seen(1, false, 100), seen(2, false, 1));
        assert_eq!(old.clone().merge(new.clone()), new);
        assert_eq!(new.clone().merge(old), new);
    }

    #[test]
    fn a_tombstone_beats_every_copy_that_is_not_newer() {
        let tombstone = seen(3, true, 1);
        for version in 0..=3 {
            let copy = seen(version, false, 100);
            assert_eq!(copy.clone().merge(tombstone.clone()), tombstone);
            assert_eq!(tombstone.clone().merge(copy), tombstone);
        }
        let back = seen(4, false, 2);
        assert_eq!(tombstone.merge(back.clone()), back);
        let for_good = LastKnown { version: EVERY_VERSION, ..seen(0, true, 0) };
        assert_eq!(seen(9, false, 9).merge(for_good.clone()), for_good);
    }

    #[test]
    fn of_one_version_the_later_sight_stays() {
        assert_eq!(seen(2, false, 5).merge(seen(2, false, 9)).at.as_second(), 9);
    }

    #[test]
    fn its_json_comes_back_and_names_nothing_more_than_it_needs() {
        for known in [seen(2, false, 5), seen(2, true, 5)] {
            let text = serde_json::to_string(&known).unwrap();
            assert_eq!(serde_json::from_str::<LastKnown>(&text).unwrap(), known);
        }
        let tombstone = serde_json::to_value(seen(2, true, 0)).unwrap();
        assert_eq!(tombstone["trace"], serde_json::json!({ "kind": "tombstone" }));
    }

    proptest! {
        #[test]
        fn whatever_the_order_of_arrival_the_same_is_known(
            (all, shuffled) in proptest::collection::vec(any_seen(), 1..12)
                .prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle())),
        ) {
            prop_assert_eq!(merged(all.clone()), merged(shuffled.clone()));
            // Arriving twice, or merged elsewhere before, changes nothing.
            prop_assert_eq!(merged(all.iter().chain(&shuffled).cloned()), merged(all.clone()));
            let halves = shuffled.chunks(3).filter_map(|part| merged(part.to_vec()));
            prop_assert_eq!(merged(halves), merged(all));
        }

        #[test]
        fn a_copy_is_known_only_when_no_tombstone_of_its_version_or_a_later_one_arrived(
            all in proptest::collection::vec(any_seen(), 1..12),
        ) {
            let known = merged(all.clone()).unwrap();
            if !known.is_tombstone() {
                prop_assert!(all.iter().all(|seen| !seen.is_tombstone() || seen.version < known.version));
            }
        }
    }
}
