//! An account told thing by thing: what is kept, what is refused, what others are told.

use proptest::prelude::*;
use proptest::sample::Index;

use super::*;
use crate::fees::{About, Answer, Balance, Outcome, Pence};
use crate::json::Json;
use crate::refusal::RefusalCode;

const UID: &str = "M-3779-9919-9529";

fn act(about: About, told: &str) -> FeeAct {
    FeeAct { about, told: Json::parse(told.as_bytes()).unwrap() }
}

fn application(made_on: &str) -> FeeAct {
    let told =
        format!(r#"{{ "lpaType": "property-and-affairs", "madeOn": "{made_on}", "madeBasis": "lodged" }}"#);
    act(About::Application, &told)
}

fn exemption() -> FeeAct {
    act(About::Claim, r#"{ "claim": { "relief": "exemption" }, "evidenceDelivery": "post" }"#)
}

fn income(ticked: &str) -> FeeAct {
    let told = format!(
        r#"{{ "claim": {{ "relief": "income-remission", "ticked": "{ticked}" }}, "evidenceDelivery": "post" }}"#
    );
    act(About::Claim, &told)
}

fn evidence(id: u32) -> FeeAct {
    act(About::Evidence, &format!(r#"{{ "path": "{UID}/evidence/{id}" }}"#))
}

fn ruling(answers: &str, version: u32, ruling: &str) -> FeeAct {
    let told = format!(
        r#"{{ "answers": "{answers}", "version": {version}, "ruling": "{ruling}", "by": "urn:opg:sirius:users:34",
             "on": "2026-03-0{version}", "reason": "evidence-accepted", "period": "P6" }}"#
    );
    act(About::Decision, &told)
}

fn payment(reference: &str, pence: u64) -> FeeAct {
    act(About::Payment, &format!(r#"{{ "reference": "{reference}", "amountPence": {pence} }}"#))
}

fn operation(act: &FeeAct) -> Operation {
    Operation {
        id: OperationId(uuid::Uuid::from_u128(7)),
        uid: UID.parse().unwrap(),
        idempotency_key: None,
        author: "urn:opg:sirius:users:34".parse().unwrap(),
        requested_at: Timestamp::UNIX_EPOCH,
        act: crate::Act::Fee(act.clone()),
    }
}

/// An account, and all that was kept of it.
struct Told {
    account: FeeAccount,
    kept: Vec<FeeRecord>,
}

fn told(acts: &[FeeAct]) -> Told {
    let mut told = Told { account: FeeAccount::new(UID.parse().unwrap()), kept: Vec::new() };
    for act in acts {
        tell(&mut told, act).unwrap();
    }
    told
}

fn tell(told: &mut Told, act: &FeeAct) -> Result<bool, Refusal> {
    match told.account.decide(&operation(act), act)? {
        FeeDecision::Keep(record) => {
            told.kept.push(*record);
            let acts = told.kept.iter().map(|record| &record.act);
            told.account = FeeAccount::of(UID.parse().unwrap(), acts).unwrap();
            Ok(true)
        }
        FeeDecision::Known => Ok(false),
    }
}

fn events(told: &Told) -> Vec<String> {
    let all = told.kept.iter().flat_map(|record| &record.events);
    all.map(|event| format!("{} {}", event.detail_type, serde_json::to_string(&event.detail).unwrap()))
        .collect()
}

fn fee(told: &Told) -> Option<u64> {
    match told.account.asking(Invited::NotAsked)?.application.quote().outcome {
        Outcome::Determined { fee } => Some(fee.get()),
        _ => None,
    }
}

fn balance(told: &Told) -> Balance {
    let asking = told.account.asking(Invited::NotAsked).unwrap();
    asking.application.quote().balance(&asking.ledger)
}

#[test]
fn a_claim_is_told_evidenced_and_granted_and_what_was_paid_too_much_comes_back() {
    let told = told(&[
        application("2026-02-01"),
        payment("gov-1", 9200),
        income("below"),
        evidence(1),
        ruling("income-remission", 1, "granted"),
    ]);
    let versions: Vec<u64> = told.kept.iter().map(|record| record.version.0).collect();
    assert_eq!(versions, [1, 2, 3, 4, 5]);
    assert_eq!(
        events(&told),
        [
            format!(r#"payment-received {{"uid":"{UID}","paymentId":"gov-1","amount":9200}}"#),
            format!(
                r#"reduced-fee-requested {{"uid":"{UID}","requestType":"HalfFee","evidenceDelivery":"post"}}"#
            ),
            format!(r#"reduced-fee-evidence-received {{"path":"{UID}/evidence/1"}}"#),
            format!(r#"reduced-fee-approved {{"uid":"{UID}","approvedType":"HalfFee"}}"#),
        ]
    );
    // £92 from 17 November 2025 (P6), and half of it
    assert_eq!(fee(&told), Some(4600));
    assert_eq!(balance(&told), Balance::RefundDue(Pence::new(4600)));
}

#[test]
fn what_is_told_again_changes_nothing_and_nobody_is_told_again() {
    let acts = [
        application("2026-02-01"),
        income("below"),
        evidence(1),
        ruling("income-remission", 1, "refused"),
        payment("p", 1),
    ];
    let mut told = told(&acts);
    for act in &acts {
        assert_eq!(tell(&mut told, act), Ok(false), "{:?}", act.about);
    }
    assert_eq!(told.kept.len(), acts.len());
}

#[test]
fn a_claim_made_otherwise_is_told_again_and_one_that_is_decided_is_not_made_otherwise() {
    // X-09, X-11
    let mut told = told(&[income("below"), income("above")]);
    assert_eq!(events(&told).len(), 2);
    assert_eq!(tell(&mut told, &ruling("income-remission", 1, "granted")), Ok(true));
    let refused = tell(&mut told, &income("below")).unwrap_err();
    assert_eq!((refused.code, refused.errors[0].source.as_ref()), (RefusalCode::InvalidFee, "/claim"));
    assert_eq!(events(&told).len(), 3);
}

#[test]
fn a_claim_that_came_late_stays_late() {
    // reg. 10A, R-09: claimed after the application, it needs a decision of its own kind
    let late = act(
        About::Claim,
        r#"{ "claim": { "relief": "exemption", "laterOn": "2026-02-20" }, "evidenceDelivery": "post" }"#,
    );
    let told = told(&[application("2026-02-01"), late]);
    let asked = told.account.asking(Invited::NotAsked).unwrap();
    let claimed = asked.application.claims.get(Relief::Exemption).unwrap();
    assert_eq!(claimed.later_on, Some(jiff::civil::date(2026, 2, 20)));
}

#[test]
fn the_same_claim_in_another_order_is_the_same_and_with_other_files_it_is_told_again() {
    let other = r#"{ "evidenceDelivery": "post", "claim": { "relief": "exemption" } }"#;
    let mut told = told(&[exemption()]);
    assert_eq!(tell(&mut told, &act(About::Claim, other)), Ok(false));
    let uploaded = format!(
        r#"{{ "claim": {{ "relief": "exemption" }}, "evidenceDelivery": "upload", "evidence": [{{ "path": "{UID}/evidence/1" }}] }}"#
    );
    assert_eq!(tell(&mut told, &act(About::Claim, &uploaded)), Ok(true));
    assert_eq!(events(&told).len(), 2);
    // X-11: once it is decided, other files do not open it again
    assert_eq!(tell(&mut told, &ruling("exemption", 1, "refused")), Ok(true));
    assert_eq!(tell(&mut told, &exemption()).unwrap_err().errors[0].source, "/claim");
}

#[test]
fn evidence_counts_for_a_claim_that_is_made_otherwise_too() {
    // X-09: the same documents, for another claim
    let told = told(&[income("below"), evidence(1), income("above")]);
    assert_eq!(told.account.written(Invited::NotAsked)["claims"][0]["state"], "in-review");
}

#[test]
fn what_was_kept_is_read_back_although_the_prices_were_changed_meanwhile() {
    // A period that is added later may part a day from the prices on which something was decided.
    let mut kept = vec![application("2026-02-01"), exemption(), ruling("exemption", 1, "granted")];
    kept[0] = application("2025-11-16");
    let account = FeeAccount::of(UID.parse().unwrap(), &kept).unwrap();
    assert_eq!(account.version(), Some(Version(3)));
}

#[test]
fn a_decision_that_a_later_one_has_overtaken_is_kept_and_not_told() {
    // X-10: an approval, then a refusal of an earlier version that was under way
    let told = told(&[
        application("2026-02-01"),
        exemption(),
        ruling("exemption", 2, "granted"),
        ruling("exemption", 1, "refused"),
    ]);
    assert_eq!(told.kept.len(), 4);
    let last = events(&told).pop().unwrap();
    assert!(last.starts_with("reduced-fee-approved"), "{last}");
    assert_eq!(fee(&told), Some(0));
}

#[test]
fn two_decisions_of_one_version_and_two_movements_of_one_reference_are_refused() {
    let mut told = told(&[exemption(), ruling("exemption", 1, "granted"), payment("p", 9200)]);
    let refused = |told: &mut Told, act| tell(told, &act).unwrap_err().errors[0].source.to_string();
    assert_eq!(refused(&mut told, ruling("exemption", 1, "refused")), "/version");
    assert_eq!(refused(&mut told, payment("p", 9100)), "/reference");
    let more = act(About::Refund, r#"{ "reference": "r", "amountPence": 9300 }"#);
    assert_eq!(refused(&mut told, more), "/reference");
}

#[test]
fn nothing_is_granted_that_was_not_claimed_or_on_other_prices() {
    let mut told = told(&[application("2026-02-01")]);
    let refused = |told: &mut Told, act| tell(told, &act).unwrap_err().errors[0].source.to_string();
    assert_eq!(refused(&mut told, ruling("exemption", 1, "granted")), "/answers");
    assert_eq!(tell(&mut told, &exemption()), Ok(true));
    let mut old = ruling("exemption", 1, "granted");
    let Json::Object(members) = &mut old.told else { unreachable!() };
    members.retain(|(name, _)| name != "period");
    members.push(("period".to_owned(), "P5".into()));
    assert_eq!(refused(&mut told, old), "/period");
    assert_eq!(tell(&mut told, &ruling("exemption", 1, "granted")), Ok(true));
    // the day can be corrected, but not to other prices than those that were decided on
    assert_eq!(tell(&mut told, &application("2026-02-02")), Ok(true));
    assert_eq!(refused(&mut told, application("2025-11-16")), "/madeOn");
}

#[test]
fn evidence_that_came_before_its_claim_counts() {
    let told = told(&[evidence(1), exemption()]);
    assert_eq!(told.account.written(Invited::NotAsked)["claims"][0]["state"], "in-review");
}

#[test]
fn what_today_s_shapes_cannot_say_is_not_said_otherwise() {
    let grant = |rest: &str| {
        let mut decided = ruling("hardship", 1, "granted");
        let Json::Object(members) = &mut decided.told else { unreachable!() };
        let Json::Object(more) = Json::parse(rest.as_bytes()).unwrap() else { unreachable!() };
        members.extend(more);
        let hardship = r#"{ "claim": { "relief": "hardship" }, "evidenceDelivery": "post" }"#;
        events(&told(&[act(About::Claim, hardship), decided])).split_off(1)
    };
    let approved = |word| vec![format!(r#"reduced-fee-approved {{"uid":"{UID}","approvedType":"{word}"}}"#)];
    assert_eq!(grant("{}"), approved("NoFee"));
    assert_eq!(grant(r#"{ "reducedToPence": 4600 }"#), [""; 0]);
    assert_eq!(grant(r#"{ "grants": "universal-credit", "pays": "1/4" }"#), approved("QuarterFee"));
    assert_eq!(grant(r#"{ "grants": "universal-credit", "pays": "2/4" }"#), approved("HalfFee"));
    assert_eq!(grant(r#"{ "grants": "universal-credit", "pays": "1/3" }"#), [""; 0]);
}

#[test]
fn no_more_is_kept_than_any_application_has() {
    let mut told = told(&[]);
    told.account.told = MOST;
    assert_eq!(tell(&mut told, &evidence(1)).unwrap_err().code, RefusalCode::InvalidFee);
}

proptest! {
    /// Whatever the order, once the claims are there: one fee, one balance (X-10, R-29).
    #[test]
    fn decisions_and_money_come_to_the_same_in_every_order(order in Just((0..6).collect::<Vec<usize>>()).prop_shuffle(), again in any::<Index>()) {
        let acts = [
            ruling("exemption", 1, "granted"),
            ruling("exemption", 2, "refused"),
            ruling("exemption", 3, "granted"),
            payment("a", 4600),
            payment("b", 4600),
            evidence(1),
        ];
        let mut shuffled = told(&[application("2026-02-01"), exemption()]);
        for place in &order {
            prop_assert_eq!(tell(&mut shuffled, &acts[*place]), Ok(true));
        }
        prop_assert_eq!(tell(&mut shuffled, again.get(&acts)), Ok(false));
        prop_assert_eq!(fee(&shuffled), Some(0));
        prop_assert_eq!(balance(&shuffled), Balance::RefundDue(Pence::new(9200)));
    }
}

fn repeat() -> FeeAct {
    let told = r#"{ "repeat": { "reference": "7000-0000-0138", "terms": "half-fee", "previousFee": "full" }, "evidenceDelivery": "post" }"#;
    act(About::Claim, told)
}

/// rules/fees.md R-04, X-04, X-18: the invitation decides, and not what was paid before.
#[test]
fn a_repeat_costs_what_the_records_make_of_it() {
    let told = told(&[application("2026-02-01"), repeat()]);
    let quote = |invited| told.account.written(invited)["quote"].clone();
    let answered = |answer| Invited::Answered(answer);
    assert_eq!(quote(answered(Answer::Yes))["feePence"], 4600);
    assert_eq!(quote(answered(Answer::No))["feePence"], 9200);
    for (open, word) in [(answered(Answer::CannotSay), "cannot-say"), (Invited::NotAsked, "not-asked")] {
        let quote = quote(open);
        assert_eq!(quote["bounds"], serde_json::json!({ "lowerPence": 4600, "upperPence": 9200 }));
        assert_eq!(quote["toAsk"], serde_json::json!(["repeat-invitation"]));
        assert_eq!(told.account.written(open)["invited"], word);
    }
    assert_eq!(quote(answered(Answer::Yes))["toAsk"], serde_json::json!([]));
}

#[test]
fn the_records_are_asked_when_enough_is_told_and_of_a_repeat_alone() {
    let donor = || Subject { last_name: "Quenby".into(), ..Subject::default() };
    let question = |acts: &[FeeAct]| told(acts).account.question(donor());
    assert_eq!(question(&[application("2026-02-01")]), None);
    assert_eq!(question(&[repeat()]), None, "what is applied for is not told");
    let asked = Question::RepeatInvitation {
        reference: "7000-0000-0138".parse().unwrap(),
        lpa_type: crate::document::LpaType::PropertyAndAffairs,
        terms: crate::fees::Terms::HalfFee,
        made_on: "2026-02-01".parse().unwrap(),
        donor: donor(),
    };
    assert_eq!(question(&[application("2026-02-01"), repeat()]), Some(asked));
    let no_terms =
        act(About::Claim, r#"{ "repeat": { "reference": "M-3779-9919-9529" }, "evidenceDelivery": "post" }"#);
    assert_eq!(question(&[application("2026-02-01"), no_terms]), None);
}
