//! The promises of [`lpa_ports::Windows`].
//!
//! Not here, because the port cannot show it: that a power cut loses nothing. Adapters prove that themselves.

mod noting;
mod telling;

use lpa_domain::window::WindowStep;
use lpa_domain::{WindowEntry, WindowId};
use lpa_ports::{Journal, Windows};
use uuid::Uuid;

use super::House;
use crate::samples::{at, author};

/// A journal that keeps windows: the tally of a window counts what the journal has recorded.
pub trait WindowsOfJournal: Journal + Windows {}

impl<T: Journal + Windows> WindowsOfJournal for T {}

promises! { $ windows_contract in windows, for crate::contract::windows::WindowsOfJournal:
    noting {
        entries_are_numbered_from_1_without_gaps,
        an_entry_under_a_number_that_is_taken_is_overtaken,
        an_entry_that_leaves_a_gap_is_overtaken,
        of_many_at_once_under_one_number_exactly_one_is_noted,
        what_was_noted_survives_reopening,
        another_who_shares_the_journal_reads_the_same,
    }
    telling {
        where_nothing_was_noted_there_are_no_entries,
        an_entry_comes_back_as_it_was_given,
        only_entries_after_the_number_are_told_in_their_order,
        operations_are_tallied_by_what_became_of_them,
        a_tally_begins_with_its_first_moment_and_ends_before_its_last,
    }
}

type Calendars = dyn House<dyn WindowsOfJournal>;

/// The `n`-th thing that was done to a window, in second `n`.
fn entry(n: u32, window: u128, step: WindowStep) -> WindowEntry {
    WindowEntry {
        id: WindowId(Uuid::from_u128(window)),
        step,
        start: at(i64::from(n) * 1_000),
        end: at(i64::from(n) * 1_000 + 900),
        reason: format!("planned work no. {n} – Wartung").parse().unwrap(),
        by: author(),
        at: at(n.into()),
    }
}

/// Notes these entries from number 1 on.
async fn note_all(windows: &dyn WindowsOfJournal, entries: &[WindowEntry]) {
    for (number, entry) in (1..).zip(entries) {
        windows.note(number, entry).await.unwrap();
    }
}

fn three() -> [WindowEntry; 3] {
    [
        entry(1, 1, WindowStep::Announced),
        entry(2, 2, WindowStep::Announced),
        entry(3, 1, WindowStep::Cancelled),
    ]
}
