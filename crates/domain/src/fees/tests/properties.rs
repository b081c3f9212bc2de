//! What holds for every application (rule book, section 10).

use jiff::civil::Date;
use proptest::prelude::*;

use super::sample;
use crate::Known;
use crate::document::LpaType;
use crate::fees::parameters::tests::with_another_period;
use crate::fees::parameters::{IN_FORCE, Parameter};
use crate::fees::shown::{self, Language};
use crate::fees::{
    Application, Asked, Balance, Basis, Benefit, Bounds, Claim, Claims, Code, Decisions, Entry,
    ExemptionClaim, Fact, InPayment, Income, IncomeClaim, IncomeEvidence, IncomeFrom, Invited, Ledger, Made,
    Outcome, Paid, Part, Pence, Quote, Relief, Repeat, RepeatClaim, SignedBy, Statement, Terms, Whose,
    quote_with,
};

fn at(on: Date) -> Application {
    Application::first(LpaType::PersonalWelfare, Made { on, basis: Basis::Supposed })
}

fn fee(quote: &Quote) -> Option<u64> {
    match quote.outcome {
        Outcome::Determined { fee } => Some(fee.get()),
        _ => None,
    }
}

/// The least and the most that the answer leaves possible.
fn range(quote: &Quote) -> Option<(Pence, Pence)> {
    match &quote.outcome {
        Outcome::Determined { fee } => Some((*fee, *fee)),
        Outcome::NeedsEvidence { bounds: Bounds { lower, upper }, .. }
        | Outcome::NeedsDecision { bounds: Bounds { lower, upper }, .. } => Some((*lower, *upper)),
        Outcome::Unsupported { .. } => None,
    }
}

fn repeat() -> Repeat {
    let reference = Known::Known("7000-0000-0138".parse().unwrap());
    Repeat::Claimed(RepeatClaim {
        reference,
        terms: Known::Known(Terms::HalfFee),
        invited: Invited::Answered(crate::fees::Answer::Yes),
    })
}

fn as_repeat(mut application: Application) -> Application {
    application.asked = Asked::Lpa { lpa_type: LpaType::PersonalWelfare, repeat: repeat() };
    application
}

fn income_support() -> Claim {
    let paid =
        Paid { benefit: Benefit::IncomeSupport, in_payment: InPayment::Then(Fact::Yes), letter: Fact::Yes };
    Claim::Exemption(ExemptionClaim { benefits: vec![paid], damages: Known::Absent })
}

fn pension_of(pence: u64) -> Claim {
    let part = Part {
        from: IncomeFrom::Pension,
        yearly: Known::Known(Pence::new(pence)),
        whose: Whose::Donor,
        evidence: Known::Known(IncomeEvidence::OfficialLetter),
    };
    let income = Known::Known(Income::Parts(vec![part]));
    Claim::IncomeRemission(IncomeClaim { income, statement: Known::Unknown })
}

/// A payment or a small refund: now and then one reference stands for two of them, or more is paid back than was paid.
fn entry() -> impl Strategy<Value = Entry> {
    let payment = (0_u16..500, 0_u64..10_000);
    let refund = (0_u16..500, 0_u64..1_000);
    prop_oneof![
        2 => payment.prop_map(|(reference, pence)| Entry::payment(reference.to_string(), Pence::new(pence))),
        1 => refund.prop_map(|(reference, pence)| Entry::refund(reference.to_string(), Pence::new(pence))),
    ]
}

