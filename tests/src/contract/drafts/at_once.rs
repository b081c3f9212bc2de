//! At once: one order, whoever asks.

use std::sync::Arc;

use futures::future::join_all;
use lpa_domain::{LpaUid, Operation, RefusalCode, Version};
use lpa_ports::{Applied, Drafted, Register, RegisterError};

use super::{Registers, town};
use crate::contract::dropped::drop_after;
use crate::contract::register::refusal;
use crate::samples::{at, creation, deletion, document, draft_state, lpa_uid};

/// How many UIDs a race is run on: one may happen to run one after the other.
const RACES: u32 = 8;

pub(super) async fn of_a_creation_and_a_deletion_at_once_exactly_one_is_applied(house: &Registers) {
    for race in 1..=RACES {
        let uid = lpa_uid(race.into());
        let asked = [creation(race * 10, uid, document()), deletion(race * 10 + 1, uid)];
        let answers = at_once(house, &asked).await;
        let register = house.open().await;
        let (lpa, draft) = (register.lpa(uid).await.unwrap(), register.draft(uid).await.unwrap());
        match (&answers[0], &answers[1]) {
            (Ok(Applied::Lpa(made)), Err(error)) => {
                assert_eq!(refusal(error).code, RefusalCode::Executed);
                assert_eq!((lpa.as_ref(), draft), (Some(&**made), None));
            }
            (Err(error), Ok(Applied::Tombstone)) => {
                assert_eq!(refusal(error).code, RefusalCode::Deleted);
                assert_eq!((lpa, draft), (None, Some(Drafted::Tombstone)));
            }
            other => panic!("one applied and one refused, not {other:?}"),
        }
    }
}

pub(super) async fn of_two_deletions_at_once_exactly_one_is_applied(house: &Registers) {
    for race in 1..=RACES {
        let uid = lpa_uid(race.into());
        let answers = at_once(house, &[deletion(race * 10, uid), deletion(race * 10 + 1, uid)]).await;
        let (applied, refused): (Vec<_>, Vec<_>) = answers.into_iter().partition(Result::is_ok);
        assert_eq!((applied.len(), refused.len()), (1, 1));
        assert_eq!(refusal(refused[0].as_ref().unwrap_err()).code, RefusalCode::Deleted);
    }
}

pub(super) async fn of_states_at_once_the_latest_stays_and_none_is_lost(house: &Registers) {
    const STATES: u32 = 5;
    for race in 1..=RACES {
        let uid = lpa_uid(race.into());
        let state = |n: u32| draft_state(race * 10 + n, uid, at(n.into()), town(&format!("Town {n}")));
        let answers = at_once(house, &(0..STATES).map(state).collect::<Vec<_>>()).await;
        let mut versions: Vec<Version> = Vec::new();
        for answer in answers {
            match answer.unwrap() {
                Applied::Draft(version) => versions.push(version),
                other => assert_eq!(other, Applied::Superseded),
            }
        }
        versions.sort_unstable();
        assert_eq!(versions, (1..=versions.len() as u64).map(Version).collect::<Vec<_>>());
        let latest = kept(house, uid).await;
        assert_eq!((latest.draft, Some(latest.version)), (town("Town 4"), versions.pop()));
    }
}

pub(super) async fn a_state_applied_by_many_at_once_is_applied_once(house: &Registers) {
    for race in 1..=RACES {
        let uid = lpa_uid(race.into());
        let told = draft_state(race, uid, at(1), town("Testham"));
        for answer in at_once(house, &vec![told; 5]).await {
            assert_eq!(answer.unwrap(), Applied::Draft(Version(1)));
        }
        assert_eq!(kept(house, uid).await.version, Version(1));
    }
}

pub(super) async fn nothing_comes_after_a_tombstone_or_an_lpa_that_comes_at_once(house: &Registers) {
    for race in 1..=RACES {
        for (place, code) in [(0, RefusalCode::Executed), (1, RefusalCode::Deleted)] {
            let (n, uid) = (race * 100 + place * 50, lpa_uid(u64::from(race * 2 + place)));
            let end = if place == 0 { creation(n, uid, document()) } else { deletion(n, uid) };
            let state = |step: u32| draft_state(n + step, uid, at(step.into()), town("Testham"));
            let mut asked: Vec<Operation> = (1..=3).map(state).collect();
            asked.push(end);
            let answers = at_once(house, &asked).await;
            assert!(answers[3].is_ok(), "{answers:?}");
            let mut versions = 0;
            for answer in &answers[..3] {
                match answer {
                    Ok(Applied::Draft(_)) => versions += 1,
                    Ok(other) => assert_eq!(other, &Applied::Superseded),
                    Err(error) => assert_eq!(refusal(error).code, code),
                }
            }
            let register = house.open().await;
            match register.draft(uid).await.unwrap() {
                Some(Drafted::Tombstone) => assert_eq!(place, 1),
                Some(Drafted::Draft(kept)) => assert_eq!((place, kept.version), (0, Version(versions))),
                None => assert_eq!((place, versions), (0, 0)),
            }
            assert_eq!(refusal(&register.apply(&state(9)).await.unwrap_err()).code, code);
        }
    }
}

pub(super) async fn a_dropped_call_about_a_draft_happens_whole_or_not_at_all(house: &Registers) {
    let register = house.open().await;
    for race in 1..=RACES {
        let uid = lpa_uid(race.into());
        let told = draft_state(race * 10, uid, at(1), town("Testham"));
        drop_after(race, register.apply(&told)).await;
        assert_eq!(register.apply(&told).await.unwrap(), Applied::Draft(Version(1)));
        let end = deletion(race * 10 + 1, uid);
        drop_after(race, register.apply(&end)).await;
        assert_eq!(register.apply(&end).await.unwrap(), Applied::Tombstone);
        assert_eq!(register.draft(uid).await.unwrap(), Some(Drafted::Tombstone));
    }
}

type Answer = Result<Applied, RegisterError>;

/// Applies operations at once, each as a process of its own would.
async fn at_once(house: &Registers, asked: &[Operation]) -> Vec<Answer> {
    let mut running = Vec::new();
    for operation in asked {
        let (register, operation): (Arc<dyn Register>, _) = (house.open().await, operation.clone());
        running.push(tokio::spawn(async move { register.apply(&operation).await }));
    }
    join_all(running).await.into_iter().map(Result::unwrap).collect()
}

async fn kept(house: &Registers, uid: LpaUid) -> lpa_domain::KeptDraft {
    match house.open().await.draft(uid).await.unwrap() {
        Some(Drafted::Draft(kept)) => *kept,
        other => panic!("a draft, not {other:?}"),
    }
}
