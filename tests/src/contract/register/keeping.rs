//! Keeping: what comes back is what was written, byte for byte.

use lpa_domain::document::defaults::name_actors;
use lpa_domain::document::{Channel, example};
use lpa_domain::lpa::Kept;
use lpa_domain::{Act, ActorUid, Author, Document, Json, Lpa, LpaUid, Moment, Operation, UpdateKind};
use lpa_ports::Register;
use uuid::Uuid;

use super::{Registers, assert_same, created, judged, lpa, standing};
use crate::samples::{EMAIL, at, change, correction, creation, document, lpa_uid, update};

pub(super) async fn odd_text_is_kept_byte_for_byte(house: &Registers) {
    let odd = "\"\\ / </script>&amp; 'O\u{2019}Hara' \u{1f980}\u{202e} ŵŷ \u{7f}\u{2028} e\u{301}é \r\n\t\u{1} $1 %s {}";
    let mut odd_document = document();
    odd_document.donor.first_names = odd.into();
    odd_document.restrictions_and_conditions = odd.into();
    assert_eq!(kept(house, odd_document).await.document.donor.first_names.as_str(), odd);
}

pub(super) async fn a_very_long_text_is_kept(house: &Registers) {
    let long = "Nid wyf am gael fy rhoi mewn cartref. \u{1f980} ".repeat(2_500);
    let mut long_document = document();
    long_document.restrictions_and_conditions = long.as_str().into();
    assert!(kept(house, long_document).await.document.restrictions_and_conditions.as_str() == long);
}

pub(super) async fn moments_keep_their_offset_and_their_digits(house: &Registers) {
    // contract section 1.3, item 5
    let text = "2024-01-10T23:00:00.123456789+01:00";
    let mut offset_document = document();
    offset_document.signed_at = Some(text.parse::<Moment>().unwrap());
    let lpa = kept(house, offset_document).await;
    assert_eq!(lpa.document.signed_at.unwrap().to_string(), text);
}

pub(super) async fn every_example_is_kept_byte_for_byte(house: &Registers) {
    let register = house.open().await;
    for n in 1..=20 {
        keep(&*register, n, lpa_uid(n.into()), example::lpa_document(n.into())).await;
    }
}

pub(super) async fn findings_of_a_paper_lpa_are_kept(house: &Registers) {
    // contract section 4.1: a paper LPA is stored whatever is wrong with it
    let mut paper = Document { channel: Channel::Paper.into(), ..Document::default() };
    // As every operation that creates one has them.
    name_actors(&mut paper, || Uuid::from_u128(7));
    assert_ne!(kept(house, paper).await.kept.findings, []);
}

pub(super) async fn the_beginning_of_the_waiting_period_is_kept(house: &Registers) {
    let register = house.open().await;
    register.apply(&creation(1, lpa(), signed_by_all())).await.unwrap();
    let begins = update(2, lpa(), UpdateKind::StatutoryWaitingPeriod);
    let made = register.apply(&begins).await.unwrap().into_lpa().unwrap();
    assert_eq!(made.kept.waiting_since, Some(at(2)));
    assert_same(&standing(&*register).await, &made);
    assert_eq!(register.static_copy(lpa()).await.unwrap().unwrap().kept, Kept::default());
}

pub(super) async fn changes_are_kept_as_they_took_effect(house: &Registers) {
    let register = created(house).await;
    let odd = Json::from("\"\\ </b>&amp; \u{1f980} ŵ\u{7f}\r\n");
    let changes = vec![
        change("/donor/email", Some(EMAIL.into()), Some("second@example.com".into())),
        change("/donor/address/line3", Some(Json::Null), Some(odd)),
    ];
    register.apply(&correction(2, lpa(), changes.clone())).await.unwrap();
    let entry = register.history(lpa()).await.unwrap().unwrap().swap_remove(0);
    assert_eq!((entry.kind.as_str(), &entry.changes), ("CORRECTION", &changes));
}

pub(super) async fn authors_and_odd_uids_are_kept(house: &Registers) {
    // contract section 1: UIDs with letters; section 2.2: authors of five parts
    let register = house.open().await;
    let uid: LpaUid = "M-1A2B-4C3D-9E8F".parse().unwrap();
    let mut operation = creation(1, uid, document());
    let Act::Create(created) = &mut operation.act else { panic!("a creation") };
    created.donor.uid = ActorUid::from("{EDA719DB-8880-4DDA-8C5D-BB9EA12C236F}");
    let expected = judged(None, &operation);
    register.apply(&operation).await.unwrap();
    assert_same(&register.lpa(uid).await.unwrap().unwrap(), &expected);
    let author: Author = ODD_AUTHOR.parse().unwrap();
    let withdrawal = update(2, uid, UpdateKind::DonorWithdrawLpa);
    register.apply(&Operation { author: author.clone(), ..withdrawal }).await.unwrap();
    assert_eq!(register.history(uid).await.unwrap().unwrap()[0].author, author);
}

/// Today's store does not record who created an LPA (contract section 9, W8).
pub(super) async fn the_author_of_the_creation_is_kept(house: &Registers) {
    let register = house.open().await;
    let author: Author = ODD_AUTHOR.parse().unwrap();
    let operation = Operation { author: author.clone(), ..creation(1, lpa(), document()) };
    register.apply(&operation).await.unwrap();
    assert_eq!(register.history(lpa()).await.unwrap().unwrap()[0].author, author);
}

const ODD_AUTHOR: &str = "urn:opg:sirius:users:3'4;--%20";

/// Creates an LPA from a document, and reads it back.
async fn kept(house: &Registers, document: Document) -> Lpa {
    let register = house.open().await;
    keep(&*register, 1, lpa(), document).await;
    standing(&*register).await
}

async fn keep(register: &dyn Register, n: u32, uid: LpaUid, document: Document) {
    let operation = creation(n, uid, document);
    let expected = judged(None, &operation);
    assert_same(&register.apply(&operation).await.unwrap().into_lpa().unwrap(), &expected);
    assert_same(&register.lpa(uid).await.unwrap().unwrap(), &expected);
    assert_same(&register.static_copy(uid).await.unwrap().unwrap(), &expected);
}

/// A document that lacks nothing but the waiting period (contract section 5.3, `STATUTORY_WAITING_PERIOD`). It is for
/// personal welfare, so no trust corporation has to sign.
fn signed_by_all() -> Document {
    let mut document = example::lpa_document(1);
    document.certificate_provider.signed_at = document.signed_at;
    for attorney in document.attorneys.iter_mut().flatten() {
        attorney.signed_at = document.signed_at;
    }
    document
}