proptest! {
    /// Invariant 2, first half: no fee is more than that of a first application without relief, and the bounds hold each other.
    #[test]
    fn a_fee_lies_between_nothing_and_the_first_fee(application in sample::application()) {
        let quote = application.quote();
        let first = match application.asked {
            Asked::Copy(_) => None,
            Asked::Lpa { .. } => IN_FORCE.at(Parameter::FeeLpaFirst, application.made.on),
            Asked::Epa => IN_FORCE.at(Parameter::FeeEpa, application.made.on),
        };
        if let (Some((lower, upper)), Some(first)) = (range(&quote), first) {
            prop_assert!(lower <= upper && upper <= first.pence());
            let collect = quote.collect_now.unwrap();
            prop_assert!(lower <= collect && collect <= upper);
        }
    }

    /// Invariant 2, second half.
    #[test]
    fn a_repeat_is_no_dearer_exempt_is_nothing_and_half_is_half(on in sample::modelled_day(), claims in sample::claims()) {
        let first = Application { claims, ..at(on) };
        let (first, repeat) = (first.quote(), as_repeat(first).quote());
        if let (Some((low, high)), Some((repeat_low, repeat_high))) = (range(&first), range(&repeat)) {
            prop_assert!(repeat_low <= low && repeat_high <= high);
        }
        for application in [at(on), as_repeat(at(on)), Application { asked: Asked::Epa, ..at(on) }] {
            let base = fee(&application.quote()).unwrap();
            let with = |claim| fee(&Application { claims: Claims::default().with(claim), ..application.clone() }.quote());
            prop_assert_eq!(with(income_support()), Some(0));
            prop_assert_eq!(with(pension_of(900_000)).map(|half| half * 2), Some(base));
        }
    }

    /// Invariant 3: another accepted piece of evidence never raises what the fee can be at most. Where a caseworker or the Public
    /// Guardian granted something, it can: the order of the reliefs is fixed (R-19, R-20, R-22), and a lower income is looked at first.
    /// Our reading, for a policy owner in `docs/fees.md`; `a_shown_low_income_replaces_what_was_granted` has its amounts.
    #[test]
    fn what_is_shown_never_raises_the_fee(application in sample::application(), benefit in sample::word::<Benefit>()) {
        let application = Application { decisions: Decisions::default(), ..application };
        let before = range(&application.quote());
        let claims = application.claims.clone();
        for more in [with_all_evidence(&claims), with_benefit(&claims, benefit), with_lower_income(&claims)] {
            let after = range(&Application { claims: more, ..application.clone() }.quote());
            if let (Some((_, before)), Some((_, after))) = (before, after) {
                prop_assert!(after <= before, "{before} became {after}");
            }
        }
    }

    /// What is said on partial facts holds for every completion of them (design 3.1): a fee stays, and bounds only close in.
    #[test]
    fn no_completion_of_the_facts_leaves_what_was_said(
        application in sample::application(), more in sample::completion(), unasked in sample::repeat(),
    ) {
        let before = range(&application.quote());
        let mut complete = application.clone();
        complete.claims = changed(&application.claims, |claim| more.complete(claim));
        if let (Asked::Lpa { repeat: Repeat::Claimed(claim), .. }, Repeat::Claimed(later)) = (&mut complete.asked, unasked) {
            sample::complete_repeat(claim, &later);
        }
        if let (Some((lower, upper)), Some((least, most))) = (before, range(&complete.quote())) {
            prop_assert!(lower <= least && most <= upper, "{lower} to {upper} became {least} to {most}: {complete:?}");
        }
    }

    /// Invariant 4: the same question has the same answer, and what was noticed for the prompts changes no fee.
    #[test]
    fn the_fee_hangs_on_nothing_else(application in sample::application(), on in sample::day()) {
        let (quote, mut noticed) = (application.quote(), application.clone());
        noticed.signals.asked_on = Some(on);
        noticed.signals.declines_relief = true;
        noticed.signals.sibling_relieved = Some(crate::fees::Answer::Yes);
        prop_assert_eq!(&application.quote(), &quote);
        prop_assert_eq!(noticed.quote().outcome, quote.outcome);
    }

    /// Invariant 5: a claim that is made otherwise leaves nothing of the earlier one (X-07).
    #[test]
    fn nothing_is_left_of_a_claim_that_was_made_otherwise(one in sample::claim(), other in sample::claim()) {
        let changed = Claims::default().with(one.clone()).without(one.relief()).with(other.clone());
        prop_assert_eq!(&changed, &Claims::default().with(other.clone()));
        if one.relief() == other.relief() {
            prop_assert_eq!(Claims::default().with(one).with(other), changed);
        }
    }

    /// Invariant 6: a new period changes no answer for an earlier day (X-03).
    #[test]
    fn another_period_changes_no_earlier_answer(application in sample::application()) {
        let (more, last) = (with_another_period(), jiff::civil::date(2029, 12, 31));
        if application.made.on <= last {
            // Prompt S-9 looks ahead; what is owed does not.
            let (now, then) = (application.quote(), quote_with(&more, &application));
            prop_assert_eq!((now.outcome, now.period, now.collect_now), (then.outcome, then.period, then.collect_now));
        }
    }

    /// Invariant 7: neither the order of what was paid and paid back nor how often it was told matters.
    #[test]
    fn a_balance_hangs_on_neither_order_nor_repetition(
        application in sample::application(),
        (entries, told) in proptest::collection::vec(entry(), 0..6).prop_flat_map(|entries| {
            let twice = proptest::sample::subsequence(entries.clone(), 0..=entries.len());
            let told = twice.prop_map({ let once = entries.clone(); move |twice| [once.clone(), twice].concat() });
            (Just(entries), told.prop_shuffle())
        }),
    ) {
        let quote = application.quote();
        let balance = |entries| Ledger::of(entries).map(|ledger| quote.balance(&ledger));
        prop_assert_eq!(balance(told), balance(entries));
    }

    /// Invariant 8: money is due back only when the fee is settled and more was paid, and then it is always told (X-12).
    #[test]
    fn money_is_due_back_only_when_too_much_was_paid_and_is_then_told(application in sample::application(), paid in 0_u64..20_000) {
        let quote = application.quote();
        let ledger = Ledger::of([Entry::payment("card-1".to_owned(), Pence::new(paid))]).unwrap();
        let balance = quote.balance(&ledger);
        let over = fee(&quote).and_then(|fee| paid.checked_sub(fee)).filter(|over| *over > 0);
        let due = balance.refund_due(None).map(|due| due.amount.get());
        prop_assert_eq!(due, over);
        prop_assert_eq!(balance == Balance::Settled, fee(&quote) == Some(paid));
    }

    /// Invariant 10.
    #[test]
    fn every_fee_cites_its_period_and_a_legal_reference(application in sample::application()) {
        let quote = application.quote();
        if fee(&quote).is_some() {
            let steps = quote.trace.steps();
            prop_assert!(steps.iter().any(|step| step.row.is_some_and(|row| row.parameter == Parameter::Period)));
            prop_assert!(steps.iter().any(|step| step.row.is_some_and(|row| row.parameter.name().starts_with("fee."))));
            let legal = |source: &str| source.starts_with("SI ") || source.starts_with("form ");
            prop_assert!(steps.iter().any(|step| legal(step.code.rule().source)));
        }
    }

    /// Invariant 11: both languages show the same amounts, and they are the engine's (X-02).
    #[test]
    fn both_languages_show_the_amounts_of_the_engine(application in sample::application()) {
        let quote = application.quote();
        let amounts = |language| -> Vec<String> {
            shown::quote(&quote, language).split('£').skip(1).map(digits).collect()
        };
        prop_assert_eq!(amounts(Language::English), amounts(Language::Welsh));
        if let Some((lower, upper)) = range(&quote).filter(|(_, upper)| !upper.is_zero()) {
            let shown = amounts(Language::English);
            prop_assert!(shown.contains(&digits(&upper.to_string()[2..])));
            prop_assert!(shown.contains(&digits(&lower.to_string()[2..])));
        }
    }

    /// However large the sums.
    #[test]
    fn only_where_nothing_can_be_said_nothing_is_taken(application in sample::application(), part in sample::part()) {
        let income = Known::Known(Income::Parts(vec![part; 50]));
        let claim = Claim::IncomeRemission(IncomeClaim { income, statement: Known::Unknown });
        let more = Application { claims: application.claims.clone().with(claim), ..application };
        let quote = more.quote();
        let unsupported = matches!(quote.outcome, Outcome::Unsupported { .. });
        prop_assert_eq!(unsupported, quote.collect_now.is_none());
    }
}

