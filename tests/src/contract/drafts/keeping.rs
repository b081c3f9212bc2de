//! Keeping: whole, and the latest.

use jiff::{SignedDuration, Timestamp};
use lpa_domain::{Author, Operation, RefusalCode, UpdateKind, Version};

use lpa_ports::{Applied, Drafted};

use super::{Registers, applied, assert_is, latest, lpa, refused, state, town};
use crate::samples::{at, creation, document, draft, draft_state, lpa_uid, operation_id, update};

/// Keys in an order of their own, one that nobody knows, what was declined, odd text, and numbers.
const ODD: &str = concat!(
    r#"{"whenTheLpaCanBeUsed":"when-capacity-lost","lpaType":"personal-welfare","channel":null,"shoeSize":1.50,"#,
    r#""donor":{"lastName":"O'Brien-\"\\ \ud83d\ude80 ẞ","firstNames":"","email":null,"dateOfBirth":null},"#,
    r#""attorneys":[],"peopleToNotify":null,"big":12345678901234567890,"Donor2":{"b":1,"a":[2,{}]}}"#,
);

pub(super) async fn a_draft_is_kept_whole(house: &Registers) {
    let register = house.open().await;
    let told = draft_state(1, lpa(), at(1), draft(ODD));
    assert_eq!(applied(&*register, &told).await, Applied::Draft(Version(1)));
    assert_is(&latest(&*register).await, &told);
    // Told whole again: what is not told any more is not known any more.
    let less = state(2, 2);
    assert_eq!(applied(&*register, &less).await, Applied::Draft(Version(2)));
    assert_is(&latest(&*register).await, &less);
}

pub(super) async fn a_draft_of_which_nothing_is_known_is_kept(house: &Registers) {
    let register = house.open().await;
    let told = draft_state(1, lpa(), at(1), draft("{}"));
    applied(&*register, &told).await;
    assert_is(&latest(&*register).await, &told);
}

pub(super) async fn who_told_it_and_when_is_kept_to_the_nanosecond(house: &Registers) {
    let register = house.open().await;
    let as_at: Timestamp = "1805-03-02T08:59:59.999999999Z".parse().unwrap();
    let author: Author = "urn:opg:sirius:users:3'4;--%20".parse().unwrap();
    let requested_at: Timestamp = "2026-03-02T09:00:00.000000001Z".parse().unwrap();
    let told = Operation { author, requested_at, ..draft_state(1, lpa(), as_at, town("Testham")) };
    applied(&*register, &told).await;
    let kept = latest(&*register).await;
    assert_is(&kept, &told);
    assert_eq!((kept.order.as_at(), kept.order.requested_at()), (as_at, requested_at));
}

pub(super) async fn the_state_known_later_stays_whatever_order_they_arrive_in(house: &Registers) {
    let register = house.open().await;
    let orders = [[1, 2, 3], [1, 3, 2], [2, 1, 3], [2, 3, 1], [3, 1, 2], [3, 2, 1]];
    for (place, order) in (1..).zip(orders) {
        let uid = lpa_uid(place.into());
        let mut kept = 0;
        let mut newest = 0;
        for (step, second) in (1..).zip(order) {
            let told = draft_state(place * 10 + step, uid, at(second), town(&format!("Town {second}")));
            let expected = if second > newest {
                (newest, kept) = (second, kept + 1);
                Applied::Draft(Version(kept))
            } else {
                Applied::Superseded
            };
            assert_eq!(applied(&*register, &told).await, expected, "{order:?}, step {step}");
        }
        let Some(Drafted::Draft(found)) = register.draft(uid).await.unwrap() else { panic!("a draft") };
        assert_eq!((found.draft, found.version), (town("Town 3"), Version(kept)), "{order:?}");
    }
}

pub(super) async fn of_states_known_at_one_moment_the_one_asked_for_later_stays_then_the_greater_id(
    house: &Registers,
) {
    let register = house.open().await;
    let a_nanosecond_on = at(9) + SignedDuration::from_nanos(1);
    let told = |id: u128, requested_at| Operation {
        id: operation_id(id),
        requested_at,
        ..draft_state(1, lpa(), at(5), town(&format!("Town {id}")))
    };
    let (first, greater) = (told(2, at(9)), told(3, at(9)));
    let (later, latest_of_all) = (told(1, a_nanosecond_on), told(7, a_nanosecond_on));
    assert_eq!(applied(&*register, &greater).await, Applied::Draft(Version(1)));
    assert_eq!(applied(&*register, &first).await, Applied::Superseded);
    assert_eq!(applied(&*register, &later).await, Applied::Draft(Version(2)));
    assert_eq!(applied(&*register, &told(4, at(9))).await, Applied::Superseded);
    assert_eq!(applied(&*register, &latest_of_all).await, Applied::Draft(Version(3)));
    assert_is(&latest(&*register).await, &latest_of_all);
}

pub(super) async fn nothing_is_known_later_than_it_is_told(house: &Registers) {
    let register = house.open().await;
    applied(&*register, &state(1, 3_600)).await;
    assert_eq!(latest(&*register).await.order.as_at(), at(1));
    assert_eq!(applied(&*register, &state(2, 2)).await, Applied::Draft(Version(2)));
}

pub(super) async fn where_no_draft_was_kept_there_is_none(house: &Registers) {
    let register = house.open().await;
    assert_eq!(register.draft(lpa()).await.unwrap(), None);
    register.apply(&creation(1, lpa(), document())).await.unwrap();
    assert_eq!(register.draft(lpa()).await.unwrap(), None);
}

pub(super) async fn a_draft_is_no_lpa(house: &Registers) {
    let register = house.open().await;
    applied(&*register, &state(1, 1)).await;
    assert_eq!(register.lpa(lpa()).await.unwrap(), None);
    assert_eq!(register.lpas(&[lpa()]).await.unwrap(), []);
    assert_eq!(register.history(lpa()).await.unwrap(), None);
    assert_eq!(register.static_copy(lpa()).await.unwrap(), None);
    let withdrawal = update(2, lpa(), UpdateKind::DonorWithdrawLpa);
    assert_eq!(refused(&*register, &withdrawal).await, RefusalCode::UnknownLpa);
}

pub(super) async fn each_draft_is_its_own(house: &Registers) {
    let register = house.open().await;
    applied(&*register, &state(1, 1)).await;
    let other = draft_state(2, lpa_uid(2), at(2), town("Elsewhere"));
    assert_eq!(applied(&*register, &other).await, Applied::Draft(Version(1)));
    assert_is(&latest(&*register).await, &state(1, 1));
    assert_eq!(register.draft(lpa_uid(3)).await.unwrap(), None);
}

pub(super) async fn a_draft_survives_reopening(house: &Registers) {
    let register = house.open().await;
    let told = state(1, 1);
    applied(&*register, &told).await;
    drop(register);
    let register = house.open().await;
    assert_is(&latest(&*register).await, &told);
    assert_eq!(applied(&*register, &state(2, 2)).await, Applied::Draft(Version(2)));
}
