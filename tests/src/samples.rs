//! Identifiers, moments and operations to test with; all made up, all told apart by a number.

use jiff::{SignedDuration, Timestamp};
use lpa_domain::document::{BirthDate, LpaType};
use lpa_domain::fees::{About, FeeAct, Invitation, Terms};
use lpa_domain::lpa::reference::Reference;
use lpa_domain::records::{
    Concerns, Drafting, FactId, Matter, MatterKind, Question, Said, Says, Subject, ToldFact,
};
use lpa_domain::rules;
use lpa_domain::{
    Act, Author, Beside, Change, Choice, Document, Draft, DraftAct, Entry, IdempotencyKey, Json, Keyed,
    LpaUid, Operation, OperationId, Personal, Task, Update, UpdateKind, document::example, lpa::sequence,
};
use uuid::Uuid;

/// So many seconds after the beginning of the tests' time.
pub fn at(second: i64) -> Timestamp {
    let beginning: Timestamp = "2026-03-02T09:00:00Z".parse().unwrap();
    beginning + SignedDuration::from_secs(second)
}

/// The UID of the `n`-th LPA.
pub fn lpa_uid(n: u64) -> LpaUid {
    sequence::uid_of(n).unwrap()
}

/// The id of the `n`-th operation.
pub fn operation_id(n: u128) -> OperationId {
    OperationId(Uuid::from_u128(0x0190_0000_0000_4000_8000_0000_0000_0000 + n))
}

/// The author of everything whose author does not matter.
pub fn author() -> Author {
    "urn:opg:poas:makeregister:users:8a2c4b1e-6d9f-4e0b-9c55-1f0a7f3e2d41".parse().unwrap()
}

/// An idempotency key.
pub fn key(text: &str) -> IdempotencyKey {
    text.parse().unwrap()
}

/// The `n`-th operation, accepted in second `n`: an update without changes.
pub fn update(n: u32, uid: LpaUid, kind: UpdateKind) -> Operation {
    Operation {
        id: operation_id(n.into()),
        uid,
        idempotency_key: None,
        author: author(),
        requested_at: at(n.into()),
        act: Act::Update(Update { kind: Choice::Is(kind), changes: Vec::new() }),
    }
}

/// One changed field.
pub fn change(key: &str, old: Option<Json>, new: Option<Json>) -> Change {
    Change { key: key.to_owned(), old, new }
}

/// The journal's `n`-th entry: an operation on an LPA, without a key.
pub fn entry(n: u32, uid: LpaUid) -> Entry {
    holding(update(n, uid, UpdateKind::DonorWithdrawLpa))
}

/// The entry that holds an operation. Its fingerprint is made of the operation's id: another operation, another content.
pub fn holding(operation: Operation) -> Entry {
    let mut fingerprint = [7; 32];
    fingerprint[..16].copy_from_slice(operation.id.0.as_bytes());
    Entry {
        id: operation.id,
        uid: operation.uid,
        requested_at: operation.requested_at,
        fingerprint,
        keyed: None,
        task: Task::Forward(operation),
    }
}

/// The same entry under a key that a consumer chose.
#[must_use]
pub fn keyed(mut entry: Entry, consumer: &str, text: &str) -> Entry {
    entry.keyed = Some(Keyed { consumer: consumer.to_owned(), key: key(text) });
    if let Task::Forward(operation) = &mut entry.task {
        operation.idempotency_key = Some(key(text));
    }
    entry
}

/// A valid LPA made online, in which the tests know the donor's [`EMAIL`] and [`OTHER_NAMES`].
pub fn document() -> Document {
    let mut document = example::lpa_document(2);
    document.donor.email = EMAIL.into();
    document.donor.other_names_known_by = OTHER_NAMES.into();
    document
}

/// The donor's email address in [`document`].
pub const EMAIL: &str = "first@example.com";

/// What else the donor is called in [`document`].
pub const OTHER_NAMES: &str = "Otti";

/// The `n`-th operation, accepted in second `n`: an LPA is created.
pub fn creation(n: u32, uid: LpaUid, document: Document) -> Operation {
    Operation { act: Act::Create(Box::new(document)), ..update(n, uid, UpdateKind::Correction) }
}

/// The `n`-th operation: fields are corrected.
pub fn correction(n: u32, uid: LpaUid, changes: Vec<Change>) -> Operation {
    let correction = Update { kind: Choice::Is(UpdateKind::Correction), changes };
    Operation { act: Act::Update(correction), ..update(n, uid, UpdateKind::Correction) }
}

/// The `n`-th operation, accepted in second `n`: a state of a draft of which nothing is known but when, in which second.
pub fn state(n: u32, uid: LpaUid, known: i64) -> Operation {
    on_draft(n, uid, DraftAct::Keep { as_at: at(known), draft: Box::default(), beside: Box::default() })
}

/// The `n`-th operation, accepted in second `n`: a draft is deleted.
pub fn deletion(n: u32, uid: LpaUid) -> Operation {
    on_draft(n, uid, DraftAct::Delete)
}

