//! What OPG's records, or another register, say of each attorney. Everything that was told is read before the records, so that
//! what is missing never tells what they answered.

use crate::document::LpaType;
use crate::rules::{
    Category, Decided, Disclosure, Flag, Missing, Question, Rule, RuleSets, Scope, Section, Severity, Source,
    Stage, Text, Topic, Verdict, View, Word,
};
use crate::safeguarding::recorded::{NOT_IN_THIS_ROLE, refer, refuse};

pub(super) const B08: Rule = Rule {
    id: "B08",
    name: "attorney-insolvent-pa",
    says: "For a property LPA, no attorney is bankrupt or under a debt relief or bankruptcy restrictions order.",
    category: Category::LegalValidity,
    severities: &[Severity::Block, Severity::Refer],
    stage: Stage::S4,
    section: Section::Attorneys,
    scope: Scope::Each(&[Topic::Attorney]),
    reads: &[Topic::Lpa.word_of(Word::LpaType), Topic::Attorney.recorded(Question::Insolvent)],
    disclosure: Disclosure::N2,
    sources: &[
        Source::law("Mental Capacity Act 2005 section 10(2)"),
        Source::law_unread("the same for a person under a debt relief order"),
        Source::guidance("Modernising LPA, Make an LPA: bankrupt attorneys"),
    ],
    reading: None,
    sets: RuleSets::All,
    decide: |view| {
        let is_property = view.lpa().word::<LpaType>(Word::LpaType)?.is(LpaType::PropertyAndAffairs);
        let insolvent = view.subject().recorded(Question::Insolvent)?;
        Ok(if is_property {
            refuse(insolvent, NOT_IN_THIS_ROLE, "The attorney is probably insolvent.")
        } else {
            Verdict::NotApplicable
        })
    },
};

pub(super) const B09: Rule = Rule {
    id: "B09",
    name: "attorney-dbs-barred",
    says: "No attorney is on the list of those barred from work with vulnerable adults.",
    severities: &[Severity::Refer],
    reads: &[Topic::Attorney.recorded(Question::Barred)],
    disclosure: Disclosure::N3,
    sources: &[
        Source::guidance("Modernising LPA: of paid attorneys"),
        Source::guidance("Make an LPA: of any attorney"),
    ],
    reading: Some(
        "The two texts differ, so any attorney is looked at, paid or not: an open question of policy.",
    ),
    decide: |view| {
        let barred = view.subject().recorded(Question::Barred)?;
        Ok(refer(barred, "The attorney is on the list of those barred. Is the attorney paid?"))
    },
    ..B08
};

pub(super) const B10: Rule = Rule {
    id: "B10",
    name: "attorney-deceased",
    says: "No death of an attorney is recorded.",
    reads: &[Topic::Attorney.recorded(Question::Deceased)],
    sources: &[
        Source::law_unread("Mental Capacity Act 2005 section 13(6)(b)"),
        Source::code("case management: an attorney removed because of death"),
    ],
    decide: |view| {
        let dead = view.subject().recorded(Question::Deceased)?;
        Ok(refuse(dead, NOT_IN_THIS_ROLE, "A death is recorded of somebody who is probably this attorney."))
    },
    ..B08
};

pub(super) const B15: Rule = Rule {
    id: "B15",
    name: "attorney-removed-before",
    says: "No court has removed an attorney before, and no LPA that named one was revoked for fraud, pressure or conduct.",
    category: Category::Safeguarding,
    severities: &[Severity::Refer],
    reads: &[Topic::Attorney.recorded(Question::RemovedByCourt)],
    disclosure: Disclosure::N3,
    sources: &[
        Source::law_unread("Mental Capacity Act 2005 section 22(3) and (4)"),
        Source::ours("that it matters for the next donor"),
    ],
    reading: Some("What a court found about another donor bars nobody in law: it brings a person to look."),
    decide: |view| {
        let removed = view.subject().recorded(Question::RemovedByCourt)?;
        Ok(refer(removed, "A court removed this attorney, or revoked an LPA because of them."))
    },
    ..B08
};

