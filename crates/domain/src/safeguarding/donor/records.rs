//! What OPG's records, or another register, say of the donor. Everything that was told is read before the records, so that what is
//! missing never tells what they answered.

use crate::document::LpaType;
use crate::rules::{
    AccountOf, At, Category, Decided, Disclosure, Question, Recorded, Rule, RuleSets, Scope, Section,
    Severity, Source, Stage, Topic, Verdict, View, Word,
};
use crate::safeguarding::appointed::{READS, originals};
use crate::safeguarding::recorded::{STOP, refer, refuse};

pub(super) const A08: Rule = Rule {
    id: "A08",
    name: "donor-capacity",
    says: "Nobody has recorded a doubt that the donor has the mental capacity to make this LPA.",
    category: Category::LegalValidity,
    severities: &[Severity::Refer],
    stage: Stage::S3,
    section: Section::Donor,
    scope: Scope::Whole,
    reads: &[Topic::Donor.recorded(Question::CapacityDoubted)],
    disclosure: Disclosure::N3,
    sources: &[
        Source::law("Mental Capacity Act 2005 section 9(2)(c)"),
        Source::ours("how a recorded doubt is handled"),
    ],
    reading: Some("No data decides capacity: a recorded doubt brings a person to look, and nothing else."),
    sets: RuleSets::All,
    decide: |view| {
        let doubted = view.donor().recorded(Question::CapacityDoubted)?;
        Ok(refer(doubted, "A doubt about the donor's capacity is recorded."))
    },
};

pub(super) const A09: Rule = Rule {
    id: "A09",
    name: "donor-insolvent-pa",
    says: "For a property LPA, the donor is not bankrupt and under no debt relief or bankruptcy restrictions order.",
    severities: &[Severity::Refer, Severity::Block],
    reads: &[
        Topic::Lpa.word_of(Word::LpaType),
        Topic::Lpa.at(At::Signed),
        Topic::Donor.recorded(Question::Insolvent),
    ],
    disclosure: Disclosure::N4,
    sources: &[
        Source::law_unread("Mental Capacity Act 2005 section 13(3) and (4)"),
        Source::guidance("Make an LPA: a donor who is bankrupt"),
    ],
    reading: Some(
        "An interim order only suspends; the register's answer does not tell the two apart, so a person at OPG must, before an LPA is cancelled.",
    ),
    decide: insolvent,
    ..A08
};

fn insolvent(view: &View<'_>) -> Decided {
    if !view.lpa().word::<LpaType>(Word::LpaType)?.is(LpaType::PropertyAndAffairs) {
        return Ok(Verdict::NotApplicable);
    }
    let signed = view.lpa().at(At::Signed)?;
    let answer = view.donor().recorded(Question::Insolvent)?;
    Ok(match (signed, answer) {
        (Some(_), answer) => refuse(answer, STOP, "The donor is probably insolvent."),
        (None, answer) => refer(answer, "The donor is insolvent, which limits what a property LPA can do."),
    })
}

pub(super) const A10: Rule = Rule {
    id: "A10",
    name: "donor-deceased",
    says: "No death of the donor is recorded.",
    severities: &[Severity::Block, Severity::Refer],
    reads: &[Topic::Donor.recorded(Question::Deceased)],
    disclosure: Disclosure::N4,
    sources: &[
        Source::law("Mental Capacity Act 2005 section 9"),
        Source::public("grounds of objection: the donor is dead"),
        Source::code("case management: warning that the donor has died"),
    ],
    reading: None,
    decide: |view| {
        let dead = view.donor().recorded(Question::Deceased)?;
        Ok(refuse(dead, STOP, "A death is recorded of somebody who is probably the donor."))
    },
    ..A08
};

pub(super) const A14: Rule = Rule {
    id: "A14",
    name: "donor-has-deputy",
    says: "No deputy has been appointed for the donor whose powers conflict with this LPA.",
    severities: &[Severity::Block, Severity::Refer],
    reads: &[Topic::Donor.recorded(Question::HasDeputy)],
    disclosure: Disclosure::N4,
    sources: &[Source::law_unread("Mental Capacity Act 2005 Schedule 1 paragraph 12")],
    reading: Some(
        "The court may direct registration all the same; a case manager then takes the answer back.",
    ),
    decide: |view| {
        let has_deputy = view.donor().recorded(Question::HasDeputy)?;
        Ok(refuse(has_deputy, STOP, "A deputy is recorded for somebody who is probably the donor."))
    },
    ..A08
};

