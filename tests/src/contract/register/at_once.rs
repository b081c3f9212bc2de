//! At once: no update is lost, and a dropped call leaves nothing half done.

use std::sync::Arc;

use futures::future::join;
use lpa_domain::{LpaUid, Operation, Refusal, UpdateKind, Version};
use lpa_ports::{Applied, Register, RegisterError};

use super::{Registers, assert_same, refusal};
use crate::contract::dropped::drop_after;
use crate::samples::{EMAIL, OTHER_NAMES, correction, creation, document, edit, lpa_uid, update};

/// How many LPAs a race is run on: one may happen to run one after the other.
const RACES: u32 = 8;

pub(super) async fn of_two_creations_at_once_exactly_one_is_applied(house: &Registers) {
    for race in 1..=RACES {
        let (first, second) = of_race(race, |n, uid| creation(n, uid, document()));
        let answers = both(house, &first, &second).await;
        let (applied, error) = one_each(answers);
        assert_eq!(refusal(&error), &Refusal::already_exists());
        let standing = house.open().await.lpa(first.uid).await.unwrap().unwrap();
        assert_same(&standing, &applied.clone().into_lpa().unwrap());
    }
}

pub(super) async fn edits_of_different_fields_at_once_are_both_kept(house: &Registers) {
    for race in 1..=RACES {
        let uid = create(house, race).await;
        let email = correction(race * 10, uid, vec![edit("/donor/email", EMAIL, "new@example.com")]);
        let name = vec![edit("/donor/otherNamesKnownBy", OTHER_NAMES, "Tilly")];
        let name = correction(race * 10 + 1, uid, name);
        let (one, other) = both(house, &email, &name).await;
        let mut versions =
            [one.unwrap().into_lpa().unwrap().version, other.unwrap().into_lpa().unwrap().version];
        versions.sort_unstable();
        assert_eq!(versions, [Version(2), Version(3)]);
        let standing = house.open().await.lpa(uid).await.unwrap().unwrap();
        let donor = &standing.document.donor;
        assert_eq!((donor.email.as_str(), donor.other_names_known_by.as_str()), ("new@example.com", "Tilly"));
    }
}

pub(super) async fn of_two_edits_of_one_field_at_once_one_is_applied_and_one_refused(house: &Registers) {
    for race in 1..=RACES {
        let uid = create(house, race).await;
        let to = |n: u32, _| {
            let new = format!("{n}@example.com");
            correction(n, uid, vec![edit("/donor/email", EMAIL, &new)])
        };
        let (first, second) = of_race(race, to);
        let (applied, error) = one_each(both(house, &first, &second).await);
        assert_eq!(refusal(&error).errors[0].source, "/changes/0/old");
        let standing = house.open().await.lpa(uid).await.unwrap().unwrap();
        assert_same(&standing, &applied.clone().into_lpa().unwrap());
    }
}

pub(super) async fn a_call_that_is_dropped_happens_whole_or_not_at_all(house: &Registers) {
    let register = house.open().await;
    for race in 1..=RACES {
        let (operation, _) = of_race(race, |n, uid| creation(n, uid, document()));
        drop_after(race, register.apply(&operation)).await;
        let lpa = register.lpa(operation.uid).await.unwrap();
        let entries = register.history(operation.uid).await.unwrap().map(|entries| entries.len());
        let copy = register.static_copy(operation.uid).await.unwrap();
        // It may happen between these questions, but it does not happen twice or without its history.
        assert!(lpa.is_none() || (entries == Some(1) && copy == lpa), "race {race}");
        assert_eq!(register.apply(&operation).await.unwrap().into_lpa().unwrap().version, Version::FIRST);
        assert_eq!(register.history(operation.uid).await.unwrap().unwrap().len(), 1);
    }
}

pub(super) async fn a_dropped_call_does_not_disturb_what_follows(house: &Registers) {
    let register = house.open().await;
    for race in 1..=RACES {
        let uid = create(house, race).await;
        let dropped = correction(race * 10, uid, vec![edit("/donor/email", EMAIL, "dropped@example.com")]);
        drop_after(race, register.apply(&dropped)).await;
        let withdrawal = update(race * 10 + 1, uid, UpdateKind::DonorWithdrawLpa);
        let made = register.apply(&withdrawal).await.unwrap().into_lpa().unwrap();
        let entries = register.history(uid).await.unwrap().unwrap();
        let versions: Vec<Version> = entries.iter().rev().map(|entry| entry.version).collect();
        assert_eq!(versions, (1..=entries.len() as u64).map(Version).collect::<Vec<_>>());
        let is_it = |kind: &str| kind == "DONOR_WITHDRAW_LPA";
        assert!(entries.iter().any(|entry| is_it(&entry.kind) && entry.version == made.version));
    }
}

/// The two operations of one race, on an LPA of its own.
fn of_race(race: u32, operation: impl Fn(u32, LpaUid) -> Operation) -> (Operation, Operation) {
    let uid = lpa_uid(race.into());
    (operation(race * 10, uid), operation(race * 10 + 1, uid))
}

/// Creates the LPA of one race.
async fn create(house: &Registers, race: u32) -> LpaUid {
    let uid = lpa_uid(race.into());
    house.open().await.apply(&creation(race * 10 + 9, uid, document())).await.unwrap();
    uid
}

type Answer = Result<Applied, RegisterError>;

/// Applies two operations at once, as two processes would.
async fn both(house: &Registers, first: &Operation, second: &Operation) -> (Answer, Answer) {
    let apply = |register: Arc<dyn Register>, operation: Operation| {
        tokio::spawn(async move { register.apply(&operation).await })
    };
    let (one, other) = (house.open().await, house.open().await);
    let (one, other) = join(apply(one, first.clone()), apply(other, second.clone())).await;
    (one.unwrap(), other.unwrap())
}

/// The one that was applied, and the refusal of the other.
fn one_each(answers: (Answer, Answer)) -> (Applied, RegisterError) {
    match answers {
        (Ok(applied), Err(error)) | (Err(error), Ok(applied)) => (applied, error),
        other => panic!("one applied and one refused, not {other:?}"),
    }
}