/// The pounds and pence that begin a text.
fn digits(text: &str) -> String {
    let text: String = text.chars().take_while(|each| each.is_ascii_digit() || *each == '.').collect();
    text.trim_end_matches('.').to_owned()
}

fn changed(claims: &Claims, change: impl Fn(&mut Claim)) -> Claims {
    claims.iter().cloned().fold(Claims::default(), |all, mut claimed| {
        change(&mut claimed.claim);
        all.with_dated(claimed)
    })
}

/// Everything is shown that was told of.
fn with_all_evidence(claims: &Claims) -> Claims {
    changed(claims, |claim| match claim {
        Claim::Exemption(claim) => claim.benefits.iter_mut().for_each(|paid| paid.letter = Fact::Yes),
        Claim::UniversalCredit(claim) => claim.letter = Fact::Yes,
        Claim::Hardship(claim) => {
            (claim.reasons, claim.bank_statements, claim.circumstances) = (Fact::Yes, Fact::Yes, Fact::Yes);
        }
        Claim::IncomeRemission(claim) => match &mut claim.income {
            Known::Known(Income::Parts(parts)) => {
                for part in parts.iter_mut() {
                    part.evidence = Known::Known(shows(part.from));
                }
            }
            Known::Known(Income::Ticked { shown, .. }) => *shown = Fact::Yes,
            Known::Absent => {
                let statement = Statement { signed_by: SignedBy::Donor, donor_lacks_capacity: Fact::No };
                claim.statement = Known::Known(statement);
            }
            Known::Unknown => {}
        },
    })
}

/// What every policy accepts for an income from there.
const fn shows(from: IncomeFrom) -> IncomeEvidence {
    match from {
        IncomeFrom::Employment => IncomeEvidence::WageSlips { months: 3 },
        IncomeFrom::SelfEmployment => IncomeEvidence::TaxReturn { with_calculation: true },
        IncomeFrom::Capital | IncomeFrom::Rent => IncomeEvidence::GrossStatement,
        IncomeFrom::Pension
        | IncomeFrom::SavingsCredit
        | IncomeFrom::Benefit
        | IncomeFrom::UniversalCredit => IncomeEvidence::OfficialLetter,
    }
}

