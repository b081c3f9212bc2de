//! Moves that a claim makes, and moves that it cannot make.

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::fees::tests::sample;
use crate::fees::{
    Application, Balance, Basis, Claim, Claims, Decisions, Entry, Fact, Ledger, Made, Pence, Relief,
    UniversalCreditClaim,
};
use jiff::civil::date;

fn asked() -> ClaimCase {
    ClaimCase::made(Claim::UniversalCredit(UniversalCreditClaim { letter: Fact::Unknown })).0
}

fn decision(version: u32) -> impl Strategy<Value = Decision> {
    sample::decision(version).prop_map(|decision| Decision { answers: Relief::UniversalCredit, ..decision })
}

fn arrived() -> impl Strategy<Value = Move> {
    let letter = sample::word()
        .prop_map(|letter| Move::Revised(Claim::UniversalCredit(UniversalCreditClaim { letter })));
    prop_oneof![
        letter,
        Just(Move::EvidenceAsked),
        (0_u8..3).prop_map(|id| Move::EvidenceReceived(id.to_string())),
        Just(Move::Reviewed),
        (1_u32..4).prop_flat_map(decision).prop_map(Move::Decided),
        sample::day().prop_map(Move::Appealed),
    ]
}

/// The case as it stands after everything that is legal of `moves`.
fn after(moves: &[Move]) -> ClaimCase {
    moves.iter().fold(asked(), |case, each| case.after(each).map_or(case, |(next, _)| next))
}

fn balance(case: &ClaimCase, paid: Pence) -> Balance {
    let made = Made { on: date(2026, 2, 1), basis: Basis::Supposed };
    let application = Application {
        claims: Claims::default().with(case.claim().clone()),
        decisions: Decisions::of(case.decision().cloned()).unwrap(),
        ..Application::first(crate::document::LpaType::PersonalWelfare, made)
    };
    application.quote().balance(&Ledger::of([Entry::payment("card-1".to_owned(), paid)]).unwrap())
}

proptest! {
    /// Invariant 9: what is complete is paid to the penny, and only another decision changes that.
    #[test]
    fn nothing_but_another_decision_leads_away_from_a_decided_claim(
        moves in vec(arrived(), 0..12), next in arrived(), paid in 0_u64..10_000,
    ) {
        let case = after(&moves);
        let Some(held) = case.decision().cloned() else { return Ok(()) };
        let Ok((later, _)) = case.after(&next) else { return Ok(()) };
        let new = later.decision().cloned().unwrap();
        if let Move::Decided(decision) = next {
            prop_assert!(new == held || (new == decision && new.version > held.version));
        } else {
            prop_assert_eq!(new, held);
            prop_assert_eq!(balance(&later, Pence::new(paid)), balance(&case, Pence::new(paid)));
        }
    }

    /// The last decision wins, in whatever order they come.
    #[test]
    fn the_highest_version_holds_whatever_the_order(one in decision(1), two in decision(2), three in decision(3)) {
        let all = [one, two, three.clone()];
        for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0], [2, 0, 1]] {
            let moves: Vec<Move> = order.iter().map(|at: &usize| Move::Decided(all[*at].clone())).collect();
            prop_assert_eq!(after(&moves).decision().cloned(), Some(three.clone()));
            let decisions = Decisions::of(order.iter().map(|at| all[*at].clone())).unwrap();
            prop_assert_eq!(decisions.standing(Relief::UniversalCredit), Some(&three));
        }
    }

    /// What arrives twice is told once.
    #[test]
    fn nothing_is_told_twice(moves in vec(arrived(), 0..12), again in arrived()) {
        let case = after(&moves);
        if let Ok((next, _)) = case.after(&again) {
            let (after, told) = next.after(&again).unwrap();
            prop_assert_eq!(after, next);
            prop_assert_eq!(told, None);
        }
    }
}

#[test]
fn a_claim_made_otherwise_is_told_and_keeps_nothing() {
    let (case, told) = ClaimCase::made(Claim::UniversalCredit(UniversalCreditClaim { letter: Fact::No }));
    assert_eq!(told, Happening::Claimed { revision: 1 });
    let (case, _) = case.after(&Move::EvidenceReceived("letter".to_owned())).unwrap();
    let otherwise = Claim::Hardship(crate::fees::HardshipClaim {
        reasons: Fact::Yes,
        bank_statements: Fact::No,
        circumstances: Fact::No,
    });
    let (case, told) = case.after(&Move::Revised(otherwise.clone())).unwrap();
    assert_eq!((case.claim(), case.state()), (&otherwise, &State::Asked(Asked)));
    assert_eq!(told, Some(Happening::Claimed { revision: 2 }));
    let (_, told) = case.after(&Move::EvidenceReceived("letter".to_owned())).unwrap();
    assert_eq!(told, Some(Happening::EvidenceReceived("letter".to_owned())));
}

#[test]
fn evidence_and_refusals_never_send_a_decided_claim_back() {
    let (case, _) = asked().after(&Move::Decided(example(1))).unwrap();
    for each in [Move::EvidenceAsked, Move::EvidenceReceived("late".to_owned()), Move::Reviewed] {
        assert_eq!(case.after(&each), Err(IllegalMove::IsDecided));
    }
    let older = Move::Decided(Decision { version: 0, ..example(1) });
    assert_eq!(case.after(&older), Err(IllegalMove::NotNewer(NotNewer)));
}

#[test]
fn an_appeal_is_heard_for_four_weeks_and_its_decision_holds() {
    let (case, _) = asked().after(&Move::Decided(example(1))).unwrap();
    let late = case.after(&Move::Appealed(date(2026, 3, 11)));
    assert_eq!(late, Err(IllegalMove::TooLate(TooLate { ended_on: date(2026, 3, 10) })));
    let (appealed, told) = case.after(&Move::Appealed(date(2026, 3, 10))).unwrap();
    assert_eq!(told, Some(Happening::Appealed));
    assert_eq!(appealed.decision(), case.decision());
    let (upheld, _) = appealed.after(&Move::Decided(example(2))).unwrap();
    assert_eq!(upheld.decision().map(|decision| decision.version), Some(2));
}

#[test]
fn a_decision_on_another_claim_and_an_appeal_of_nothing_are_not_moves() {
    let other = Decision { answers: Relief::Exemption, ..example(1) };
    assert_eq!(asked().after(&Move::Decided(other)), Err(IllegalMove::OtherClaim));
    assert_eq!(asked().after(&Move::Appealed(date(2026, 3, 1))), Err(IllegalMove::NotDecided));
}

fn example(version: u32) -> Decision {
    Decision {
        answers: Relief::UniversalCredit,
        version,
        ruling: crate::fees::Ruling::Refused,
        by: "urn:opg:sirius:users:34".parse().unwrap(),
        on: date(2026, 2, 10),
        reason: crate::fees::Reason::Discretion,
        evidence: Vec::new(),
        period: "P6".parse().unwrap(),
    }
}
