//! Repeating: at most once by id, once by content, and each answer for good.

use lpa_domain::Version;
use lpa_ports::Applied;

use super::{Registers, applied, claim, decision, lpa, refused, told};
use crate::samples::payment;

pub(super) async fn what_is_applied_again_answers_as_then(house: &Registers) {
    let register = house.open().await;
    let (first, second) = (payment(1, lpa(), "a", 4600), payment(2, lpa(), "b", 4600));
    applied(&*register, &first).await;
    applied(&*register, &second).await;
    for _again in 0..2 {
        assert_eq!(applied(&*register, &first).await, Applied::Fee(Version(1)));
        assert_eq!(applied(&*register, &second).await, Applied::Fee(Version(2)));
    }
    assert_eq!(told(&*register).await.len(), 2);
}

pub(super) async fn what_was_told_before_is_superseded_for_good(house: &Registers) {
    let register = house.open().await;
    applied(&*register, &claim(1)).await;
    let again = claim(2);
    assert_eq!(applied(&*register, &again).await, Applied::Superseded);
    // Judged again it would be refused now.
    applied(&*register, &decision(3, 1, "granted")).await;
    let otherwise = lpa_domain::fees::About::Claim;
    let other = r#"{"claim":{"relief":"exemption","damages":"none"},"evidenceDelivery":"post"}"#;
    assert_eq!(refused(&*register, &crate::samples::fee(4, lpa(), otherwise, other)).await, ["/claim"]);
    assert_eq!(applied(&*register, &again).await, Applied::Superseded);
    let records = told(&*register).await;
    assert_eq!(records.len(), 2);
}

pub(super) async fn what_was_refused_is_refused_again_in_the_same_words(house: &Registers) {
    let register = house.open().await;
    let early = decision(1, 1, "granted");
    for _again in 0..2 {
        assert_eq!(refused(&*register, &early).await, ["/answers"]);
    }
    // Judged again it would be kept now.
    applied(&*register, &claim(2)).await;
    assert_eq!(refused(&*register, &early).await, ["/answers"]);
    assert_eq!(applied(&*register, &decision(3, 1, "granted")).await, Applied::Fee(Version(2)));
}
