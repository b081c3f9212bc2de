//! Reserving: each number once.

use std::collections::BTreeSet;

use futures::future::join_all;
use lpa_domain::lpa::sequence::MODULUS;
use lpa_ports::{UidBlock, UidsError};

use super::Issuers;

pub(super) async fn the_first_number_is_1(house: &Issuers) {
    let uids = house.open().await;
    assert_eq!(uids.reserve(1).await.unwrap(), UidBlock { first: 1, count: 1 });
}

pub(super) async fn a_block_has_as_many_numbers_as_were_asked_for(house: &Issuers) {
    let uids = house.open().await;
    for count in [1, 2, 1_000, 1] {
        assert_eq!(uids.reserve(count).await.unwrap().count, count);
    }
}

pub(super) async fn blocks_never_overlap(house: &Issuers) {
    let uids = house.open().await;
    let mut seen = BTreeSet::new();
    for count in [3, 1, 50, 2, 1] {
        for number in numbers(uids.reserve(count).await.unwrap()) {
            assert!(seen.insert(number), "{number} was handed out twice");
        }
    }
}

pub(super) async fn no_number_is_handed_out_twice_however_many_ask_at_once(house: &Issuers) {
    let uids = house.open().await;
    let ask = |turns: usize| {
        let uids = uids.clone();
        tokio::spawn(async move {
            let mut firsts = Vec::new();
            for _ in 0..turns {
                firsts.push(uids.reserve(1).await.unwrap().first);
            }
            firsts
        })
    };
    let tasks: Vec<_> = (0..4).map(|_| ask(250)).collect();
    let all: BTreeSet<u64> = join_all(tasks).await.into_iter().flat_map(Result::unwrap).collect();
    assert_eq!(all.len(), 1_000);
}

pub(super) async fn no_number_is_handed_out_again_after_reopening(house: &Issuers) {
    let before = house.open().await.reserve(10).await.unwrap();
    let after = house.open().await.reserve(1).await.unwrap();
    assert!(after.first >= before.first + u64::from(before.count), "{before:?} {after:?}");
}

/// 23 blocks of 2³² - 1 numbers and one of the rest: 99,999,999,998 in all.
pub(super) async fn the_last_number_is_handed_out_and_none_after_it(house: &Issuers) {
    let uids = house.open().await;
    for _ in 0..23 {
        uids.reserve(u32::MAX).await.unwrap();
    }
    let rest = u32::try_from((MODULUS - 1) - 23 * u64::from(u32::MAX)).unwrap();
    assert!(matches!(uids.reserve(rest + 1).await, Err(UidsError::Exhausted)));
    assert_eq!(numbers(uids.reserve(rest).await.unwrap()).last(), Some(MODULUS - 1));
    assert!(matches!(uids.reserve(1).await, Err(UidsError::Exhausted)));
}

fn numbers(block: UidBlock) -> std::ops::Range<u64> {
    block.first..block.first + u64::from(block.count)
}
