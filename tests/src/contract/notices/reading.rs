//! Reading on: nothing left out.

use std::collections::BTreeSet;
use std::sync::Arc;

use lpa_domain::{LeasedNotice, NoticeCursor};

use super::{Journals, applied, due, ended, refused, the_one};
use crate::samples::at;

pub(super) async fn reading_on_leaves_nothing_out_and_gives_nothing_twice(house: &Journals) {
    let journal = house.open().await;
    let settling = (1..=40).map(|n| {
        let journal = Arc::clone(&journal);
        tokio::spawn(async move { ended(&*journal, n, &applied(), at(99)).await })
    });
    let settling: Vec<_> = settling.collect();
    let (mut cursor, mut seen) = (NoticeCursor::default(), Vec::new());
    while seen.len() < 40 {
        let read = journal.after(cursor, 3).await.unwrap();
        cursor = read.last().map_or(cursor, |notice| notice.cursor);
        seen.extend(read.iter().map(|notice| notice.receipt.id));
        tokio::task::yield_now().await;
    }
    for each in settling {
        each.await.unwrap();
    }
    assert_eq!(seen.iter().collect::<BTreeSet<_>>().len(), 40);
    assert_eq!(journal.after(cursor, 3).await.unwrap(), []);
}

pub(super) async fn what_was_told_can_still_be_read(house: &Journals) {
    let journal = house.open().await;
    let id = ended(&*journal, 1, &applied(), at(5)).await;
    let [leased] = <[LeasedNotice; 1]>::try_from(due(&*journal, at(10), 9).await).unwrap();
    journal.told(&leased.lease, at(11)).await.unwrap();
    assert_eq!(the_one(&*journal).await.receipt.id, id);
}

pub(super) async fn notices_survive_reopening(house: &Journals) {
    let before = {
        let journal = house.open().await;
        ended(&*journal, 1, &refused(), at(5)).await;
        the_one(&*journal).await
    };
    assert_eq!(the_one(&*house.open().await).await, before);
}
