//! What becomes of the whole when one of those appointed cannot act (Mental Capacity Act 2005 section 10(6) and (7)).
//!
//! What is against somebody may be known to OPG alone: a verdict against the draft gives no ground (N2), and a referral is never
//! shown. What the caller told, such as an age, the rule about that person says with its reason. Who is too young only until a day,
//! while the donor has not signed, makes it wait for that day (as B02).

use jiff::civil::Date;

use super::DECISION;
use super::count::{COUNTED, acts, decide, of_each, one_acts, replaces, several_decide_jointly};
use crate::document::HowDecisions;
use crate::rules::{
    About, Decided, Disclosure, Input, Missing, Rule, Severity, Source, Topic, Verdict, View, all, any,
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
            while_nobody_is_out(view)
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
        return while_nobody_is_out(view);
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
    severities: &[Severity::Block, Severity::Refer],
    sources: &[Source::ours("section 10(6) and (7) do not speak plainly of a mixed appointment")],
    reading: Some(
        "Which of the two applies to a mixed appointment is for a person to say; one who is too young waits, as by B02.",
    ),
    decide: |view| {
        if !decide(view, HowDecisions::JointlyForSomeSeverallyForOthers)? {
            return Ok(Verdict::NotApplicable);
        }
        if any_is(view, Standing::Ineligible)? {
            return Ok(Verdict::Refer("One of the attorneys of a mixed appointment cannot act."));
        }
        while_nobody_is_out(view)
    },
    ..FAILURE
};

fn any_is(view: &View<'_>, so: Standing) -> Result<bool, Missing> {
    any(of_each(view, |who| all([acts(who), standing(view, who).map(|standing| standing == so)])))
}

/// What is left to say when nobody is out for good.
fn while_nobody_is_out(view: &View<'_>) -> Decided {
    if let Some(day) = youngest_is_18_on(view)? {
        return Ok(Verdict::NotYet(day));
    }
    Ok(if any_is(view, Standing::InDoubt)? { IN_DOUBT } else { Verdict::Satisfied })
}

/// The 18th birthday of the youngest who acts and is too young today.
fn youngest_is_18_on(view: &View<'_>) -> Result<Option<Date>, Missing> {
    let mut last = None;
    let is_too_young = |who| standing(view, who).map(|it| matches!(it, Standing::TooYoungUntil(_)));
    for who in view.each(Topic::Attorney)? {
        if all([acts(who), is_too_young(who)])?
            && let Standing::TooYoungUntil(day) = standing(view, who)?
        {
            last = last.max(Some(day));
        }
    }
    Ok(last)
}
