//! What is left when one of several attorneys stops and nobody replaces them.

use super::DECISION;
use super::count::{COUNTED, any_replaces, decide, several_decide_jointly};
use super::text::keeps_survivors;
use crate::document::HowDecisions;
use crate::rules::{Missing, Rule, Severity, Source, Stage, Text, Topic, Verdict, View};
use crate::safeguarding::joined::joined;

const SURVIVORS: Rule = Rule {
    severities: &[Severity::Warn],
    stage: Stage::S6,
    reads: &joined::<6>(COUNTED, &[Topic::Lpa.text(Text::Restrictions)]),
    sources: &[Source::guidance("Modernising LPA, Make an LPA: replacement attorneys")],
    reading: Some(
        "Words in the restrictions that seem to keep whoever is left spare the question; a person reads them anyway.",
    ),
    ..DECISION
};

pub(super) const C08: Rule = Rule {
    id: "C08",
    name: "joint-no-replacement",
    says: "Joint attorneys have a replacement, or the restrictions say who goes on, because one loss would end the LPA.",
    decide: |view| {
        Ok(if !several_decide_jointly(view)? {
            Verdict::NotApplicable
        } else if is_provided_for(view)? {
            Verdict::Satisfied
        } else {
            Verdict::NeedsConfirmation(
                "If one of the attorneys can no longer act, the whole LPA ends, and nobody replaces them. Confirm that this is meant.",
            )
        })
    },
    ..SURVIVORS
};

pub(super) const C09: Rule = Rule {
    id: "C09",
    name: "mixed-no-replacement",
    says: "Attorneys who decide some things jointly have a replacement, because one loss would stop all joint decisions.",
    decide: |view| {
        Ok(if !decide(view, HowDecisions::JointlyForSomeSeverallyForOthers)? {
            Verdict::NotApplicable
        } else if is_provided_for(view)? {
            Verdict::Satisfied
        } else {
            Verdict::NeedsConfirmation(
                "If one of the attorneys can no longer act, no joint decision can be made any more, and nobody replaces them. Confirm \
                 that this is meant.",
            )
        })
    },
    ..SURVIVORS
};

fn is_provided_for<'v>(view: &'v View<'v>) -> Result<bool, Missing> {
    let text = view.lpa().text(Text::Restrictions).map(|text| text.is_some_and(keeps_survivors));
    crate::rules::any([any_replaces(view), text])
}
