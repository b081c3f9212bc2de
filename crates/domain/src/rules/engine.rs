//! Every rule asked of every subject.

use jiff::civil::Date;

use super::catalogue::{Catalogue, Ready};
use super::changed::Changed;
use super::confirmation::{Confirmation, digest};
use super::facts::Facts;
use super::missing::{Missing, Need};
use super::question::{Question, Recorded};
use super::rule::{Disclosure, Rule, RuleSet, Scope};
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
    /// Whether an answer of the records that the rule may use is not there: it was not asked for, or cannot be had now. It says nothing
    /// of what the answers say.
    pub waits_for_records: bool,
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

/// Asks every rule of the catalogue that belongs to the rule set. The order in which rules stand changes nothing but the order of
/// the findings: no rule sees what another came to.
pub fn assess(facts: &Facts<'_>, catalogue: &Catalogue) -> Assessment {
    let set = facts.told.rule_set;
    let mut findings = Vec::with_capacity(catalogue.usual_findings());
    for ready in catalogue.of_set(set) {
        ask(facts, ready, &mut findings);
    }
    Assessment { rule_set: set, on: facts.today(), findings }
}

/// The same as [`assess`] of `facts`, having assessed `before` with the same catalogue: only rules that could see what has changed are asked again,
/// because a rule reads nothing but what it declares. For pages that ask after every field.
pub fn assess_again(
    facts: &Facts<'_>,
    catalogue: &Catalogue,
    (before, assessed): (&Facts<'_>, &Assessment),
) -> Assessment {
    let Some(changed) = Changed::between(before, facts) else { return assess(facts, catalogue) };
    let set = facts.told.rule_set;
    let mut findings = Vec::with_capacity(assessed.findings.len() + 8);
    let mut rest = assessed.findings.as_slice();
    for ready in catalogue.of_set(set) {
        let own = rest.iter().take_while(|finding| std::ptr::eq(finding.rule, ready.rule)).count();
        let (known, after) = rest.split_at(own);
        rest = after;
        if own == 0 || changed.touches(ready) {
            ask(facts, ready, &mut findings);
        } else {
            findings.extend_from_slice(known);
        }
    }
    Assessment { rule_set: set, on: facts.today(), findings }
}

fn ask(facts: &Facts<'_>, ready: &Ready, findings: &mut Vec<Finding>) {
    let rule = ready.rule;
    let topics = rule.scope.topics();
    if topics.is_empty() {
        findings.push(finding(facts, ready, None));
        return;
    }
    let before = findings.len();
    let mut missing: Option<Missing> = None;
    for topic in topics {
        match facts.count(*topic) {
            Ok(count) => findings.extend((0..count).map(|at| finding(facts, ready, Some((*topic, at))))),
            Err(need) => {
                missing = Some(match missing {
                    Some(so_far) => so_far.and(need),
                    None => need,
                });
            }
        }
    }
    if let Some(missing) = missing {
        findings.push(whole(rule, Outcome::Undetermined(missing)));
    } else if findings.len() == before {
        findings.push(whole(rule, Outcome::Decided(Verdict::NotApplicable)));
    }
}

fn finding(facts: &Facts<'_>, ready: &Ready, about: Option<(Topic, usize)>) -> Finding {
    let view = View { facts, rule: ready.rule, declared: &ready.declared, about };
    Finding { rule: ready.rule, about, outcome: outcome(&view), waits_for_records: waits_for_records(&view) }
}

const fn whole(rule: &'static Rule, outcome: Outcome) -> Finding {
    Finding { rule, about: None, outcome, waits_for_records: false }
}

fn waits_for_records(view: &View<'_>) -> bool {
    let is_open = |topic: Topic, index: usize, question: Question| {
        matches!(view.facts.recorded(topic, index, question), None | Some(Recorded::CannotSay))
    };
    view.declared.recorded().iter().any(|(topic, question)| match view.about {
        Some((of, at)) if of == *topic && matches!(view.rule.scope, Scope::Each(_)) => {
            is_open(*topic, at, *question)
        }
        _ => (0..view.facts.count(*topic).unwrap_or(0)).any(|at| is_open(*topic, at, *question)),
    })
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
    /// What a caller may learn of it. A referral on what only OPG knows is never shown, whatever the rule's class; what hangs on what
    /// the caller told alone, and must be confirmed or known, always is.
    pub fn disclosure(&self) -> Disclosure {
        let refers = matches!(self.outcome, Outcome::Decided(Verdict::Refer(_)));
        let asks = matches!(
            self.outcome,
            Outcome::NeedsConfirmation(..) | Outcome::Confirmed(..) | Outcome::Decided(Verdict::Noted(_))
        );
        match self.rule.disclosure {
            Disclosure::N2 | Disclosure::N4 if refers => Disclosure::N3,
            Disclosure::N3 if asks && !self.rule.asks_records() => Disclosure::N0,
            class => class,
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
