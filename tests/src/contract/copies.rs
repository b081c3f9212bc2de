//! The promises of [`lpa_ports::Copies`].
//!
//! Not here, because the port cannot show it: that content is sealed at rest. Adapters prove that themselves.

mod keeping;
mod telling;

use lpa_domain::choice::Words as _;
use lpa_domain::last_known::Trace;
use lpa_domain::{LastKnown, Status, Version};
use lpa_ports::Copies;

use super::House;
use crate::samples::{at, lpa_uid};

promises! { $ copies_contract in copies, for lpa_ports::Copies:
    keeping {
        a_newer_version_replaces_an_older_one_and_never_the_other_way_round,
        of_one_version_the_later_sight_is_kept,
        a_tombstone_replaces_a_copy_and_is_not_replaced_by_one_that_it_buries,
        whatever_the_order_of_arrival_the_greatest_is_kept,
        however_many_arrive_at_once_the_greatest_is_kept,
        no_more_are_kept_than_were_asked_for_the_oldest_go_first,
        copies_go_before_tombstones,
        keeping_nothing_keeps_what_there_is,
    }
    telling {
        of_what_was_never_seen_nothing_is_known,
        what_was_kept_is_told_as_it_was_given,
        of_many_named_those_that_are_known_are_told_once,
        what_was_kept_is_there_after_reopening,
    }
}

type Stores = dyn House<dyn Copies>;

/// More than any of these tests keeps.
const PLENTY: usize = 1_000;

/// The `n`-th LPA, seen in some version at some second. What a version holds follows from its number.
pub fn copy(n: u64, version: u64, second: i64) -> LastKnown {
    let status = Status::ALL[usize::try_from(version).unwrap() % Status::ALL.len()];
    let registration_date = (status == Status::Registered).then(|| at(5).into());
    let trace = Trace::Copy { status, registration_date };
    LastKnown { uid: lpa_uid(n), version: Version(version), at: at(second), trace }
}

fn tombstone(n: u64, version: u64, second: i64) -> LastKnown {
    copy(n, version, second).buried(at(second))
}

/// What is last known of the `n`-th LPA.
async fn known(copies: &dyn Copies, n: u64) -> Option<LastKnown> {
    copies.last_known(&[lpa_uid(n)]).await.unwrap().pop()
}
