//! Since when a section stands so.

use super::*;
use crate::rules::SectionShown;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_772_442_000 + second).unwrap()
}

fn section(state: &'static str, digest: &str) -> SectionApproval {
    let shown = SectionShown { section: "donor", state, waits_for: Vec::new(), valid_until: None };
    SectionApproval { shown, digest: digest.to_owned(), since: None }
}

#[test]
fn what_stands_as_before_on_the_same_has_done_so_since_then() {
    let first = ledger(&[section("approved-so-far", "a")], &[], at(1));
    let same = ledger(&[section("approved-so-far", "a")], &first, at(2));
    assert_eq!((first[0].since, same[0].since), (at(1), at(1)));
    for other in [section("waits", "a"), section("approved-so-far", "b")] {
        assert_eq!(ledger(&[other], &same, at(3))[0].since, at(3));
    }
}
