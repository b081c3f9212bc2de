//! Applications of every sort, drawn for the properties.

use jiff::Span;
use jiff::civil::{Date, date};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use crate::Known;
use crate::choice::Words;
use crate::document::LpaType;
use crate::fees::{
    Answer, Application, Asked, Basis, Benefit, Claim, Claimed, Claims, Compared, Damages, Decision,
    Decisions, ExemptionClaim, Fact, Grant, HardshipClaim, InPayment, Income, IncomeClaim, IncomeEvidence,
    IncomeFrom, Instrument, Invitation, Invited, Made, Paid, Part, Pence, Policy, Reason, Relief, Repeat,
    RepeatClaim, Ruling, Signals, SignedBy, Statement, Terms, UniversalCreditClaim, Waiver, Whose,
};

pub(in crate::fees) fn word<E: Words>() -> impl Strategy<Value = E> {
    select(E::ALL)
}

fn known<T: Clone + std::fmt::Debug + 'static>(
    value: impl Strategy<Value = T> + 'static,
) -> BoxedStrategy<Known<T>> {
    prop_oneof![Just(Known::Unknown), Just(Known::Absent), value.prop_map(Known::Known)].boxed()
}

/// Days from before the first regulations to some years from now.
pub(in crate::fees) fn day() -> impl Strategy<Value = Date> {
    (0_i64..9_000).prop_map(|days| date(2007, 8, 1).checked_add(Span::new().days(days)).unwrap())
}

/// A day of which everything is modelled.
pub(in crate::fees) fn modelled_day() -> impl Strategy<Value = Date> {
    (0_i64..7_000).prop_map(|days| date(2011, 10, 1).checked_add(Span::new().days(days)).unwrap())
}

pub(in crate::fees) fn paid() -> impl Strategy<Value = Paid> {
    let in_payment = prop_oneof![word::<Fact>().prop_map(InPayment::Then), day().prop_map(InPayment::Until)];
    (word(), in_payment, word()).prop_map(|(benefit, in_payment, letter)| Paid {
        benefit,
        in_payment,
        letter,
    })
}

fn damages() -> impl Strategy<Value = Damages> {
    let amount = prop_oneof![Just(1_600_000), Just(1_600_001), 0_u64..4_000_000];
    (amount, known(vec(word::<Benefit>(), 0..4)))
        .prop_map(|(amount, ignored_for)| Damages { amount: Pence::new(amount), ignored_for })
}

fn exemption() -> impl Strategy<Value = ExemptionClaim> {
    (vec(paid(), 0..4), known(vec(damages(), 0..3)))
        .prop_map(|(benefits, damages)| ExemptionClaim { benefits, damages })
}

pub(in crate::fees) fn evidence() -> impl Strategy<Value = IncomeEvidence> {
    prop_oneof![
        option::of(2010_i16..2030).prop_map(|tax_year| IncomeEvidence::P60 { tax_year }),
        (0_u8..5).prop_map(|months| IncomeEvidence::WageSlips { months }),
        Just(IncomeEvidence::OfficialLetter),
        Just(IncomeEvidence::GrossStatement),
        any::<bool>().prop_map(|with_calculation| IncomeEvidence::TaxReturn { with_calculation }),
        any::<bool>().prop_map(|certified| IncomeEvidence::Accounts { certified }),
        Just(IncomeEvidence::BankStatements),
    ]
}

pub(in crate::fees) fn part() -> impl Strategy<Value = Part> {
    let yearly = prop_oneof![Just(1_200_000_u64), 0_u64..1_500_000, Just(u64::MAX)].prop_map(Pence::new);
    (word::<IncomeFrom>(), known(yearly), word::<Whose>(), known(evidence()))
        .prop_map(|(from, yearly, whose, evidence)| Part { from, yearly, whose, evidence })
}

