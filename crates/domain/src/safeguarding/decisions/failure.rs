//! What becomes of the whole when one of those appointed cannot act (Mental Capacity Act 2005 section 10(6) and (7)).
//!
//! What is against somebody may be known to OPG alone: a verdict against the draft gives no ground (N2), and a referral is never
//! shown. What the caller told, such as an age, the rule about that person says with its reason.

use super::DECISION;
use super::count::{COUNTED, acts, decide, of_each, one_acts, replaces, several_decide_jointly};
use crate::document::HowDecisions;
use crate::rules::{
    About, Decided, Disclosure, Input, Missing, Rule, Severity, Source, Verdict, View, all, any,
};
use crate::safeguarding::appointee::{self, Standing, standing};
use crate::safeguarding::joined::joined;

const READS: &[Input] = &joined::<{ COUNTED.len() + appointee::READS.len() }>(COUNTED, appointee::READS);

const FAILURE: Rule = Rule { reads: READS, disclosure: Disclosure::N2, ..DECISION };

const IN_DOUBT: Verdict = Verdict::Refer("Whether one of those appointed may act must be looked at first.");

pub(super) const C05: Rule = Rule {
    id: "C05",
    name: "joint-single-failure",
    says: "Where attorneys decide jointly, every one of them may act.",
    severities: &[Severity::Block, Severity::Refer],
    sources: &[Source::law("Mental Capacity Act 2005 section 10(6)")],
    reading: Some("A probable match in the records refers; only a strong one refuses."),
    decide: |view| {
        if !several_decide_jointly(view)? {
            Ok(Verdict::NotApplicable)
        } else if any_is(view, Standing::Ineligible)? {
            Ok(Verdict::Violated(
                "One of the attorneys cannot act, and so the whole of a joint appointment fails. Appoint somebody else, or choose \
                 another way of deciding.",
            ))
        } else {
            or_in_doubt(view)
        }
    },
    ..FAILURE
};

pub(super) const C06: Rule = Rule {
    id: "C06",
    name: "several-partial-failure",
    says: "Where attorneys decide jointly and severally, or one acts alone, somebody who may act is left.",
    severities: &[Severity::Block, Severity::Refer],
    sources: &[Source::law("Mental Capacity Act 2005 section 10(7)")],
    reading: Some(
        "It is asked of a sole attorney too; replacements who may act are somebody left, which a person must look at.",
    ),
    decide: several_fail,
    ..FAILURE
};

fn several_fail(view: &View<'_>) -> Decided {
    if !any([decide(view, HowDecisions::JointlyAndSeverally), one_acts(view)])? {
        return Ok(Verdict::NotApplicable);
    }
    if !any_is(view, Standing::Ineligible)? {
        return or_in_doubt(view);
    }
    let may = |who: About<'_>| standing(view, who).map(|standing| standing != Standing::Ineligible);
    let is_left = any(of_each(view, |who| all([any([acts(who), replaces(who)]), may(who)])))?;
    Ok(if is_left {
        Verdict::Refer("One of those appointed cannot act; that appointment fails, and the others stand.")
    } else {
        Verdict::Violated("Nobody who is appointed can act. Appoint somebody else.")
    })
}

pub(super) const C07: Rule = Rule {
    id: "C07",
    name: "mixed-failure",
    says: "Where attorneys decide some things jointly and others severally, every one of them may act.",
    severities: &[Severity::Refer],
    sources: &[Source::ours("section 10(6) and (7) do not speak plainly of a mixed appointment")],
    reading: Some("Which of the two applies to a mixed appointment is for a person to say."),
    decide: |view| {
        if !decide(view, HowDecisions::JointlyForSomeSeverallyForOthers)? {
            return Ok(Verdict::NotApplicable);
        }
        if any_is(view, Standing::Ineligible)? {
            return Ok(Verdict::Refer("One of the attorneys of a mixed appointment cannot act."));
        }
        or_in_doubt(view)
    },
    ..FAILURE
};

fn any_is(view: &View<'_>, so: Standing) -> Result<bool, Missing> {
    any(of_each(view, |who| all([acts(who), standing(view, who).map(|standing| standing == so)])))
}

fn or_in_doubt(view: &View<'_>) -> Decided {
    Ok(if any_is(view, Standing::InDoubt)? { IN_DOUBT } else { Verdict::Satisfied })
}