pub(super) const A15: Rule = Rule {
    id: "A15",
    name: "donor-existing-lpa",
    says: "A donor in their own verified account learns that they have an LPA of this kind already.",
    category: Category::Safeguarding,
    severities: &[Severity::Info, Severity::Refer],
    reads: &[Topic::Donor.word_of(Word::Account), Topic::Donor.recorded(Question::HasLpaOfThisKind)],
    sources: &[
        Source::public("a later LPA does not by itself revoke an earlier one"),
        Source::ours("who may be told"),
    ],
    reading: Some(
        "To have two is lawful. Whoever is not verified as the donor is told nothing, and OPG looks.",
    ),
    decide: existing,
    ..A08
};

fn existing(view: &View<'_>) -> Decided {
    let is_donor = view.donor().word::<AccountOf>(Word::Account)?.is(AccountOf::VerifiedDonor);
    Ok(match view.donor().recorded(Question::HasLpaOfThisKind)? {
        Recorded::Strong if is_donor => {
            Verdict::Noted("You have an LPA of this kind already. A new one does not end it by itself.")
        }
        answer => refer(answer, "The donor has a live or pending LPA of the same kind."),
    })
}

pub(super) const A16: Rule = Rule {
    id: "A16",
    name: "donor-open-investigation",
    says: "There is no open investigation about the donor, and no hold for the police or a local authority.",
    category: Category::Safeguarding,
    reads: &[Topic::Donor.recorded(Question::UnderInvestigation)],
    sources: &[
        Source::public("OPG safeguarding policy SD8"),
        Source::code("case management: investigations and holds"),
    ],
    reading: None,
    decide: |view| {
        let investigated = view.donor().recorded(Question::UnderInvestigation)?;
        Ok(refer(investigated, "An investigation about the donor, or a hold, is open."))
    },
    ..A08
};

pub(super) const A17: Rule = Rule {
    id: "A17",
    name: "donor-rapid-replacement",
    says: "An LPA that leaves a sole attorney does not follow soon upon one that was revoked or lost attorneys.",
    category: Category::Safeguarding,
    stage: Stage::S6,
    section: Section::Attorneys,
    reads: &[READS[0], READS[1], READS[2], READS[3], Topic::Donor.recorded(Question::NarrowedLately)],
    sources: &[
        Source::public("TA v Public Guardian [2023] EWCOP 63: the pattern of its facts"),
        Source::ours("the window of 24 months"),
    ],
    reading: Some("The window of 24 months is ours, to be set from data."),
    decide: |view| {
        let sole = originals(view)? == 1;
        let narrowed = view.donor().recorded(Question::NarrowedLately)?;
        Ok(if sole {
            refer(
                narrowed,
                "An earlier LPA had more attorneys and ended lately; this one has a sole attorney.",
            )
        } else {
            Verdict::NotApplicable
        })
    },
    ..A08
};

pub(super) const A18: Rule = Rule {
    id: "A18",
    name: "donor-drafts-own",
    says: "Whoever holds the account that drafts is the donor, or a registered supporter.",
    category: Category::Safeguarding,
    stage: Stage::S1,
    reads: &[Topic::Donor.word_of(Word::Account), Topic::Donor.recorded(Question::AccountOfAnother)],
    sources: &[
        Source::guidance("Modernising LPA: nobody makes an LPA for somebody else in their own account"),
        Source::ours("comparing the verified identity of the account with the donor"),
    ],
    reading: Some("No service compares the two today; that OPG does is our reading."),
    decide: |view| {
        let is_supporter = view.donor().word::<AccountOf>(Word::Account)?.is(AccountOf::Supporter);
        let of_another = view.donor().recorded(Question::AccountOfAnother)?;
        Ok(if is_supporter {
            Verdict::NotApplicable
        } else {
            refer(of_another, "The account that drafts belongs to somebody who is not the donor.")
        })
    },
    ..A08
};
