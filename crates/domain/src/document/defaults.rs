//! What is filled in when an LPA is created, before it is validated (contract section 3.3).

#[cfg(test)]
mod tests;

use uuid::Uuid;

use super::validate::replacements_choose_how;
use super::{Document, HowDecisions, LifeSustaining, LpaType, StepIn, WhenUsed};
use crate::choice::{Choice, Words};
use crate::ids::ActorUid;

/// Fills in the choices that the donor did not make. A flag that the caller set is kept.
///
/// Departure from today's service (W14; contract section 4.3, "Contradiction"; safeguarding rule C13): how replacements
/// decide is filled in only where rule 12 of [`validate`](super::validate::validate) lets it be given. Today it is also
/// filled in when the attorneys decide jointly for some matters, or when nobody is active, and then refused, so that
/// such an LPA cannot be created whatever the caller sends. Here the field stays unset, and the LPA is created.
pub fn apply(document: &mut Document) {
    if document.active_count() > 1 {
        let chosen = &mut document.how_attorneys_make_decisions;
        fill(chosen, HowDecisions::Jointly, &mut document.how_attorneys_make_decisions_is_default);
    }
    if replacements_decide_jointly(document) {
        let chosen = &mut document.how_replacement_attorneys_make_decisions;
        fill(
            chosen,
            HowDecisions::Jointly,
            &mut document.how_replacement_attorneys_make_decisions_is_default,
        );
    }
    match document.lpa_type.known() {
        Some(LpaType::PropertyAndAffairs) => {
            let chosen = &mut document.when_the_lpa_can_be_used;
            fill(chosen, WhenUsed::WhenHasCapacity, &mut document.when_the_lpa_can_be_used_is_default);
        }
        Some(LpaType::PersonalWelfare) => {
            let chosen = &mut document.life_sustaining_treatment_option;
            fill(chosen, LifeSustaining::OptionB, &mut document.life_sustaining_treatment_option_is_default);
        }
        None => {}
    }
}

/// Gives every actor without a uid a fresh one.
pub fn name_actors(document: &mut Document, mut fresh: impl FnMut() -> Uuid) {
    let mut name = |uid: &mut ActorUid| {
        if uid.is_empty() {
            *uid = fresh().into();
        }
    };
    name(&mut document.donor.uid);
    name(&mut document.certificate_provider.uid);
    document.attorneys.iter_mut().flatten().for_each(|each| name(&mut each.uid));
    document.trust_corporations.iter_mut().for_each(|each| name(&mut each.uid));
    document.people_to_notify.iter_mut().for_each(|each| name(&mut each.uid));
    document.independent_witness.iter_mut().for_each(|each| name(&mut each.uid));
    document.authorised_signatory.iter_mut().for_each(|each| name(&mut each.uid));
}

fn fill<E: Words>(chosen: &mut Choice<E>, value: E, is_default: &mut bool) {
    if chosen.is_unset() {
        *chosen = Choice::Is(value);
        *is_default = true;
    }
}

/// Today's condition and rule 12 together: what is filled in is never refused.
fn replacements_decide_jointly(document: &Document) -> bool {
    let stepping_in_last = document.how_replacement_attorneys_step_in.is(StepIn::AllCanNoLongerAct);
    let severally = document.how_attorneys_make_decisions.is(HowDecisions::JointlyAndSeverally);
    (stepping_in_last || !severally) && replacements_choose_how(document)
}
