//! Referring: each concern once, and never forgotten.

use lpa_domain::Version;
use lpa_domain::approval::{Assessed, Closed, Referral, ReferralId, ReferralQuery, ReferralState};

use super::{Desk, Desks, assessed, id, keep};
use crate::samples::{at, lpa_uid};

async fn listed(
    desk: &dyn Desk,
    state: ReferralState,
    after: Option<ReferralId>,
    limit: usize,
) -> Vec<ReferralId> {
    let query = ReferralQuery { state, after, limit };
    desk.approvals().referrals(query).await.unwrap().into_iter().map(|each| each.id).collect()
}

async fn open(desk: &dyn Desk) -> Vec<ReferralId> {
    listed(desk, ReferralState::Open, None, 100).await
}

async fn one(desk: &dyn Desk, n: u128) -> Referral {
    desk.approvals().referral(id(n)).await.unwrap().unwrap()
}

fn closed(second: i64, reason: &str) -> Closed {
    Closed { at: at(second), by: "urn:opg:sirius:users:34".parse().unwrap(), reason: reason.parse().unwrap() }
}

pub(super) async fn the_same_concern_is_one_referral(house: &Desks) {
    let desk = house.open().await;
    for n in 1..=2 {
        keep(&*desk, n, lpa_uid(1)).await;
        desk.approvals().note(&assessed(n.into(), 10 + i64::from(n), &[1])).await.unwrap();
    }
    assert_eq!(open(&*desk).await, [id(1)]);
    let told = Referral {
        id: id(1),
        uid: lpa_uid(1),
        rule: "B16".to_owned(),
        source: "/attorneys/0".to_owned(),
        version: Version(1),
        raised_at: at(11),
        gone_at: None,
        closed: None,
    };
    assert_eq!(one(&*desk, 1).await, told);
}

pub(super) async fn a_concern_that_is_found_no_more_is_gone_until_it_is_found_again(house: &Desks) {
    let desk = house.open().await;
    keep(&*desk, 1, lpa_uid(1)).await;
    desk.approvals().note(&assessed(1, 11, &[1, 2])).await.unwrap();
    desk.approvals().note(&assessed(1, 12, &[2])).await.unwrap();
    desk.approvals().note(&assessed(1, 13, &[2])).await.unwrap();
    assert_eq!(open(&*desk).await, [id(2)]);
    assert_eq!(listed(&*desk, ReferralState::Gone, None, 100).await, [id(1)]);
    assert_eq!(one(&*desk, 1).await.gone_at, Some(at(12)));
    desk.approvals().note(&assessed(1, 14, &[1, 2])).await.unwrap();
    assert_eq!(open(&*desk).await, [id(1), id(2)]);
    assert_eq!(one(&*desk, 1).await.raised_at, at(11));
}

pub(super) async fn the_concerns_of_one_draft_are_not_those_of_another(house: &Desks) {
    let desk = house.open().await;
    keep(&*desk, 1, lpa_uid(1)).await;
    keep(&*desk, 2, lpa_uid(2)).await;
    desk.approvals().note(&assessed(1, 11, &[1])).await.unwrap();
    desk.approvals().note(&Assessed { uid: lpa_uid(2), ..assessed(1, 12, &[2]) }).await.unwrap();
    assert_eq!(open(&*desk).await, [id(1), id(2)]);
}

pub(super) async fn a_referral_is_closed_once_and_stays_closed(house: &Desks) {
    let desk = house.open().await;
    keep(&*desk, 1, lpa_uid(1)).await;
    desk.approvals().note(&assessed(1, 11, &[1])).await.unwrap();
    let first = closed(20, "known to the team");
    let told = desk.approvals().close(id(1), &first).await.unwrap().unwrap();
    assert_eq!(told.closed, Some(first.clone()));
    let again = desk.approvals().close(id(1), &closed(21, "again")).await.unwrap().unwrap();
    assert_eq!(again.closed, Some(first.clone()));
    desk.approvals().note(&assessed(1, 22, &[])).await.unwrap();
    desk.approvals().note(&assessed(1, 23, &[1])).await.unwrap();
    assert_eq!(one(&*desk, 1).await.closed, Some(first));
    assert_eq!(
        (open(&*desk).await, listed(&*desk, ReferralState::Closed, None, 9).await),
        (vec![], vec![id(1)])
    );
}

pub(super) async fn what_is_not_there_is_not_closed(house: &Desks) {
    let desk = house.open().await;
    assert_eq!(desk.approvals().close(id(9), &closed(20, "known")).await.unwrap(), None);
    assert_eq!(desk.approvals().referral(id(9)).await.unwrap(), None);
}

pub(super) async fn referrals_are_told_page_by_page_the_oldest_first(house: &Desks) {
    let desk = house.open().await;
    keep(&*desk, 1, lpa_uid(1)).await;
    let found: [&[u128]; 3] = [&[5], &[2, 5, 4], &[2, 5, 4, 1]];
    for (second, concerns) in (11..).zip(found) {
        desk.approvals().note(&assessed(1, second, concerns)).await.unwrap();
    }
    let first = listed(&*desk, ReferralState::Open, None, 2).await;
    assert_eq!(first, [id(5), id(2)]);
    let second = listed(&*desk, ReferralState::Open, Some(id(2)), 2).await;
    assert_eq!(second, [id(4), id(1)]);
    assert_eq!(listed(&*desk, ReferralState::Open, Some(id(1)), 2).await, []);
}
