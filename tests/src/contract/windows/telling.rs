//! Telling: what was noted, and what became of the operations of a window.

use lpa_domain::window::{Tally, WindowStep};
use lpa_domain::{Outcome, Recorded, Refusal, RefusalCode, Version};

use super::{Calendars, WindowsOfJournal, entry, note_all, three};
use crate::samples::{at, entry as operation, lpa_uid};

pub(super) async fn where_nothing_was_noted_there_are_no_entries(house: &Calendars) {
    assert_eq!(house.open().await.entries(0).await.unwrap(), []);
}

pub(super) async fn an_entry_comes_back_as_it_was_given(house: &Calendars) {
    let windows = house.open().await;
    let steps = [WindowStep::Announced, WindowStep::Extended, WindowStep::Ended, WindowStep::Cancelled];
    let entries: Vec<_> = (1..).zip(steps).map(|(n, step)| entry(n, 7, step)).collect();
    note_all(&*windows, &entries).await;
    assert_eq!(windows.entries(0).await.unwrap(), entries);
}

pub(super) async fn only_entries_after_the_number_are_told_in_their_order(house: &Calendars) {
    let windows = house.open().await;
    note_all(&*windows, &three()).await;
    assert_eq!(windows.entries(1).await.unwrap(), three()[1..]);
    assert_eq!(windows.entries(3).await.unwrap(), []);
    assert_eq!(windows.entries(u64::MAX).await.unwrap(), []);
}

/// Records the operation of a second, and gives it an outcome; none leaves it held.
async fn settled(journal: &dyn WindowsOfJournal, second: u32, outcome: Option<Outcome>) {
    let recorded =
        journal.record(&operation(second, lpa_uid(second.into())), Some(at(100_000))).await.unwrap();
    let Recorded::Leased(lease) = recorded else { panic!("leased at once") };
    if let Some(outcome) = outcome {
        journal.settle(&lease, &outcome, at(50)).await.unwrap();
    }
}

pub(super) async fn operations_are_tallied_by_what_became_of_them(house: &Calendars) {
    let journal = house.open().await;
    assert_eq!(journal.tally(at(0), at(100)).await.unwrap(), Tally::default());
    let refusal = Refusal { code: RefusalCode::UnknownLpa, errors: Vec::new() };
    let parked = Outcome::Parked { reason: "the register cannot read it".to_owned(), in_doubt: false };
    let outcomes = [
        None,
        None,
        Some(Outcome::Applied { version: Version(1), answer: None }),
        Some(Outcome::Refused { refusal }),
        Some(parked),
        Some(Outcome::Superseded),
        Some(Outcome::Discarded),
    ];
    for (second, outcome) in (1..).zip(outcomes) {
        settled(&*journal, second, outcome).await;
    }
    let told = journal.tally(at(0), at(100)).await.unwrap();
    assert_eq!(told, Tally { held: 2, applied: 1, refused: 1, parked: 1, given_up: 2 });
}

pub(super) async fn a_tally_begins_with_its_first_moment_and_ends_before_its_last(house: &Calendars) {
    let journal = house.open().await;
    for second in [9, 10, 19, 20] {
        settled(&*journal, second, None).await;
    }
    assert_eq!(journal.tally(at(10), at(20)).await.unwrap().held, 2);
}
