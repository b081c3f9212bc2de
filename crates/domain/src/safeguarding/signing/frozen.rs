//! What may be changed, and until when.

use crate::rules::{
    At, Category, Decided, Disclosure, Flag, IdentityResult, Missing, Rule, RuleSets, Scope, Section,
    Severity, Source, Stage, Topic, Verdict, View, Word, all, any,
};

pub(super) const G15: Rule = Rule {
    id: "G15",
    name: "freeze-after-sign",
    says: "Nothing in the LPA changes once the donor has signed, and neither name nor date of birth once the identity is proved.",
    category: Category::LegalValidity,
    severities: &[Severity::Block],
    stage: Stage::S14,
    section: Section::Signing,
    scope: Scope::Whole,
    reads: &[
        Topic::Lpa.at(At::Signed),
        Topic::Signing.flag(Flag::ChangedSinceSigned),
        Topic::Donor.at(At::IdentityChecked),
        Topic::Donor.word_of(Word::IdentityResult),
        Topic::Donor.flag(Flag::ChangedSinceIdentity),
    ],
    disclosure: Disclosure::N0,
    sources: &[Source::code("Modernising LPA: what can be edited")],
    reading: Some(
        "Corrections that OPG makes are no change in this sense. Vouching that succeeded is told as a confirmed identity.",
    ),
    sets: RuleSets::All,
    decide: frozen,
};

fn frozen(view: &View<'_>) -> Decided {
    let is_signed = view.lpa().at(At::Signed)?.is_some();
    let after_signing = all([Ok(is_signed), view.signing().is(Flag::ChangedSinceSigned)]);
    let after_identity = all([is_identified(view), view.donor().is(Flag::ChangedSinceIdentity)]);
    if any([after_signing, after_identity])? {
        return Ok(Verdict::Violated(
            "This can no longer be changed: the donor has signed it, or the identity is proved. Ask OPG for a correction, or make the \
             LPA again.",
        ));
    }
    Ok(Verdict::Satisfied)
}

fn is_identified(view: &View<'_>) -> Result<bool, Missing> {
    let donor = view.donor();
    let result = donor.word::<IdentityResult>(Word::IdentityResult);
    any([
        donor.at(At::IdentityChecked).map(|at| at.is_some()),
        result.map(|result| result.known().is_some_and(IdentityResult::is_confirmed)),
    ])
}

pub(super) const G16: Rule = Rule {
    id: "G16",
    name: "recheck-after-edit",
    says: "When anything changes after the LPA was shared, the donor checks it again and the certificate provider is told again, before \
           it is signed.",
    category: Category::Process,
    severities: &[Severity::Block],
    stage: Stage::S12,
    section: Section::Signing,
    scope: Scope::Whole,
    reads: &[
        Topic::Lpa.at(At::Signed),
        Topic::Signing.at(At::Changed),
        Topic::Signing.at(At::Checked),
        Topic::Signing.at(At::Shared),
    ],
    disclosure: Disclosure::N0,
    sources: &[Source::code("Modernising LPA: the hash of what was checked")],
    reading: None,
    sets: RuleSets::All,
    decide: |view| {
        let signing = view.signing();
        let (Some(shared), None) = (signing.at(At::Shared)?, view.lpa().at(At::Signed)?) else {
            return Ok(Verdict::NotApplicable);
        };
        let Some(changed) = signing.at(At::Changed)? else { return Ok(Verdict::Satisfied) };
        let checked = signing.at(At::Checked)?.is_some_and(|checked| checked >= changed);
        Ok(if checked && shared >= changed {
            Verdict::Satisfied
        } else {
            Verdict::Violated(
                "Changed since it was shared. Check the LPA again and share it with the certificate provider.",
            )
        })
    },
};
