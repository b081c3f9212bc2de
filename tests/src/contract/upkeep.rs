//! The promises of [`lpa_ports::Upkeep`] but for those on sealing anew, which stand with [`super::keys`].

mod pruning;

use jiff::Timestamp;
use lpa_domain::{Entry, Lease, Outcome, Recorded, Version};
use lpa_ports::{Journal, Upkeep};

use super::House;

promises! { $ upkeep_contract in upkeep, for super::KeptJournal:
    pruning {
        what_was_settled_before_the_moment_is_unknown_again,
        what_was_settled_longest_ago_goes_first,
        what_is_held_or_parked_stays_however_old,
        what_was_answered_at_once_is_pruned_like_the_rest,
        a_line_goes_on_when_its_past_is_pruned,
        a_repeat_of_what_was_pruned_is_recorded_anew,
        what_was_pruned_stays_so_after_reopening,
        bytes_grow_with_what_is_recorded_and_shrink_when_it_is_settled,
        a_superseded_state_weighs_nothing_and_is_pruned_in_time,
    }
}

/// A journal with its upkeep.
pub trait KeptJournal: Journal + Upkeep {}
impl<J: Journal + Upkeep> KeptJournal for J {}

type Kept = dyn House<dyn KeptJournal>;

/// Records an entry whose turn it is at once, and settles it.
async fn settled(journal: &dyn KeptJournal, entry: &Entry, at: Timestamp) {
    let lease = leased(journal, entry).await;
    journal.settle(&lease, &applied(), at).await.unwrap();
}

async fn leased(journal: &dyn KeptJournal, entry: &Entry) -> Lease {
    match journal.record(entry, Some(crate::samples::at(100_000))).await.unwrap() {
        Recorded::Leased(lease) => lease,
        other => panic!("leased at once, not {other:?}"),
    }
}

const fn applied() -> Outcome {
    Outcome::Applied { version: Version(1), answer: None }
}
