//! The promises of [`lpa_ports::Notices`].

mod delivering;
mod noting;
mod reading;

use jiff::Timestamp;
use lpa_domain::{
    LeasedNotice, Notice, NoticeClaim, NoticeCursor, OperationId, Outcome, Recorded, Refusal, RefusalCode,
    Version,
};
use lpa_ports::{Journal, Notices};

use super::House;
use crate::samples::{at, entry, lpa_uid};
use crate::until;

/// For a machine that is busy.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(30);

/// A journal with its outbox.
pub trait NotingJournal: Journal + Notices {}

impl<J: Journal + Notices> NotingJournal for J {}

promises! { $ notices_contract in notices, for super::NotingJournal:
    noting {
        what_ends_at_once_makes_no_notice,
        what_ends_later_than_its_caller_waits_makes_a_notice,
        what_was_claimed_again_makes_a_notice_however_soon_it_ends,
        what_is_held_makes_no_notice,
        a_notice_says_who_asked_and_what_became_of_it,
        a_parked_operation_makes_a_notice,
        a_state_that_is_superseded_while_it_waits_makes_a_notice_however_soon,
    }
    delivering {
        a_notice_is_leased_to_one_at_a_time_and_again_when_the_lease_has_run_out,
        what_was_told_is_due_no_more,
        what_was_put_off_is_due_again_at_its_time,
        an_old_lease_tells_nothing,
        no_more_than_the_limit_are_leased_oldest_first,
    }
    reading {
        reading_on_leaves_nothing_out_and_gives_nothing_twice,
        what_was_told_can_still_be_read,
        notices_survive_reopening,
    }
}

type Journals = dyn House<dyn NotingJournal>;

/// Records the `n`-th operation, of an LPA of its own, in second `n`, and settles it at a moment.
async fn ended(journal: &dyn NotingJournal, n: u32, outcome: &Outcome, ends: Timestamp) -> OperationId {
    let recorded = journal.record(&entry(n, lpa_uid(n.into())), Some(at(100_000))).await.unwrap();
    let Recorded::Leased(lease) = recorded else { panic!("leased at once, not {recorded:?}") };
    journal.settle(&lease, outcome, ends).await.unwrap();
    lease.id
}

fn applied() -> Outcome {
    Outcome::Applied { version: Version(1), answer: None }
}

fn refused() -> Outcome {
    Outcome::Refused { refusal: Refusal { code: RefusalCode::UnknownLpa, errors: Vec::new() } }
}

async fn due(journal: &dyn NotingJournal, now: Timestamp, limit: usize) -> Vec<LeasedNotice> {
    let until = now + jiff::SignedDuration::from_secs(60);
    journal.due(NoticeClaim { now, until, limit }).await.unwrap()
}

/// The notices from the beginning: the one, once it can be read. A journal may hold it back until all that was written
/// before it is done, so as to leave nothing out.
async fn the_one(journal: &dyn NotingJournal) -> Notice {
    until("the notice can be read", PATIENCE, async || {
        let all = journal.after(NoticeCursor::default(), 1_000).await.unwrap();
        assert!(all.len() <= 1, "{all:?}");
        all.into_iter().next()
    })
    .await
}
