//! Taking: each number once, across crashes and processes.

use std::collections::BTreeSet;

use futures::future::join_all;
use lpa_ports::UidBlock;

use super::Stocks;

const fn block(first: u64, count: u32) -> UidBlock {
    UidBlock { first, count }
}

pub(super) async fn an_empty_stock_has_nothing(house: &Stocks) {
    let stock = house.open().await;
    assert_eq!((stock.take(1).await.unwrap(), stock.left().await.unwrap()), (None, 0));
}

pub(super) async fn numbers_are_taken_in_the_order_in_which_they_were_put(house: &Stocks) {
    let stock = house.open().await;
    stock.put(block(500, 3)).await.unwrap();
    stock.put(block(1, 2)).await.unwrap();
    for (count, first) in [(2, 500), (1, 502), (2, 1)] {
        assert_eq!(stock.take(count).await.unwrap(), Some(block(first, count)));
    }
    assert_eq!(stock.take(1).await.unwrap(), None);
}

pub(super) async fn a_block_is_taken_in_one_piece_or_not_at_all(house: &Stocks) {
    let stock = house.open().await;
    stock.put(block(1, 3)).await.unwrap();
    stock.put(block(10, 5)).await.unwrap();
    assert_eq!(stock.take(6).await.unwrap(), None);
    assert_eq!(stock.take(4).await.unwrap(), Some(block(10, 4)));
    assert_eq!(stock.take(3).await.unwrap(), Some(block(1, 3)));
    assert_eq!(stock.take(2).await.unwrap(), None);
    assert_eq!(stock.take(1).await.unwrap(), Some(block(14, 1)));
}

pub(super) async fn no_number_is_taken_twice_however_many_take_at_once(house: &Stocks) {
    let stock = house.open().await;
    stock.put(block(1, 100)).await.unwrap();
    stock.put(block(201, 100)).await.unwrap();
    let taken = join_all((0..30).map(|_| stock.take(7))).await;
    let firsts: Vec<u64> = taken.into_iter().filter_map(|taken| Some(taken.unwrap()?.first)).collect();
    assert_eq!(firsts.len(), 28, "14 from each block");
    let numbers: BTreeSet<u64> = firsts.iter().flat_map(|first| *first..first + 7).collect();
    assert_eq!(numbers.len(), 28 * 7);
}

pub(super) async fn no_number_is_taken_twice_by_two_who_share_the_stock(house: &Stocks) {
    let (one, other) = (house.open().await, house.open().await);
    one.put(block(1, 60)).await.unwrap();
    let each = async |stock: &dyn lpa_ports::Stock| {
        let mut taken = Vec::new();
        while let Some(block) = stock.take(1).await.unwrap() {
            taken.push(block.first);
        }
        taken
    };
    let (mut all, others) = tokio::join!(each(&*one), each(&*other));
    all.extend(others);
    assert_eq!((all.len(), all.iter().collect::<BTreeSet<_>>().len()), (60, 60));
}

pub(super) async fn what_was_put_is_there_after_reopening_and_what_was_taken_is_not(house: &Stocks) {
    let stock = house.open().await;
    stock.put(block(1, 10)).await.unwrap();
    stock.take(4).await.unwrap();
    drop(stock);
    let stock = house.open().await;
    assert_eq!(stock.left().await.unwrap(), 6);
    assert_eq!(stock.take(6).await.unwrap(), Some(block(5, 6)));
}

pub(super) async fn what_is_left_is_counted(house: &Stocks) {
    let stock = house.open().await;
    stock.put(block(1, 10)).await.unwrap();
    stock.put(block(99_999_999_990, 8)).await.unwrap();
    assert_eq!(stock.left().await.unwrap(), 18);
    stock.take(10).await.unwrap();
    assert_eq!(stock.left().await.unwrap(), 8);
}
