//! Soundness (design.md 3.1): once a rule is decided on partial facts, no completion of them changes it; and what goes with it.

mod drawn;

use std::collections::BTreeMap;

use jiff::civil::date;
use proptest::prelude::*;

use crate::rules::{
    Assessment, Catalogue, Category, Disclosure, Finding, Need, Outcome, Rule, RuleSets, Scope, Section,
    Severity, Stage, Text, Topic, Verdict,
};
use crate::safeguarding::catalogue;
use drawn::{Drawn, draw};

type By = (&'static str, Option<(Topic, usize)>);

fn by_subject(assessment: &Assessment) -> BTreeMap<By, &Finding> {
    assessment.findings.iter().map(|finding| ((finding.rule.id, finding.about), finding)).collect()
}

/// What was decided on less and is otherwise on all.
fn unsound(drawn: &Drawn, rules: &Catalogue) -> Vec<String> {
    let (less, all) = (drawn.on_less(rules), drawn.on_all(rules));
    let complete = by_subject(&all);
    let decided = less.findings.iter().filter(|finding| finding.outcome.is_decided());
    decided
        .filter_map(|finding| {
            let then = complete.get(&(finding.rule.id, finding.about)).map(|then| &then.outcome);
            (then != Some(&finding.outcome)).then(|| {
                let (id, about) = (finding.rule.id, finding.about);
                format!("{id} of {about:?}: {:?}, and knowing more {then:?}", finding.outcome)
            })
        })
        .collect()
}

fn undeclared(assessment: &Assessment) -> Vec<String> {
    let is = |need: &Need| matches!(need, Need::Undeclared(_));
    let each =
        assessment.findings.iter().flat_map(|finding| finding.needs().map(move |need| (finding, need)));
    each.filter(|(_, need)| is(need)).map(|(finding, need)| format!("{} {need:?}", finding.rule.id)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn what_is_decided_on_less_stays_so_knowing_more(seed in any::<u64>()) {
        prop_assert_eq!(unsound(&draw(seed), catalogue()), Vec::<String>::new());
    }

    #[test]
    fn a_rule_reads_only_what_it_declares(seed in any::<u64>()) {
        let drawn = draw(seed);
        prop_assert_eq!(undeclared(&drawn.on_all(catalogue())), Vec::<String>::new());
        prop_assert_eq!(undeclared(&drawn.on_less(catalogue())), Vec::<String>::new());
    }

    #[test]
    fn the_order_of_the_rules_changes_nothing_and_asking_again_neither(seed in any::<u64>()) {
        let drawn = draw(seed);
        let backwards = Catalogue::of(catalogue().rules().rev());
        let (there, back) = (drawn.on_less(catalogue()), drawn.on_less(&backwards));
        prop_assert_eq!(by_subject(&there), by_subject(&back));
        prop_assert_eq!(&there, &drawn.on_less(catalogue()));
    }

    /// What is kept from before is what would be found anew: of the same draft told further, and of any other, on another day, after other answers.
    #[test]
    fn asking_again_only_what_changed_is_asking_everything(seed in any::<u64>(), other in any::<u64>()) {
        let drawn = draw(seed);
        prop_assert_eq!(drawn.on_all_after_less(catalogue()), drawn.on_all(catalogue()));
        let now = draw(other).on_day(date(2027, 2, 28));
        prop_assert_eq!(now.whole_after_whole(&drawn, catalogue()), now.on_all(catalogue()));
    }

    /// As a page asks after every field.
    #[test]
    fn asking_again_after_one_value_is_asking_everything(seed in any::<u64>(), other in any::<u64>()) {
        let (before, now) = (draw(seed), draw(seed).with_one_value_of(&draw(other), other));
        let again = now.whole_after_whole(&before, catalogue());
        prop_assert_eq!(again, now.on_all(catalogue()));
    }

    #[test]
    fn no_verdict_weighs_otherwise_than_its_rule_says(seed in any::<u64>()) {
        for finding in draw(seed).on_all(catalogue()).findings {
            if let Some(severity) = finding.outcome.severity() {
                let (id, says) = (finding.rule.id, finding.rule.severities);
                prop_assert!(says.contains(&severity), "{} says {:?} and not {:?}", id, severity, says);
            }
        }
    }

    /// T224: nothing that was told stands in what is answered, but for the places.
    #[test]
    fn nothing_that_was_told_is_in_the_answer(seed in any::<u64>()) {
        let drawn = draw(seed);
        let assessment = drawn.on_all(catalogue());
        for audience in [crate::rules::Audience::Caller, crate::rules::Audience::Opg] {
            let answer = serde_json::to_string(&assessment.shown(audience)).unwrap();
            for told in drawn::TELLTALES {
                prop_assert!(!answer.contains(told), "{} in {}", told, answer);
            }
        }
        let debug = format!("{assessment:?}");
        for told in drawn::TELLTALES {
            prop_assert!(!debug.contains(told), "{} in Debug", told);
        }
    }
}

/// Takes what is not told for what there is not: the mistake against which the accessors guard, made on purpose.
static GUESSES: Rule = Rule {
    id: "S99",
    name: "guesses",
    says: "For a test.",
    category: Category::DataQuality,
    severities: &[Severity::Block],
    stage: Stage::S1,
    section: Section::Donor,
    scope: Scope::Whole,
    reads: &[Topic::Donor.text(Text::LastName)],
    disclosure: Disclosure::N0,
    sources: &[],
    reading: None,
    sets: RuleSets::All,
    decide: |view| {
        let name = view.donor().text(Text::LastName).unwrap_or(None);
        Ok(if name.is_some() { Verdict::Satisfied } else { Verdict::Violated("Give the last name.") })
    },
};

#[test]
fn a_rule_that_guesses_is_found_out() {
    let found = (0..200).any(|seed| !unsound(&draw(seed), &Catalogue::of([&GUESSES])).is_empty());
    assert!(found, "the property would not notice an unsound rule");
}

/// A property that never sees a rule decide or fire proves nothing of it.
#[test]
fn the_drawn_drafts_make_rules_fire() {
    let (mut decided, mut fired) = (BTreeMap::new(), BTreeMap::new());
    for seed in 0..400 {
        for finding in draw(seed).on_less(catalogue()).findings {
            let quiet = matches!(
                finding.outcome,
                Outcome::Decided(Verdict::NotApplicable) | Outcome::Undetermined(_) | Outcome::Unavailable(_)
            );
            *decided.entry(finding.rule.id).or_insert(0) += usize::from(!quiet);
            *fired.entry(finding.rule.id).or_insert(0) += usize::from(finding.outcome.severity().is_some());
        }
    }
    let reads = |id: &str| catalogue().rules().any(|rule| rule.id == id && !rule.reads.is_empty());
    let never = decided.iter().filter(|(id, count)| **count == 0 && reads(id)).map(|(id, _)| *id);
    let never: Vec<_> = never.collect();
    let silent = fired.iter().filter(|(_, count)| **count == 0).count();
    assert!(never.is_empty(), "never decided on partial facts: {never:?}");
    assert!(silent * 5 <= fired.len(), "{silent} of {} rules never fire", fired.len());
}
