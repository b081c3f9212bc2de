//! Soundness (design.md 3.1): once a rule is decided on partial facts, no completion of them changes it; and what goes with it.

mod drawn;

use std::collections::BTreeMap;

use proptest::prelude::*;

use crate::rules::{
    Assessment, Category, Disclosure, Finding, Need, Outcome, Rule, RuleSets, Scope, Section, Severity,
    Stage, Text, Topic, Verdict,
};
use crate::safeguarding::every_rule;
use drawn::{Drawn, draw};

type By = (&'static str, Option<(Topic, usize)>);

fn by_subject(assessment: &Assessment) -> BTreeMap<By, &Finding> {
    assessment.findings.iter().map(|finding| ((finding.rule.id, finding.about), finding)).collect()
}

/// What was decided on less and is otherwise on all.
fn unsound(drawn: &Drawn, rules: &[&'static Rule]) -> Vec<String> {
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
        prop_assert_eq!(unsound(&draw(seed), &every_rule()), Vec::<String>::new());
    }

    #[test]
    fn a_rule_reads_only_what_it_declares(seed in any::<u64>()) {
        let drawn = draw(seed);
        prop_assert_eq!(undeclared(&drawn.on_all(&every_rule())), Vec::<String>::new());
        prop_assert_eq!(undeclared(&drawn.on_less(&every_rule())), Vec::<String>::new());
    }

    #[test]
    fn the_order_of_the_rules_changes_nothing_and_asking_again_neither(seed in any::<u64>()) {
        let drawn = draw(seed);
        let mut backwards = every_rule();
        backwards.reverse();
        let (there, back) = (drawn.on_less(&every_rule()), drawn.on_less(&backwards));
        prop_assert_eq!(by_subject(&there), by_subject(&back));
        prop_assert_eq!(&there, &drawn.on_less(&every_rule()));
    }

    #[test]
    fn no_verdict_weighs_otherwise_than_its_rule_says(seed in any::<u64>()) {
        for finding in draw(seed).on_all(&every_rule()).findings {
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
        let assessment = drawn.on_all(&every_rule());
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
    let found = (0..200).any(|seed| !unsound(&draw(seed), &[&GUESSES]).is_empty());
    assert!(found, "the property would not notice an unsound rule");
}

/// A property that never sees a rule decide or fire proves nothing of it.
#[test]
fn the_drawn_drafts_make_rules_fire() {
    let (mut decided, mut fired) = (BTreeMap::new(), BTreeMap::new());
    for seed in 0..400 {
        for finding in draw(seed).on_less(&every_rule()).findings {
            let quiet = matches!(
                finding.outcome,
                Outcome::Decided(Verdict::NotApplicable) | Outcome::Undetermined(_) | Outcome::Unavailable(_)
            );
            *decided.entry(finding.rule.id).or_insert(0) += usize::from(!quiet);
            *fired.entry(finding.rule.id).or_insert(0) += usize::from(finding.outcome.severity().is_some());
        }
    }
    let reads = |id: &str| every_rule().iter().any(|rule| rule.id == id && !rule.reads.is_empty());
    let never = decided.iter().filter(|(id, count)| **count == 0 && reads(id)).map(|(id, _)| *id);
    let never: Vec<_> = never.collect();
    let silent = fired.iter().filter(|(_, count)| **count == 0).count();
    assert!(never.is_empty(), "never decided on partial facts: {never:?}");
    assert!(silent * 5 <= fired.len(), "{silent} of {} rules never fire", fired.len());
}