fn on_draft(n: u32, uid: LpaUid, act: DraftAct) -> Operation {
    Operation { act: Act::Draft(act), ..update(n, uid, UpdateKind::Correction) }
}

/// The `n`-th operation, accepted in second `n`: something told of a fee.
pub fn fee(n: u32, uid: LpaUid, about: About, told: &str) -> Operation {
    let told = Json::parse(told.as_bytes()).unwrap();
    Operation { act: Act::Fee(FeeAct { about, told }), ..update(n, uid, UpdateKind::Correction) }
}

/// The `n`-th operation: somebody paid so much, under a reference.
pub fn payment(n: u32, uid: LpaUid, reference: &str, pence: u64) -> Operation {
    fee(n, uid, About::Payment, &format!(r#"{{"reference":"{reference}","amountPence":{pence}}}"#))
}

/// One text field changed from one text to another.
pub fn edit(key: &str, old: &str, new: &str) -> Change {
    change(key, Some(old.into()), Some(new.into()))
}

/// The `n`-th operation, accepted in second `n`: a state of a draft that was known at a moment, and something told beside it.
pub fn draft_state(n: u32, uid: LpaUid, as_at: Timestamp, draft: Draft) -> Operation {
    let circumstances = format!(r#"{{"donor":{{"mobile":"07700 900{n:03}"}}}}"#);
    let circumstances = Json::parse(circumstances.as_bytes()).ok();
    let beside = Box::new(Beside { circumstances, ..Beside::default() });
    on_draft(n, uid, DraftAct::Keep { as_at, draft: Box::new(draft), beside })
}

/// A draft from its JSON.
pub fn draft(json: &str) -> Draft {
    Draft::from_json(&Json::parse(json.as_bytes()).unwrap()).unwrap()
}

/// The donor of every invitation: somebody made up.
pub fn invited() -> Subject {
    subject("Quenby-Hale", "1941-02-03")
}

/// Somebody of this last name and date of birth.
pub fn subject(last_name: &str, date_of_birth: &str) -> Subject {
    Subject {
        last_name: last_name.into(),
        forenames: "Ottoline".into(),
        date_of_birth: Personal::new(BirthDate::parse(date_of_birth)),
        postcode: "ZZ1 1ZZ".into(),
        ..Subject::default()
    }
}

/// The application that the `n`-th invitation is about.
pub fn reference(n: u32) -> Reference {
    Reference::Legacy(700_000_000_000 + u64::from(n))
}

/// This version of the `n`-th fact: an invitation to a repeat application for a welfare power at half the fee, to the end of April.
pub fn invitation(n: u32, version: u64) -> ToldFact {
    let invitation = Invitation {
        reference: reference(n),
        lpa_type: LpaType::PersonalWelfare,
        terms: Terms::HalfFee,
        expires_on: "2026-04-30".parse().unwrap(),
    };
    ToldFact {
        id: FactId(Uuid::from_u128(0x0190_0000_0000_4000_8000_1000_0000_0000 + u128::from(n))),
        version,
        author: "urn:opg:sirius:users:34".parse().unwrap(),
        says: Says::Invitation { invitation, donor: invited() },
    }
}

/// The retraction of the `n`-th fact by this version.
pub fn retraction(n: u32, version: u64) -> ToldFact {
    ToldFact { says: Says::Retracted, ..invitation(n, version) }
}

/// This version of the `n`-th fact: a matter of this kind about one person, and of this donor's LPA, if it is of one.
pub fn matter(n: u32, version: u64, kind: MatterKind, of: &Subject) -> ToldFact {
    let concerns = kind.terms().concerns;
    let said = Said {
        kind,
        uid: (concerns == Concerns::Lpa).then(|| lpa_uid(1)),
        lpa_type: None,
        since: Some("2025-03-02".parse().unwrap()),
        until: None,
    };
    let of = (concerns != Concerns::Lpa).then(|| of.clone());
    let donor = (concerns == Concerns::PersonOfDonor).then(invited);
    ToldFact { says: Says::Matter(Box::new(Matter { said, of, donor })), ..invitation(n, version) }
}

/// What a rule asks of `of` while the first LPA is drafted for [`invited`], in March.
pub fn drafting(ask: rules::Question, of: &Subject) -> Drafting {
    Drafting {
        ask,
        of: of.clone(),
        donor: invited(),
        uid: Some(lpa_uid(1)),
        lpa_type: Some(LpaType::PersonalWelfare),
        on: "2026-03-02".parse().unwrap(),
    }
}

/// The question whether OPG invited `donor` so on the second of March, about the `n`-th invitation.
pub fn asked_of(n: u32, donor: Subject) -> Question {
    Question::RepeatInvitation {
        reference: reference(n),
        lpa_type: LpaType::PersonalWelfare,
        terms: Terms::HalfFee,
        made_on: "2026-03-02".parse().unwrap(),
        donor,
    }
}