fn remission() -> impl Strategy<Value = IncomeClaim> {
    let ticked = (word::<Compared>(), word::<Fact>()).prop_map(|(is, shown)| Income::Ticked { is, shown });
    let income = prop_oneof![vec(part(), 0..4).prop_map(Income::Parts), ticked];
    let statement = (word::<SignedBy>(), word::<Fact>())
        .prop_map(|(signed_by, donor_lacks_capacity)| Statement { signed_by, donor_lacks_capacity });
    (known(income), known(statement)).prop_map(|(income, statement)| IncomeClaim { income, statement })
}

pub(in crate::fees) fn claim() -> impl Strategy<Value = Claim> {
    let hardship = (word::<Fact>(), word::<Fact>(), word::<Fact>());
    prop_oneof![
        exemption().prop_map(Claim::Exemption),
        remission().prop_map(Claim::IncomeRemission),
        word().prop_map(|letter| Claim::UniversalCredit(UniversalCreditClaim { letter })),
        hardship.prop_map(|(reasons, bank_statements, circumstances)| {
            Claim::Hardship(HardshipClaim { reasons, bank_statements, circumstances })
        }),
    ]
}

pub(in crate::fees) fn claims() -> impl Strategy<Value = Claims> {
    vec((claim(), option::weighted(0.1, day())), 0..4).prop_map(|all| {
        all.into_iter().fold(Claims::default(), |claims, (claim, later_on)| {
            claims.with_dated(Claimed { claim, later_on })
        })
    })
}

fn ruling() -> impl Strategy<Value = Ruling> {
    let fraction = select(vec!["0", "1/2", "1", "1/3", "1/4"]).prop_map(|text| text.parse().unwrap());
    let waiver = prop_oneof![
        Just(Waiver::Remitted),
        (0_u64..15_000).prop_map(|amount| Waiver::ReducedTo(Pence::new(amount)))
    ];
    prop_oneof![
        Just(Ruling::Refused),
        Just(Ruling::Granted(Grant::Exemption)),
        Just(Ruling::Granted(Grant::IncomeRemission)),
        fraction.prop_map(|fraction| Ruling::Granted(Grant::UniversalCredit(fraction))),
        waiver.prop_map(|waiver| Ruling::Granted(Grant::Hardship(waiver))),
    ]
}

pub(in crate::fees) fn decision(version: u32) -> impl Strategy<Value = Decision> {
    (word::<Relief>(), ruling(), word::<Reason>(), day()).prop_map(move |(answers, ruling, reason, on)| {
        Decision {
            answers,
            version,
            ruling,
            by: "urn:opg:sirius:users:34".parse().unwrap(),
            on,
            reason,
            evidence: Vec::new(),
            period: "P6".parse().unwrap(),
        }
    })
}

fn decisions() -> impl Strategy<Value = Decisions> {
    let some = (decision(1), decision(2)).prop_map(|(one, two)| Decisions::of([one, two]).unwrap());
    prop_oneof![3 => Just(Decisions::default()), 1 => some]
}

pub(in crate::fees) fn repeat() -> impl Strategy<Value = Repeat> {
    let reference = || Just("7000-0000-0138".parse().unwrap());
    let invitation = (word::<LpaType>(), word::<Terms>(), day()).prop_map(|(lpa_type, terms, expires_on)| {
        let reference = "7000-0000-0138".parse().unwrap();
        Invited::By(Invitation { reference, lpa_type, terms, expires_on })
    });
    let invited =
        prop_oneof![Just(Invited::NotAsked), word::<Answer>().prop_map(Invited::Answered), invitation];
    let claimed = (known(reference()), known(word::<Terms>()), invited)
        .prop_map(|(reference, terms, invited)| Repeat::Claimed(RepeatClaim { reference, terms, invited }));
    prop_oneof![Just(Repeat::NotClaimed), claimed]
}

fn asked() -> impl Strategy<Value = Asked> {
    let lpa = (word::<LpaType>(), repeat()).prop_map(|(lpa_type, repeat)| Asked::Lpa { lpa_type, repeat });
    prop_oneof![6 => lpa, 1 => Just(Asked::Epa), 1 => word::<Instrument>().prop_map(Asked::Copy)]
}

