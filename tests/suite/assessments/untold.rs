//! What only OPG knows: of which of it a caller is told, and of which nobody can tell that it is known (rules/safeguarding.md section 3).

use std::time::Duration;

use lpa_domain::Personal;
use lpa_domain::choice::Words as _;
use lpa_domain::document::BirthDate;
use lpa_domain::records::{Concerns, MATTERS, Matter, MatterKind, Said, Says, Subject, ToldFact};
use lpa_domain::rules::topic::Topic;
use lpa_domain::rules::{Disclosure, Input, Rule};
use lpa_domain::safeguarding::catalogue;
use lpa_tests::samples::{invitation, lpa_uid, retraction, subject};
use lpa_tests::world::World;
use serde_json::{Value, json};
use tokio::time::Instant;

use super::PATH;

const DRAFT: &str = include_str!("../../../crates/domain/safeguarding-cases/base/pa.json");

/// A complete draft, with a date of birth for everybody who is asked about and somebody who vouches.
fn draft() -> Value {
    let base: Value = serde_json::from_str(DRAFT).unwrap();
    let mut asked = json!({ "draft": base["draft"], "circumstances": base["beside"] });
    asked["circumstances"]["certificateProvider"]["dateOfBirth"] = "1966-06-06".into();
    asked["circumstances"]["voucher"] = json!({
        "firstNames": "Una", "lastName": "Pell", "dateOfBirth": "1955-05-05",
        "address": { "line1": "7 Low Road", "postcode": "LS7 7AA" }, "email": "una.pell@example.test",
    });
    asked
}

/// Somebody of the draft.
fn person(draft: &Value, topic: Topic) -> Option<Subject> {
    let at = match topic {
        Topic::Donor | Topic::Lpa => "/donor",
        Topic::Attorney => "/attorneys/0",
        Topic::CertificateProvider => "/certificateProvider",
        Topic::Voucher => "/voucher",
        _ => return None,
    };
    let told = |name: &str| {
        let place = format!("{at}/{name}");
        let each = [&draft["draft"], &draft["circumstances"]].map(|part| part.pointer(&place));
        each.into_iter().flatten().find_map(Value::as_str).unwrap_or_default().to_owned()
    };
    Some(Subject {
        last_name: told("lastName").into(),
        forenames: told("firstNames").into(),
        date_of_birth: Personal::new(BirthDate::parse(&told("dateOfBirth"))),
        postcode: told("address/postcode").into(),
        ..Subject::default()
    })
}

fn told(n: u32, kind: MatterKind, of: &Subject, donor: &Subject, uid: u64) -> ToldFact {
    let said = Said {
        kind,
        uid: Some(lpa_uid(uid)),
        lpa_type: None,
        since: Some("2025-03-02".parse().unwrap()),
        until: None,
    };
    let matter = Matter { said, of: Some(of.clone()), donor: Some(donor.clone()) };
    ToldFact { says: Says::Matter(Box::new(matter)), ..invitation(n, 1) }
}

/// Everything of an answer that can be looked at.
type Seen = (u16, Vec<(String, String)>, String);

async fn seen(world: &World, draft: &Value) -> Seen {
    let mut question = draft.clone();
    question["uid"] = lpa_uid(1).to_string().into();
    let answer = world.post(PATH, question.to_string()).await;
    let headers = answer.headers.iter().map(|(name, value)| (name.to_string(), format!("{value:?}")));
    (answer.status, headers.collect(), answer.text().to_owned())
}

/// Every kind, and of whom a rule asks it; of a trust corporation matters say nothing, because they are about people.
fn asked() -> impl Iterator<Item = (MatterKind, Topic)> {
    let all = MATTERS.iter().flat_map(|terms| Topic::ALL.iter().map(|topic| (terms.kind, *topic)));
    all.filter(|(kind, topic)| *topic != Topic::TrustCorporation && rules(*kind, *topic).next().is_some())
}

