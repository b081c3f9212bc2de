//! Objections to registration, and holds.

use jiff::Span;

use super::notice::last_notice;
use crate::rules::{
    At, Category, Decided, Disclosure, Objector, Question, Recorded, Rule, RuleSets, Scope, Section,
    Severity, Source, Stage, Topic, Verdict, View, Word, any,
};
use crate::safeguarding::recorded::{STOP, refer, refuse};

pub(super) const J04: Rule = Rule {
    id: "J04",
    name: "objection-window",
    says: "An attorney or a person to notify may object within three weeks of the notice; OPG looks at a later objection too.",
    category: Category::LegalValidity,
    severities: &[Severity::Refer],
    stage: Stage::S18,
    section: Section::Registration,
    scope: Scope::Each(&[Topic::Objection]),
    reads: &[
        Topic::Objection.at(At::Received),
        Topic::Objection.at(At::Resolved),
        Topic::Objection.word_of(Word::ObjectsAs),
        Topic::Notice.at(At::NoticeGiven),
    ],
    disclosure: Disclosure::N3,
    sources: &[Source::law("SI 2007/1253 regulations 14(2), 14A(2) and 15(3)")],
    reading: Some("Of several notices the last one counts, and an objection before any notice is in time."),
    sets: RuleSets::All,
    decide: window,
};

fn window(view: &View<'_>) -> Decided {
    let objection = view.subject();
    let Some(received) = objection.on(At::Received)? else { return Ok(Verdict::NotApplicable) };
    if objection.at(At::Resolved)?.is_some() {
        return Ok(Verdict::Satisfied);
    }
    let objector = objection.word::<Objector>(Word::ObjectsAs)?.known();
    if !matches!(objector, Some(Objector::Attorney | Objector::PersonToNotify)) {
        return Ok(Verdict::NotApplicable);
    }
    let end = last_notice(view)?.map(|given| given.saturating_add(Span::new().days(20)));
    Ok(Verdict::Refer(if end.is_none_or(|end| received <= end) {
        "An objection of an attorney or a person to notify, received in time."
    } else {
        "An objection of an attorney or a person to notify, received after the three weeks."
    }))
}

pub(super) const J07: Rule = Rule {
    id: "J07",
    name: "donor-objects",
    says: "The donor does not object to registration.",
    category: Category::LegalValidity,
    severities: &[Severity::Block, Severity::Refer],
    stage: Stage::S18,
    section: Section::Registration,
    scope: Scope::Whole,
    reads: &[Topic::Lpa.recorded(Question::DonorObjects)],
    disclosure: Disclosure::N4,
    sources: &[Source::law("Mental Capacity Act 2005 Schedule 1 paragraph 14")],
    reading: None,
    sets: RuleSets::All,
    decide: |view| {
        let answer = view.lpa().recorded(Question::DonorObjects)?;
        Ok(refuse(answer, STOP, "The donor probably objects to the registration of this LPA."))
    },
};

pub(super) const J08: Rule = Rule {
    id: "J08",
    name: "third-party-objection",
    says: "Nobody else has an objection open against the LPA.",
    category: Category::LegalValidity,
    severities: &[Severity::Block, Severity::Refer],
    stage: Stage::S3,
    section: Section::Registration,
    scope: Scope::Whole,
    reads: &[Topic::Lpa.recorded(Question::ObjectionOpen), Topic::Lpa.at(At::WaitingSince)],
    disclosure: Disclosure::N4,
    sources: &[
        Source::code("Case management: objections of a third party, accepted on drafts too"),
        Source::public("Powers of Attorney Act 2023, not in force for this"),
    ],
    reading: Some(
        "Before the waiting period it is referred and nobody is told; from then on it stops the LPA.",
    ),
    sets: RuleSets::All,
    decide: |view| {
        let waits = view.lpa().at(At::WaitingSince)?.is_some();
        Ok(match view.lpa().recorded(Question::ObjectionOpen)? {
            Recorded::Strong if waits => Verdict::Violated(STOP),
            answer => refer(answer, "An objection is open against this LPA."),
        })
    },
};

pub(super) const J12: Rule = Rule {
    id: "J12",
    name: "investigation-hold",
    says: "Neither the police nor a local authority holds the donor's case.",
    category: Category::Safeguarding,
    severities: &[Severity::Refer],
    stage: Stage::S3,
    section: Section::Registration,
    scope: Scope::Whole,
    reads: &[Topic::Lpa.recorded(Question::OnHold), Topic::Donor.recorded(Question::OnHold)],
    disclosure: Disclosure::N3,
    sources: &[Source::code("Case management: holds of the police and of local authorities")],
    reading: None,
    sets: RuleSets::All,
    decide: |view| {
        let held = [view.lpa(), view.donor()].map(|one| Ok(one.recorded(Question::OnHold)? != Recorded::No));
        Ok(if any(held)? {
            Verdict::Refer("The police or a local authority has a hold on the donor or on this LPA.")
        } else {
            Verdict::Satisfied
        })
    },
};