/// Any application at all.
pub(in crate::fees) fn application() -> impl Strategy<Value = Application> {
    (day(), asked(), claims(), decisions(), word::<Policy>()).prop_map(
        |(on, asked, claims, decisions, policy)| {
            let made = Made { on, basis: Basis::Supposed };
            Application { made, asked, claims, decisions, policy, signals: Signals::default() }
        },
    )
}

/// What may come to be known of facts that were not.
#[derive(Clone, Debug)]
pub(in crate::fees) struct Completion {
    fact: Fact,
    benefits: Vec<Paid>,
    damages: Known<Vec<Damages>>,
    ignored_for: Known<Vec<Benefit>>,
    income: IncomeClaim,
    yearly: Known<Pence>,
    evidence: Known<IncomeEvidence>,
}

pub(in crate::fees) fn completion() -> impl Strategy<Value = Completion> {
    let benefits = known(vec(word::<Benefit>(), 0..4));
    let yearly = known((0_u64..1_500_000).prop_map(Pence::new));
    (word(), vec(paid(), 0..3), known(vec(damages(), 0..3)), benefits, remission(), yearly, known(evidence()))
        .prop_map(|(fact, benefits, damages, ignored_for, income, yearly, evidence)| Completion {
            fact,
            benefits,
            damages,
            ignored_for,
            income,
            yearly,
            evidence,
        })
}

fn learn<T: Clone>(known: &mut Known<T>, more: &Known<T>) {
    if known.is_unknown() {
        *known = more.clone();
    }
}

impl Completion {
    /// Tells what was not told of a claim, and changes nothing that was.
    pub(in crate::fees) fn complete(&self, claim: &mut Claim) {
        let told = |fact: &mut Fact| {
            if *fact == Fact::Unknown {
                *fact = self.fact;
            }
        };
        match claim {
            Claim::Exemption(claim) => {
                if claim.benefits.is_empty() {
                    claim.benefits.clone_from(&self.benefits);
                }
                for paid in &mut claim.benefits {
                    told(&mut paid.letter);
                    if paid.in_payment == InPayment::Then(Fact::Unknown) {
                        paid.in_payment = InPayment::Then(self.fact);
                    }
                }
                learn(&mut claim.damages, &self.damages);
                if let Known::Known(awards) = &mut claim.damages {
                    for award in awards {
                        learn(&mut award.ignored_for, &self.ignored_for);
                    }
                }
            }
            Claim::IncomeRemission(claim) => {
                learn(&mut claim.income, &self.income.income);
                learn(&mut claim.statement, &self.income.statement);
                match &mut claim.income {
                    Known::Known(Income::Parts(parts)) => {
                        for part in parts {
                            learn(&mut part.yearly, &self.yearly);
                            learn(&mut part.evidence, &self.evidence);
                        }
                    }
                    Known::Known(Income::Ticked { shown, .. }) => told(shown),
                    Known::Unknown | Known::Absent => {}
                }
            }
            Claim::UniversalCredit(claim) => told(&mut claim.letter),
            Claim::Hardship(claim) => {
                told(&mut claim.reasons);
                told(&mut claim.bank_statements);
                told(&mut claim.circumstances);
            }
        }
    }
}

/// Tells what was not told of a repeat application. Records that could not say may say later; an invitation that turns up says of
/// the terms what was told, if they were: other terms would not complete what was told but make it wrong.
pub(in crate::fees) fn complete_repeat(claim: &mut RepeatClaim, more: &RepeatClaim) {
    learn(&mut claim.reference, &more.reference);
    learn(&mut claim.terms, &more.terms);
    if matches!(claim.invited, Invited::NotAsked | Invited::Answered(Answer::CannotSay)) {
        claim.invited = match (more.invited, claim.terms) {
            (Invited::By(invitation), Known::Known(terms)) => Invited::By(Invitation { terms, ..invitation }),
            (invited, _) => invited,
        };
    }
}
