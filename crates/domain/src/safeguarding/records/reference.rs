//! The application that is repeated.

use crate::lpa::reference::Reference;
use crate::lpa::uid::Form;
use crate::rules::{
    Category, Decided, Disclosure, Question, Recorded, Rule, RuleSets, Scope, Section, Severity, Source,
    Stage, Text, Topic, Verdict, View,
};

pub(super) const K05: Rule = Rule {
    id: "K05",
    name: "previous-ref-belongs",
    says: "The application that is repeated exists, and is the donor's.",
    category: Category::DataQuality,
    severities: &[Severity::Refer],
    stage: Stage::S13,
    section: Section::Payment,
    scope: Scope::Whole,
    reads: &[Topic::Lpa.text(Text::PreviousReference), Topic::Lpa.recorded(Question::ReferenceOfAnother)],
    disclosure: Disclosure::N1,
    sources: &[
        Source::code("Modernising LPA: looks at the first character of the reference alone"),
        Source::ours("rule book section 3: a probable match tells nobody anything"),
    ],
    reading: Some(
        "Only a sure answer counts, since it is told; a probable one is left to the case manager who looks at the fee. References of the Make service (A and eleven digits) are asked like the others.",
    ),
    sets: RuleSets::All,
    decide: belongs,
};

fn belongs(view: &View<'_>) -> Decided {
    let Some(written) = view.lpa().text(Text::PreviousReference)? else { return Ok(Verdict::NotApplicable) };
    if !may_exist(written) {
        return Ok(Verdict::Refer("This is no reference of an application. Give the one in OPG's letter."));
    }
    Ok(match view.lpa().recorded(Question::ReferenceOfAnother)? {
        Recorded::Strong => Verdict::Refer("No application of this donor has this reference."),
        Recorded::No | Recorded::Probable | Recorded::CannotSay => Verdict::Satisfied,
    })
}

/// Whether it can be a reference at all: the records are not asked about anything else.
fn may_exist(written: &str) -> bool {
    match written.trim().parse() {
        Ok(Reference::Modernised(uid)) => uid.form() == Form::Checked,
        Ok(Reference::Legacy(_) | Reference::Online(_)) => true,
        Err(_) => false,
    }
}