fn with_benefit(claims: &Claims, benefit: Benefit) -> Claims {
    let paid = Paid { benefit, in_payment: InPayment::Then(Fact::Yes), letter: Fact::Yes };
    changed(claims, |claim| {
        // Naming the first benefit changes a claim that was wholly open; a further one only adds.
        if let Claim::Exemption(claim) = claim {
            claim.benefits.push(paid);
        }
    })
}

fn with_lower_income(claims: &Claims) -> Claims {
    changed(claims, |claim| {
        if let Claim::IncomeRemission(IncomeClaim { income: Known::Known(Income::Parts(parts)), .. }) = claim
        {
            for part in parts {
                part.yearly = part.yearly.map(|yearly| Pence::new(yearly.get() / 2));
            }
        }
    })
}

/// Invariant 3 against R-19, R-20 and R-22: our reading, with its amounts for a policy owner in `docs/fees.md`.
#[test]
fn a_shown_low_income_replaces_what_was_granted() {
    let grants = [
        (Relief::UniversalCredit, r#", "pays": "1/4""#, 2300),
        (Relief::Hardship, "", 0),
        (Relief::UniversalCredit, r#", "pays": "3/4""#, 6900),
    ];
    let low = r#"{ "relief": "income-remission", "income": [{ "from": "pension", "yearlyPence": 900000, "evidence": { "kind": "official-letter" } }] }"#;
    for (relief, grant, granted) in grants {
        let word = crate::choice::Words::word(relief);
        let decided = |answers: &str, ruling: &str, more: &str| {
            let about = r#""by": "urn:opg:sirius:users:34", "on": "2026-03-02", "reason": "discretion", "period": "P6""#;
            format!(r#"{{ "answers": "{answers}", "version": 1, "ruling": "{ruling}", {about}{more} }}"#)
        };
        let owed = |claims: &[&str], decisions: &[&str]| {
            let (claims, decisions) = (claims.join(","), decisions.join(","));
            let asked = format!(
                r#"{{ "for": "lpa", "lpaType": "personal-welfare", "madeOn": "2026-02-01", "claims": [{claims}], "decisions": [{decisions}] }}"#
            );
            let asking = crate::fees::Asking::read(&crate::Json::parse(asked.as_bytes()).unwrap()).unwrap();
            fee(&asking.application.quote())
        };
        let claim = format!(r#"{{ "relief": "{word}" }}"#);
        let grant = decided(word, "granted", grant);
        let refused = decided("income-remission", "refused", "");
        assert_eq!(owed(&[&claim], &[&grant]), Some(granted));
        assert_eq!(owed(&[&claim, low], &[&grant]), Some(4600));
        assert_eq!(owed(&[&claim, low], &[&grant, &refused]), Some(granted));
    }
}

/// The fixture of the rule book, section 3: a day of P3 to P6, then first, first with half, repeat, repeat with half. Exempt is
/// nothing in each.
#[test]
fn every_amount_is_that_of_the_rule_book() {
    let amounts = [
        (2012, [13000, 6500, 6500, 3250]),
        (2015, [11000, 5500, 5500, 2750]),
        (2020, [8200, 4100, 4100, 2050]),
        (2026, [9200, 4600, 4600, 2300]),
    ];
    for (year, expected) in amounts {
        let first = at(jiff::civil::date(year, 6, 1));
        let repeat = as_repeat(first.clone());
        let with = |application: &Application, claim: Claim| {
            let claims = Claims::default().with(claim);
            fee(&Application { claims, ..application.clone() }.quote())
        };
        let found = [
            fee(&first.quote()),
            with(&first, pension_of(900_000)),
            fee(&repeat.quote()),
            with(&repeat, pension_of(900_000)),
        ];
        assert_eq!(found, expected.map(Some), "{year}");
        assert_eq!([with(&first, income_support()), with(&repeat, income_support())], [Some(0), Some(0)]);
    }
}

#[test]
fn every_inconsistency_of_the_rule_book_has_a_row() {
    let docs = include_str!("../../../../../docs/fee-inconsistencies.md");
    for number in 1..=37 {
        assert_eq!(docs.matches(&format!("| X-{number:02} |")).count(), 1, "X-{number:02}");
    }
}

#[test]
fn every_code_that_the_engine_can_give_names_a_rule_and_a_source() {
    use crate::choice::Words as _;
    for code in Code::ALL {
        let rule = code.rule();
        assert!(
            !rule.number.is_empty() && !rule.says.is_empty() && !rule.source.is_empty(),
            "{}",
            code.word()
        );
    }
    assert_eq!(Relief::ALL.len(), 4);
}