/// The rules that ask `kind` of one of `topic`.
fn rules(kind: MatterKind, topic: Topic) -> impl Iterator<Item = &'static Rule> {
    let asks = Input::Recorded(topic, kind.terms().answers);
    catalogue().rules().filter(move |rule| rule.reads.contains(&asks))
}

/// Whether a caller may learn anything of it. That an answer has grown old (I10) may be said, and hangs on nothing that is known.
fn is_spoken_of(kind: MatterKind, topic: Topic) -> bool {
    rules(kind, topic).any(|rule| rule.disclosure != Disclosure::N3 && rule.id != "I10")
}

#[tokio::test]
async fn of_what_nobody_may_be_told_no_answer_has_a_trace() {
    let world = World::new();
    let (draft, stranger) = (draft(), subject("Thrale", "1961-05-06"));
    let mut body = draft.clone();
    body["asAt"] = "2026-03-02T08:00:00Z".into();
    assert!(world.put(&format!("/v1/drafts/{}", lpa_uid(1)), body.to_string()).await.status < 300);
    let records = &world.causeway.ports().records;
    // Of every kind something is told, so that "no" is an answer.
    for (n, terms) in (1..).zip(MATTERS) {
        records.note(&told(n, terms.kind, &stranger, &stranger, 9)).await.unwrap();
    }
    let clean = seen(&world, &draft).await;
    let donor = person(&draft, Topic::Donor).unwrap();
    let mut spoken = Vec::new();
    for (n, (kind, topic)) in (100..).zip(asked()) {
        let Some(of) = person(&draft, topic) else { panic!("nobody stands in this draft as {topic:?}") };
        let uid = if kind.terms().concerns == Concerns::Person { 9 } else { 1 };
        records.note(&told(n, kind, &of, &donor, uid)).await.unwrap();
        let now = seen(&world, &draft).await;
        records.note(&retraction(n, 2)).await.unwrap();
        if now != clean {
            spoken.push((kind.word(), topic));
        }
        if !is_spoken_of(kind, topic) {
            assert_eq!(now, clean, "{} {topic:?}", kind.word());
        }
    }
    assert_eq!(seen(&world, &draft).await, clean);
    // The others that may be spoken of bear on a draft that is signed, or is registered, alone.
    let all = [
        ("death", Topic::Donor),
        ("death", Topic::Attorney),
        ("insolvency", Topic::Attorney),
        ("deputy", Topic::Donor),
        ("partnership-end", Topic::Attorney),
        ("appointment", Topic::CertificateProvider),
        ("false-vouch", Topic::Voucher),
        ("court-order", Topic::Donor),
        ("court-order", Topic::Attorney),
        ("factual-ground", Topic::Donor),
        ("factual-ground", Topic::Attorney),
        ("prescribed-ground", Topic::Lpa),
        ("donor-objection", Topic::Lpa),
        ("severance", Topic::Lpa),
    ];
    assert_eq!(spoken, all);
}

/// The time of an answer is a whole number of beats, whatever the records say; where they are not asked nobody waits.
#[tokio::test(start_paused = true)]
async fn what_the_records_say_is_not_in_the_time_of_an_answer() {
    let world = World::new();
    let mut body = draft();
    body["asAt"] = "2026-03-02T08:00:00Z".into();
    assert!(world.put(&format!("/v1/drafts/{}", lpa_uid(1)), body.to_string()).await.status < 300);
    let (mut with_uid, without) = (draft(), draft());
    with_uid["uid"] = lpa_uid(1).to_string().into();
    let approval = format!("/v1/drafts/{}/approval", lpa_uid(1));
    for (question, beats) in [(&with_uid, 1), (&without, 0)] {
        let began = Instant::now();
        assert_eq!(world.post(PATH, question.to_string()).await.status, 200);
        assert_eq!(began.elapsed(), BEAT * beats);
    }
    let began = Instant::now();
    assert_eq!(world.get(&approval).await.status, 200);
    assert_eq!(began.elapsed(), BEAT);
}

const BEAT: Duration = Duration::from_millis(10);