pub(super) const B16: Rule = Rule {
    id: "B16",
    name: "attorney-under-investigation",
    says: "No investigation about an attorney is open or was substantiated, for whichever donor.",
    reads: &[Topic::Attorney.recorded(Question::InvestigatedAsAttorney)],
    sources: &[Source::public("OPG safeguarding policy SD8"), Source::ours("for whichever donor")],
    reading: Some("An investigation bars nobody in law: it brings a person to look."),
    decide: |view| {
        let investigated = view.subject().recorded(Question::InvestigatedAsAttorney)?;
        Ok(refer(investigated, "An investigation about this attorney is open or was substantiated."))
    },
    ..B15
};

pub(super) const B17: Rule = Rule {
    id: "B17",
    name: "attorney-dropped-by-donor",
    says: "The donor has not revoked or removed the same person before.",
    reads: &[Topic::Attorney.recorded(Question::DroppedByDonor)],
    sources: &[Source::ours("somebody who was dropped comes back")],
    reading: Some("A donor may change their mind: it brings a person to look."),
    decide: |view| {
        let dropped = view.subject().recorded(Question::DroppedByDonor)?;
        Ok(refer(dropped, "The donor revoked or removed this attorney before."))
    },
    ..B15
};

pub(super) const B18: Rule = Rule {
    id: "B18",
    name: "attorney-many-donors",
    says: "Nobody who is no professional is attorney for more than 3 donors who are not related.",
    reads: &[Topic::Attorney.recorded(Question::AttorneyOfMany)],
    sources: &[Source::ours("one person gathers powers over many")],
    reading: Some("The threshold of 3 donors is a placeholder, to be set from data."),
    decide: |view| {
        let of_many = view.subject().recorded(Question::AttorneyOfMany)?;
        Ok(refer(of_many, "This attorney acts for more donors, not related, than the threshold."))
    },
    ..B15
};

pub(super) const B21: Rule = Rule {
    id: "B21",
    name: "attorney-divorced-donor",
    says: "No end of a marriage or civil partnership between the donor and an attorney is recorded, unless the LPA keeps the attorney.",
    reads: &[
        Topic::Lpa.text(Text::Restrictions),
        Topic::Lpa.flag(Flag::SpouseStays),
        Topic::Attorney.recorded(Question::PartnershipEnded),
    ],
    sources: &[
        Source::law_unread("Mental Capacity Act 2005 section 13(6)(c) and (11)"),
        Source::public("factual ground of objection: the marriage has ended"),
    ],
    reading: Some(
        "Whether a text keeps a spouse is said by a person who read it, never guessed from its words.",
    ),
    decide: divorced,
    ..B08
};

fn divorced(view: &View<'_>) -> Decided {
    let stays = spouse_stays(view)?;
    let ended = view.subject().recorded(Question::PartnershipEnded)?;
    Ok(if stays {
        Verdict::Satisfied
    } else {
        refuse(ended, NOT_IN_THIS_ROLE, "The marriage of the donor and this attorney has probably ended.")
    })
}

/// Whether the restrictions keep a husband, wife or civil partner who is divorced. Reads the restrictions and
/// [`Flag::SpouseStays`], the latter only when there are any.
pub(in crate::safeguarding) fn spouse_stays(view: &View<'_>) -> Result<bool, Missing> {
    Ok(view.lpa().text(Text::Restrictions)?.is_some() && view.lpa().is(Flag::SpouseStays)?)
}

pub(super) const B27: Rule = Rule {
    id: "B27",
    name: "attorney-lacks-capacity",
    says: "Nobody has reported that an attorney has lost mental capacity.",
    severities: &[Severity::Refer],
    reads: &[Topic::Attorney.recorded(Question::CapacityDoubted)],
    disclosure: Disclosure::N3,
    sources: &[
        Source::law_unread("Mental Capacity Act 2005 section 13(6)(d)"),
        Source::ours("how a report is handled"),
    ],
    reading: Some("A report does not end an appointment: it brings a person to look."),
    decide: |view| {
        let doubted = view.subject().recorded(Question::CapacityDoubted)?;
        Ok(refer(doubted, "Somebody reported that this attorney has lost capacity."))
    },
    ..B08
};
