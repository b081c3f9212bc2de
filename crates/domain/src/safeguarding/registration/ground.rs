//! When the power has ended in law before it was registered.

use crate::document::{AppointmentType, HowDecisions};
use crate::rules::{
    About, Category, Decided, Disclosure, Missing, Question, Recorded, Rule, RuleSets, Scope, Section,
    Severity, Source, Stage, Topic, Verdict, View, Word, all, any,
};
use crate::safeguarding::complete::is_removed;
use crate::safeguarding::recorded::STOP;

pub(super) const J05: Rule = Rule {
    id: "J05",
    name: "factual-ground",
    says: "Neither the donor nor an attorney on whom the LPA depends has died, become insolvent, disclaimed or otherwise ended it in law.",
    category: Category::LegalValidity,
    severities: &[Severity::Block, Severity::Refer],
    stage: Stage::S18,
    section: Section::Registration,
    scope: Scope::EachAmong(&[Topic::Donor, Topic::Attorney, Topic::TrustCorporation]),
    reads: &[
        Topic::Donor.recorded(Question::FactualGround),
        Topic::Attorney.recorded(Question::FactualGround),
        Topic::TrustCorporation.recorded(Question::FactualGround),
        Topic::Attorney.word_of(Word::Appointment),
        Topic::TrustCorporation.word_of(Word::Appointment),
        Topic::Attorney.word_of(Word::Status),
        Topic::TrustCorporation.word_of(Word::Status),
        Topic::Lpa.word_of(Word::How),
    ],
    disclosure: Disclosure::N4,
    sources: &[
        Source::law_unread(
            "Mental Capacity Act 2005 section 13(3), (6) and (7), Schedule 1 paragraph 13(1) and (2)",
        ),
        Source::law("SI 2007/1253 regulation 14(6)"),
        Source::ours("rule book question 2: attorneys who act jointly for some matters"),
    ],
    reading: Some(
        "A replacement saves the power, and so does another attorney who acts jointly and severally; whether one does who acts jointly \
         for some matters, a person decides.",
    ),
    sets: RuleSets::All,
    decide: ended,
};

fn ended(view: &View<'_>) -> Decided {
    let subject = view.subject();
    match subject.recorded(Question::FactualGround)? {
        Recorded::No | Recorded::CannotSay => Ok(Verdict::Satisfied),
        Recorded::Probable => Ok(Verdict::Refer("A ground on which the power has ended probably exists.")),
        Recorded::Strong if subject.topic() == Topic::Donor => Ok(Verdict::Violated(STOP)),
        Recorded::Strong => without(view, subject),
    }
}

/// What becomes of the LPA without `subject`.
fn without(view: &View<'_>, subject: About<'_>) -> Decided {
    if any([is_removed(subject), is_appointed(subject, AppointmentType::Replacement)])? {
        return Ok(Verdict::Satisfied);
    }
    let how = view.lpa().word::<HowDecisions>(Word::How);
    let acts = |wanted| how.clone().map(|how| how.is(wanted));
    let original = || remains(view, subject, AppointmentType::Original);
    let severally = all([acts(HowDecisions::JointlyAndSeverally), original()]);
    if any([remains(view, subject, AppointmentType::Replacement), severally])? {
        return Ok(Verdict::Satisfied);
    }
    Ok(if all([acts(HowDecisions::JointlyForSomeSeverallyForOthers), original()])? {
        Verdict::Refer("An attorney cannot act any more, and the others act jointly for some matters.")
    } else {
        Verdict::Violated(STOP)
    })
}

/// Whether another who is appointed so can still act.
fn remains(view: &View<'_>, subject: About<'_>, so: AppointmentType) -> Result<bool, Missing> {
    let is_other = |one: &About<'_>| (one.topic(), one.index()) != (subject.topic(), subject.index());
    let of = |topic| {
        let others = view.each(topic)?.filter(is_other);
        any(others.map(|one| all([is_appointed(one, so), can_act(one)])))
    };
    any([of(Topic::Attorney), of(Topic::TrustCorporation)])
}

fn is_appointed(one: About<'_>, so: AppointmentType) -> Result<bool, Missing> {
    Ok(one.word::<AppointmentType>(Word::Appointment)?.is(so))
}

fn can_act(one: About<'_>) -> Result<bool, Missing> {
    let ended = one.recorded(Question::FactualGround).map(|answer| answer == Recorded::Strong);
    all([is_removed(one).map(|removed| !removed), ended.map(|ended| !ended)])
}
