//! Who witnesses a signature on paper.

use crate::document::Channel;
use crate::rules::{
    About, At, Category, Decided, Disclosure, Flag, Missing, Role, Rule, RuleSets, Scope, Section, Severity,
    Source, Stage, Text, Topic, Verdict, View, Word, all,
};

pub(super) const G17: Rule = Rule {
    id: "G17",
    name: "paper-witness-details",
    says: "On paper, the witness of the donor and of every attorney signs and gives a full name, the first line of the address and the \
           postcode.",
    category: Category::LegalValidity,
    severities: &[Severity::Block],
    stage: Stage::S15,
    section: Section::Signing,
    scope: Scope::Each(&[Topic::Donor, Topic::Attorney]),
    reads: &[
        Topic::Lpa.word_of(Word::Channel),
        Topic::Lpa.at(At::Signed),
        Topic::Attorney.at(At::Signed),
        Topic::Donor.flag(Flag::WitnessSigned),
        Topic::Donor.text(Text::WitnessName),
        Topic::Donor.text(Text::WitnessLine1),
        Topic::Donor.text(Text::WitnessPostcode),
        Topic::Attorney.flag(Flag::WitnessSigned),
        Topic::Attorney.text(Text::WitnessName),
        Topic::Attorney.text(Text::WitnessLine1),
        Topic::Attorney.text(Text::WitnessPostcode),
    ],
    disclosure: Disclosure::N0,
    sources: &[Source::code("scanning: the check of witnesses, which is only logged today (hazard Z-13)")],
    reading: None,
    sets: RuleSets::All,
    decide: |view| {
        if !is_signed_on_paper(view)? {
            return Ok(Verdict::NotApplicable);
        }
        let one = view.subject();
        let has = |text: Text| one.text(text).map(|text| text.is_some());
        let whole = all([
            one.is(Flag::WitnessSigned),
            has(Text::WitnessName),
            has(Text::WitnessLine1),
            has(Text::WitnessPostcode),
        ])?;
        Ok(if whole {
            Verdict::Satisfied
        } else {
            Verdict::Violated(
                "The witness must sign, and give a full name, the first line of the address and the postcode.",
            )
        })
    },
};

pub(super) const G18: Rule = Rule {
    id: "G18",
    name: "witness-not-attorney",
    says: "On paper, no attorney witnesses the donor's signature, and the donor witnesses nobody's.",
    category: Category::LegalValidity,
    severities: &[Severity::Block],
    stage: Stage::S15,
    section: Section::Signing,
    scope: Scope::Each(&[Topic::Donor, Topic::Attorney]),
    reads: &[
        Topic::Lpa.word_of(Word::Channel),
        Topic::Lpa.at(At::Signed),
        Topic::Attorney.at(At::Signed),
        Topic::Donor.word_of(Word::WitnessIs),
        Topic::Attorney.word_of(Word::WitnessIs),
    ],
    disclosure: Disclosure::N0,
    sources: &[
        Source::guidance("Make an LPA: who can witness"),
        Source::law_unread("SI 2007/1253 regulation 9"),
    ],
    reading: Some(
        "What the witness is in the LPA is told by who read the form; names alone are not compared, they may be namesakes.",
    ),
    sets: RuleSets::All,
    decide: witness_apart,
};

fn witness_apart(view: &View<'_>) -> Decided {
    if !is_signed_on_paper(view)? {
        return Ok(Verdict::NotApplicable);
    }
    let one: About<'_> = view.subject();
    Ok(match one.word::<Role>(Word::WitnessIs)?.known() {
        Some(Role::Donor) => {
            Verdict::Violated("The donor cannot witness a signature. Sign again before another witness.")
        }
        Some(Role::Attorney) if one.topic() == Topic::Donor => Verdict::Violated(
            "An attorney cannot witness the donor's signature. The donor signs again before another witness.",
        ),
        _ => Verdict::Satisfied,
    })
}

fn is_signed_on_paper(view: &View<'_>) -> Result<bool, Missing> {
    let one = view.subject();
    let signed = if one.topic() == Topic::Donor { view.lpa().at(At::Signed) } else { one.at(At::Signed) };
    let channel = view.lpa().word::<Channel>(Word::Channel);
    all([signed.map(|at| at.is_some()), channel.map(|channel| channel.is(Channel::Paper))])
}
