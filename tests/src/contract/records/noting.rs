//! Noting: versions in any order, each once.

use futures::future::join_all;
use lpa_domain::records::{Answer, Noted, Says, ToldFact};
use lpa_ports::RecordsError;

use super::{Bureau, Bureaus, answer, kept};
use crate::contract::dropped::drop_after;
use crate::samples::{asked_of, invitation, invited, retraction, subject};

async fn noted(bureau: &dyn Bureau, told: &ToldFact) -> Noted {
    bureau.records().note(told).await.unwrap()
}

/// The same invitation to somebody else.
fn to_somebody_else(mut told: ToldFact) -> ToldFact {
    let Says::Invitation { donor, .. } = &mut told.says else { panic!("an invitation") };
    *donor = subject("Vone", "1950-01-01");
    told
}

pub(super) async fn the_higher_version_holds_in_whatever_order_they_come(house: &Bureaus) {
    let bureau = house.open().await;
    assert_eq!(noted(&*bureau, &to_somebody_else(invitation(1, 5))).await, Noted::Kept);
    assert_eq!(noted(&*bureau, &invitation(1, 3)).await, Noted::Superseded);
    assert_eq!(answer(&*bureau, &asked_of(1, invited())).await, Answer::No);
    assert_eq!(noted(&*bureau, &invitation(1, 8)).await, Noted::Kept);
    assert_eq!(answer(&*bureau, &asked_of(1, invited())).await, Answer::Yes);
    assert_eq!(answer(&*bureau, &asked_of(1, subject("Vone", "1950-01-01"))).await, Answer::No);
}

pub(super) async fn a_version_told_again_changes_nothing(house: &Bureaus) {
    let bureau = house.open().await;
    for _again in 0..3 {
        assert_eq!(noted(&*bureau, &invitation(1, 2)).await, Noted::Kept);
    }
    assert_eq!(answer(&*bureau, &asked_of(1, invited())).await, Answer::Yes);
}

pub(super) async fn another_content_under_one_version_is_refused(house: &Bureaus) {
    let bureau = house.open().await;
    kept(&*bureau, &invitation(1, 2)).await;
    for other in [to_somebody_else(invitation(1, 2)), retraction(1, 2)] {
        assert!(matches!(bureau.records().note(&other).await, Err(RecordsError::VersionTaken)));
    }
    assert_eq!(answer(&*bureau, &asked_of(1, invited())).await, Answer::Yes);
}

pub(super) async fn of_two_contents_under_one_version_at_once_exactly_one_is_kept(house: &Bureaus) {
    for n in 1..=8 {
        let told = [invitation(n, 1), to_somebody_else(invitation(n, 1))];
        let bureaus = [house.open().await, house.open().await];
        let answers =
            join_all(bureaus.iter().zip(&told).map(|(bureau, told)| bureau.records().note(told))).await;
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
        let asked = [asked_of(n, invited()), asked_of(n, subject("Vone", "1950-01-01"))];
        let found = bureaus[0].records().answers(&asked).await.unwrap();
        assert_eq!(found.iter().filter(|answer| **answer == Answer::Yes).count(), 1);
    }
}

pub(super) async fn a_retracted_fact_is_answered_no_more_until_a_higher_version(house: &Bureaus) {
    let bureau = house.open().await;
    kept(&*bureau, &invitation(1, 1)).await;
    kept(&*bureau, &retraction(1, 2)).await;
    assert_eq!(answer(&*bureau, &asked_of(1, invited())).await, Answer::No);
    kept(&*bureau, &retraction(1, 2)).await;
    kept(&*bureau, &invitation(1, 3)).await;
    assert_eq!(answer(&*bureau, &asked_of(1, invited())).await, Answer::Yes);
}

pub(super) async fn a_retraction_may_come_before_its_fact(house: &Bureaus) {
    let bureau = house.open().await;
    kept(&*bureau, &invitation(2, 1)).await;
    kept(&*bureau, &retraction(1, 2)).await;
    assert_eq!(noted(&*bureau, &invitation(1, 1)).await, Noted::Superseded);
    assert_eq!(answer(&*bureau, &asked_of(1, invited())).await, Answer::No);
}

pub(super) async fn each_fact_is_its_own(house: &Bureaus) {
    let bureau = house.open().await;
    kept(&*bureau, &invitation(1, 1)).await;
    let other = ToldFact { id: invitation(2, 1).id, ..to_somebody_else(invitation(1, 1)) };
    kept(&*bureau, &other).await;
    let both = [asked_of(1, invited()), asked_of(1, subject("Vone", "1950-01-01"))];
    assert_eq!(bureau.records().answers(&both).await.unwrap(), [Answer::Yes, Answer::Yes]);
    kept(&*bureau, &retraction(1, 2)).await;
    assert_eq!(bureau.records().answers(&both).await.unwrap(), [Answer::No, Answer::Yes]);
}

pub(super) async fn facts_survive_reopening(house: &Bureaus) {
    let bureau = house.open().await;
    kept(&*bureau, &invitation(1, 2)).await;
    drop(bureau);
    let bureau = house.open().await;
    assert_eq!(answer(&*bureau, &asked_of(1, invited())).await, Answer::Yes);
    assert_eq!(noted(&*bureau, &retraction(1, 1)).await, Noted::Superseded);
}

pub(super) async fn a_dropped_call_about_a_fact_happens_whole_or_not_at_all(house: &Bureaus) {
    let bureau = house.open().await;
    for polls in 1..=8 {
        drop_after(polls, bureau.records().note(&invitation(polls, 1))).await;
        kept(&*bureau, &invitation(polls, 1)).await;
        assert_eq!(answer(&*bureau, &asked_of(polls, invited())).await, Answer::Yes);
    }
}
