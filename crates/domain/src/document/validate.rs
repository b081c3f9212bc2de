//! What is wrong with a document that is to become an LPA (contract section 4.3).

mod actors;
mod attorneys;
mod decisions;
mod section;
#[cfg(test)]
mod tests;

use super::{Document, LpaType};
use crate::problem::Problem;
use section::Section;

pub(super) use decisions::replacements_choose_how;

/// Every problem, in the order of the contract. Empty for a sound document, and then nothing was allocated.
///
/// A paper LPA is judged like any other; that it is kept all the same, with these as its findings, is for the caller to
/// decide (contract section 4.1).
pub fn validate(document: &Document) -> Vec<Problem> {
    let mut problems = Vec::new();
    let it = &mut Section::whole(&mut problems);
    kind(it, document); // rule 1
    actors::donor(&mut it.part("donor"), &document.donor); // rule 2
    actors::certificate_provider(&mut it.part("certificateProvider"), &document.certificate_provider); // rule 3
    attorneys::attorneys(it, document.attorneys(), &document.trust_corporations); // rules 4 and 5
    actors::signed_for(it, document); // rules 6 and 7
    decisions::decisions(it, document); // rules 8 to 13
    uses(it, document); // rule 14
    signing(it, document); // rule 15
    problems
}

fn kind(it: &mut Section<'_>, document: &Document) {
    it.word("lpaType", &document.lpa_type);
    it.word("channel", &document.channel);
    it.word("language", &document.language);
}

fn uses(it: &mut Section<'_>, document: &Document) {
    let (life, when) = (&document.life_sustaining_treatment_option, &document.when_the_lpa_can_be_used);
    match document.lpa_type.known() {
        Some(LpaType::PersonalWelfare) => {
            it.word("lifeSustainingTreatmentOption", life);
            it.unset("whenTheLpaCanBeUsed", when.word());
        }
        Some(LpaType::PropertyAndAffairs) => {
            it.word("whenTheLpaCanBeUsed", when);
            it.unset("lifeSustainingTreatmentOption", life.word());
        }
        None => {}
    }
}

fn signing(it: &mut Section<'_>, document: &Document) {
    it.time("signedAt", document.signed_at);
    it.time("witnessedByCertificateProviderAt", document.witnessed_by_certificate_provider_at);
    if document.certificate_provider_not_related_confirmed_at.is_some_and(|at| at.is_zero()) {
        it.report("certificateProviderNotRelatedConfirmedAt", section::BAD_DATETIME);
    }
}
