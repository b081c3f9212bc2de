//! Every rule asked of every subject.

use jiff::civil::Date;

use super::confirmation::{Confirmation, digest};
use super::facts::Facts;
use super::missing::{Missing, Need};
use super::rule::{Disclosure, Rule, RuleSet};
use super::topic::Topic;
use super::verdict::{Outcome, Verdict};
use super::view::View;

/// What one rule came to, asked of one subject.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The rule.
    pub rule: &'static Rule,
    /// Of whom it was asked; nobody when it is asked of the whole, or when it is not known yet of whom.
    pub about: Option<(Topic, usize)>,
    /// What came of it.
    pub outcome: Outcome,
}

/// Rules are equal when they are the same rule.
impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

/// Everything that a rule set says of a draft on one day.
#[derive(Clone, Debug, PartialEq)]
pub struct Assessment {
    /// The rules that were asked.
    pub rule_set: RuleSet,
    /// The day.
    pub on: Date,
    /// What came of each, in the order of the catalogue.
    pub findings: Vec<Finding>,
}

/// Asks every rule of `rules` that belongs to the rule set. The order in which rules stand changes nothing but the order of
/// the findings: no rule sees what another came to.
pub fn assess(facts: &Facts<'_>, rules: &[&'static Rule]) -> Assessment {
    let set = facts.told.rule_set;
    let mut findings = Vec::with_capacity(rules.len() * 2);
    for rule in rules.iter().filter(|rule| rule.sets.holds(set)) {
        ask(facts, rule, &mut findings);
    }
    Assessment { rule_set: set, on: facts.today(), findings }
}

fn ask(facts: &Facts<'_>, rule: &'static Rule, findings: &mut Vec<Finding>) {
    let topics = rule.scope.topics();
    if topics.is_empty() {
        findings.push(finding(facts, rule, None));
        return;
    }
    let before = findings.len();
    let mut missing: Option<Missing> = None;
    for topic in topics {
        match facts.count(*topic) {
            Ok(count) => findings.extend((0..count).map(|at| finding(facts, rule, Some((*topic, at))))),
            Err(need) => {
                missing = Some(match missing {
                    Some(so_far) => so_far.and(need),
                    None => need,
                });
            }
        }
    }
    if let Some(missing) = missing {
        findings.push(Finding { rule, about: None, outcome: Outcome::Undetermined(missing) });
    } else if findings.len() == before {
        let outcome = Outcome::Decided(Verdict::NotApplicable);
        findings.push(Finding { rule, about: None, outcome });
    }
}

fn finding(facts: &Facts<'_>, rule: &'static Rule, about: Option<(Topic, usize)>) -> Finding {
    let view = View { facts, rule, about };
    Finding { rule, about, outcome: outcome(&view) }
}

fn outcome(view: &View<'_>) -> Outcome {
    let decided = (view.rule.decide)(view);
    let confirmed = match decided {
        Ok(Verdict::NeedsConfirmation(what)) => digest(view).map(|digest| (what, digest)),
        Ok(verdict) => return Outcome::Decided(verdict),
        Err(missing) => Err(missing),
    };
    match confirmed {
        Ok((what, digest)) if is_confirmed(view, digest) => Outcome::Confirmed(what, digest),
        Ok((what, digest)) => Outcome::NeedsConfirmation(what, digest),
        Err(missing) if missing.only_records_away() => Outcome::Unavailable(missing),
        Err(missing) => Outcome::Undetermined(missing),
    }
}

fn is_confirmed(view: &View<'_>, digest: super::Digest) -> bool {
    let same = |one: &Confirmation| one.rule == view.rule.id && one.digest == digest;
    view.facts.told.confirmations.iter().any(same)
}

impl Finding {
    /// What a caller may learn of it. A referral on what only OPG knows is never shown, whatever the rule's class; what the
    /// caller told, and must confirm or mend, always is.
    pub fn disclosure(&self) -> Disclosure {
        match (self.rule.disclosure, &self.outcome) {
            (Disclosure::N2 | Disclosure::N3 | Disclosure::N4, Outcome::Decided(Verdict::Refer(_))) => {
                Disclosure::N3
            }
            (
                Disclosure::N3,
                Outcome::NeedsConfirmation(..) | Outcome::Confirmed(..) | Outcome::Decided(Verdict::Noted(_)),
            ) => Disclosure::N0,
            (class, _) => class,
        }
    }

    /// What is missing, when it is not decided.
    pub fn needs(&self) -> impl Iterator<Item = Need> {
        let missing = match &self.outcome {
            Outcome::Undetermined(missing) | Outcome::Unavailable(missing) => Some(missing),
            _ => None,
        };
        missing.into_iter().flat_map(Missing::needs)
    }
}
