//! Texts about who takes whose place.

use super::seen::{SEEN, refer, restrictions};
use crate::rules::{Decided, Rule, Severity, Source, Verdict, View};
use crate::wording::Theme;

pub(super) const F10: Rule = Rule {
    id: "F10",
    name: "text-temporary-replacement",
    says: "No text lets a replacement stand in for a time, during a holiday or an illness for instance.",
    sources: &[
        Source::law("Mental Capacity Act 2005 section 10(8)(b)"),
        Source::guidance("Make an LPA: replacements"),
    ],
    decide: |view| refer(view, Theme::Temporary),
    ..SEEN
};

pub(super) const F11: Rule = Rule {
    id: "F11",
    name: "text-appoint-successor",
    says: "No text lets an attorney appoint another.",
    sources: &[Source::law("Mental Capacity Act 2005 section 10(8)(a)")],
    decide: |view| refer(view, Theme::Successor),
    ..SEEN
};

pub(super) const F21: Rule = Rule {
    id: "F21",
    name: "text-spouse-continues",
    says: "A text may keep a spouse or civil partner as attorney after the marriage ends.",
    severities: &[Severity::Info],
    sources: &[Source::guidance("Make an LPA: a spouse as attorney")],
    decide: |view| note(view, Theme::SpouseContinues),
    ..SEEN
};

pub(super) const F22: Rule = Rule {
    id: "F22",
    name: "text-reappoint-joint",
    says: "A text may appoint joint attorneys again who remain; a person looks when it appoints a replacement again.",
    severities: &[Severity::Refer, Severity::Info],
    sources: &[
        Source::guidance("Make an LPA: joint attorneys"),
        Source::public("[2023] EWCOP 24 issue 6, whose answer was not read"),
    ],
    decide: |view| {
        let Some(wording) = restrictions(view)? else { return Ok(Verdict::NotApplicable) };
        match wording.says(Theme::ReappointReplacement) {
            Some(says) => Ok(Verdict::Refer(says)),
            None => note(view, Theme::Reappoint),
        }
    },
    ..SEEN
};

fn note(view: &View<'_>, theme: Theme) -> Decided {
    let Some(wording) = restrictions(view)? else { return Ok(Verdict::NotApplicable) };
    Ok(wording.says(theme).map_or(Verdict::Satisfied, Verdict::Noted))
}
