//! How attorneys and replacements decide, and when replacements step in.

use super::section::Section;
use crate::document::{Channel, Document, HowDecisions, StepIn};

/// Rules 8 to 13.
pub(super) fn decisions(it: &mut Section<'_>, document: &Document) {
    how_attorneys_decide(it, document);
    when_replacements_step_in(it, document);
    how_replacements_decide(it, document);
}

/// Rule 12: whether it must be said how the replacements decide; where it need not, it may not.
pub(in crate::document) fn replacements_choose_how(document: &Document) -> bool {
    let how = document.how_attorneys_make_decisions.known();
    let step_in_last = document.how_replacement_attorneys_step_in.is(StepIn::AllCanNoLongerAct);
    document.replacement_count() > 1
        && (document.active_count() == 1
            || how == Some(HowDecisions::Jointly)
            || (how == Some(HowDecisions::JointlyAndSeverally) && step_in_last))
}

/// Rules 8 and 9.
fn how_attorneys_decide(it: &mut Section<'_>, document: &Document) {
    let how = &document.how_attorneys_make_decisions;
    it.word_exactly_when(document.active_count() > 1, "howAttorneysMakeDecisions", how);

    let details = document.how_attorneys_make_decisions_details.as_str();
    let mixed = how.is(HowDecisions::JointlyForSomeSeverallyForOthers);
    if mixed && document.channel.is(Channel::Paper) {
        // Today the text is asked for, though the scans are named; here a kept scan will do as well (safeguarding
        // case T067). Only ever a finding: paper is not refused.
        if document.how_attorneys_make_decisions_details_images.is_empty() {
            it.required("howAttorneysMakeDecisionsDetailsImages", details);
        }
    } else {
        let needed = mixed && document.channel.is(Channel::Online);
        it.exactly_when(needed, "howAttorneysMakeDecisionsDetails", details);
    }
}

/// Rules 10 and 11.
fn when_replacements_step_in(it: &mut Section<'_>, document: &Document) {
    let step_in = &document.how_replacement_attorneys_step_in;
    let severally = document.how_attorneys_make_decisions.is(HowDecisions::JointlyAndSeverally);
    if severally && document.replacement_count() > 0 {
        it.word("howReplacementAttorneysStepIn", step_in);
    }
    it.exactly_when(
        step_in.is(StepIn::AnotherWay),
        "howReplacementAttorneysStepInDetails",
        document.how_replacement_attorneys_step_in_details.as_str(),
    );
}

/// Rules 12 and 13.
fn how_replacements_decide(it: &mut Section<'_>, document: &Document) {
    let how = &document.how_replacement_attorneys_make_decisions;
    it.word_exactly_when(replacements_choose_how(document), "howReplacementAttorneysMakeDecisions", how);
    it.exactly_when(
        how.is(HowDecisions::JointlyForSomeSeverallyForOthers),
        "howReplacementAttorneysMakeDecisionsDetails",
        document.how_replacement_attorneys_make_decisions_details.as_str(),
    );
}
