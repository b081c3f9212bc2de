//! What must be done before the donor signs, and who must see it.

use crate::document::Channel;
use crate::rules::{
    At, Category, Decided, Disclosure, Flag, IdentityResult, Missing, Payment, Rule, RuleSets, Scope,
    Section, Severity, Source, Stage, Topic, Verdict, View, Word, all, any,
};

pub(super) const G06: Rule = Rule {
    id: "G06",
    name: "donor-sign-preconditions",
    says: "Online, the donor signs once every section is finished, the LPA is checked and shared, payment is made or looked at, and \
           the identity is proved, under way, vouched for or before the Court.",
    category: Category::Process,
    severities: &[Severity::Block],
    stage: Stage::S15,
    section: Section::Signing,
    scope: Scope::Whole,
    reads: &[
        Topic::Donor.flag(Flag::SignsNow),
        Topic::Lpa.word_of(Word::Channel),
        Topic::Signing.flag(Flag::TasksDone),
        Topic::Signing.at(At::Checked),
        Topic::Signing.at(At::Shared),
        Topic::Signing.word_of(Word::Payment),
        Topic::Donor.at(At::IdentityChecked),
        Topic::Donor.word_of(Word::IdentityResult),
        Topic::Donor.flag(Flag::CourtRoute),
        Topic::Voucher.list(),
    ],
    disclosure: Disclosure::N0,
    sources: &[Source::code("Modernising LPA: which page the donor may go to")],
    reading: Some("A reduced fee that is granted counts as payment that is looked at."),
    sets: RuleSets::All,
    decide: donor_may_sign,
};

fn donor_may_sign(view: &View<'_>) -> Decided {
    if !all([view.donor().is(Flag::SignsNow), is_online(view)])? {
        return Ok(Verdict::NotApplicable);
    }
    let signing = view.signing();
    let so_far = all([
        signing.is(Flag::TasksDone),
        signing.at(At::Checked).map(|at| at.is_some()),
        signing.at(At::Shared).map(|at| at.is_some()),
        is_paid_or_pending(view),
        any([identity_goes_on(view), view.optional(Topic::Voucher).map(|voucher| voucher.is_some())]),
    ])?;
    Ok(if so_far {
        Verdict::Satisfied
    } else {
        Verdict::Violated(
            "Not ready to be signed. Finish every section, check and share the LPA, pay for it, and have the donor's identity \
             confirmed or somebody to vouch for it.",
        )
    })
}

fn is_online(view: &View<'_>) -> Result<bool, Missing> {
    Ok(view.lpa().word::<Channel>(Word::Channel)?.is(Channel::Online))
}

fn is_paid_or_pending(view: &View<'_>) -> Result<bool, Missing> {
    let payment = view.signing().word::<Payment>(Word::Payment)?.known();
    Ok(matches!(payment, Some(Payment::Completed | Payment::Pending | Payment::Approved)))
}

fn identity_goes_on(view: &View<'_>) -> Result<bool, Missing> {
    let donor = view.donor();
    let result = donor.word::<IdentityResult>(Word::IdentityResult);
    let pending = |result: IdentityResult| result.is_confirmed() || result == IdentityResult::Pending;
    any([
        donor.at(At::IdentityChecked).map(|at| at.is_some()),
        result.map(|result| result.known().is_some_and(pending)),
        donor.is(Flag::CourtRoute),
    ])
}

pub(super) const G07: Rule = Rule {
    id: "G07",
    name: "witness-same-event",
    says: "Online, the certificate provider sees the donor sign; when somebody signs for the donor, the independent witness sees it too, \
           and first.",
    category: Category::LegalValidity,
    severities: &[Severity::Block],
    stage: Stage::S15,
    section: Section::Signing,
    scope: Scope::Whole,
    reads: &[
        Topic::Lpa.word_of(Word::Channel),
        Topic::Lpa.at(At::Signed),
        Topic::Lpa.at(At::WitnessedByCertificateProvider),
        Topic::Lpa.at(At::WitnessedByWitness),
        Topic::Signatory.list(),
        Topic::Lpa.flag(Flag::WaitingPeriodAsked),
    ],
    disclosure: Disclosure::N0,
    sources: &[Source::code("Modernising LPA: witnessing by code")],
    reading: Some(
        "Until the LPA is sent to wait for registration, a signature that nobody has witnessed yet is under way (G11 asks before the \
         certificate). How long after the signature is not asked here: the age of the code limits it (G08).",
    ),
    sets: RuleSets::All,
    decide: witnessed,
};

fn witnessed(view: &View<'_>) -> Decided {
    let lpa = view.lpa();
    let Some(signed) = lpa.at(At::Signed)? else { return Ok(Verdict::NotApplicable) };
    if !is_online(view)? {
        return Ok(Verdict::NotApplicable);
    }
    let Some(provider) = lpa.at(At::WitnessedByCertificateProvider)? else { return not_witnessed(view) };
    if provider < signed {
        return Ok(Verdict::Violated(
            "Witnessed before it was signed. The donor signs again before the certificate provider.",
        ));
    }
    if view.optional(Topic::Signatory)?.is_none() {
        return Ok(Verdict::Satisfied);
    }
    let witness = lpa.at(At::WitnessedByWitness)?;
    Ok(if witness.is_some_and(|at| signed <= at && at <= provider) {
        Verdict::Satisfied
    } else {
        Verdict::Violated(
            "Somebody signs for the donor: the independent witness must see it and enter their code before the certificate \
             provider does.",
        )
    })
}

fn not_witnessed(view: &View<'_>) -> Decided {
    Ok(if view.lpa().is(Flag::WaitingPeriodAsked)? {
        Verdict::Violated("The certificate provider must see the donor sign and enter the code sent to them.")
    } else {
        Verdict::NotApplicable
    })
}

pub(super) const G09: Rule = Rule {
    id: "G09",
    name: "both-declarations",
    says: "Online, the donor declares both to sign and to apply for registration.",
    category: Category::LegalValidity,
    severities: &[Severity::Block],
    stage: Stage::S15,
    section: Section::Signing,
    scope: Scope::Whole,
    reads: &[
        Topic::Donor.flag(Flag::SignsNow),
        Topic::Lpa.word_of(Word::Channel),
        Topic::Signing.flag(Flag::DeclaresToSign),
        Topic::Signing.flag(Flag::DeclaresToApply),
    ],
    disclosure: Disclosure::N0,
    sources: &[Source::code("Modernising LPA: the page of signing")],
    reading: None,
    sets: RuleSets::All,
    decide: |view| {
        if !all([view.donor().is(Flag::SignsNow), is_online(view)])? {
            return Ok(Verdict::NotApplicable);
        }
        let signing = view.signing();
        Ok(if all([signing.is(Flag::DeclaresToSign), signing.is(Flag::DeclaresToApply)])? {
            Verdict::Satisfied
        } else {
            Verdict::Violated("Tick both: that you sign the LPA, and that you apply to register it.")
        })
    },
};
