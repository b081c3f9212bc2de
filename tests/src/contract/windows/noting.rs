//! Noting: one list, in one order.

use futures::future::join_all;
use lpa_domain::window::WindowStep;
use lpa_ports::WindowsError;

use super::{Calendars, entry, note_all, three};

pub(super) async fn entries_are_numbered_from_1_without_gaps(house: &Calendars) {
    let windows = house.open().await;
    assert!(matches!(windows.note(0, &three()[0]).await, Err(WindowsError::Overtaken)));
    note_all(&*windows, &three()).await;
    assert_eq!(windows.entries(0).await.unwrap(), three());
}

pub(super) async fn an_entry_under_a_number_that_is_taken_is_overtaken(house: &Calendars) {
    let windows = house.open().await;
    note_all(&*windows, &three()).await;
    for number in 1..=3 {
        let late = windows.note(number, &entry(9, 9, WindowStep::Announced)).await;
        assert!(matches!(late, Err(WindowsError::Overtaken)), "{number}");
    }
    assert_eq!(windows.entries(0).await.unwrap(), three());
}

pub(super) async fn an_entry_that_leaves_a_gap_is_overtaken(house: &Calendars) {
    let windows = house.open().await;
    let early = windows.note(2, &three()[0]).await;
    assert!(matches!(early, Err(WindowsError::Overtaken)));
    assert_eq!(windows.entries(0).await.unwrap(), []);
}

pub(super) async fn of_many_at_once_under_one_number_exactly_one_is_noted(house: &Calendars) {
    let windows = house.open().await;
    for number in 1..=4_u32 {
        let note = |n: u32| {
            let windows = windows.clone();
            let entry = entry(number, n.into(), WindowStep::Announced);
            tokio::spawn(async move { windows.note(number.into(), &entry).await })
        };
        let noted = join_all((1..=8).map(note)).await.into_iter().filter(|noted| matches!(noted, Ok(Ok(()))));
        assert_eq!(noted.count(), 1, "{number}");
    }
    assert_eq!(windows.entries(0).await.unwrap().len(), 4);
}

pub(super) async fn what_was_noted_survives_reopening(house: &Calendars) {
    let windows = house.open().await;
    note_all(&*windows, &three()).await;
    drop(windows);
    let reopened = house.open().await;
    assert_eq!(reopened.entries(0).await.unwrap(), three());
    reopened.note(4, &entry(4, 4, WindowStep::Announced)).await.unwrap();
}

pub(super) async fn another_who_shares_the_journal_reads_the_same(house: &Calendars) {
    let (one, other) = (house.open().await, house.open().await);
    let [first, second, third] = three();
    one.note(1, &first).await.unwrap();
    assert_eq!(other.entries(0).await.unwrap(), std::slice::from_ref(&first));
    other.note(2, &second).await.unwrap();
    assert!(matches!(one.note(2, &third).await, Err(WindowsError::Overtaken)));
    one.note(3, &third).await.unwrap();
    assert_eq!(other.entries(1).await.unwrap(), [second, third]);
}
