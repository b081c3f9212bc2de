//! How long an answer of the records is good.

use jiff::Span;

use crate::rules::{
    At, Category, Decided, Disclosure, Flag, Input, Question, Rule, RuleSets, Scope, Section, Severity,
    Source, Stage, Topic, Verdict, View, all, any,
};

/// How long, in days.
const FRESH: i64 = 30;

/// What is asked of the donor at each of the stages (rule book section 6.6).
const SCREENING: [Question; 11] = [
    Question::Deceased,
    Question::HasDeputy,
    Question::HasLpaOfThisKind,
    Question::UnderInvestigation,
    Question::UnregisteredBefore,
    Question::ObjectionUpheld,
    Question::Warned,
    Question::ComplaintOpen,
    Question::DraftedTwice,
    Question::UnderCourtOrder,
    Question::HasEpa,
];

pub(super) const I10: Rule = Rule {
    id: "I10",
    name: "stale-draft",
    says: "What the records said of the donor is asked again after 30 days, and when the LPA is checked, signed and sent to wait.",
    category: Category::Process,
    severities: &[Severity::Info],
    stage: Stage::S3,
    section: Section::Donor,
    scope: Scope::Whole,
    reads: &[
        Topic::Donor.recorded(Question::Deceased),
        Topic::Donor.recorded(Question::HasDeputy),
        Topic::Donor.recorded(Question::HasLpaOfThisKind),
        Topic::Donor.recorded(Question::UnderInvestigation),
        Topic::Donor.recorded(Question::UnregisteredBefore),
        Topic::Donor.recorded(Question::ObjectionUpheld),
        Topic::Donor.recorded(Question::Warned),
        Topic::Donor.recorded(Question::ComplaintOpen),
        Topic::Donor.recorded(Question::DraftedTwice),
        Topic::Donor.recorded(Question::UnderCourtOrder),
        Topic::Donor.recorded(Question::HasEpa),
        Topic::Signing.at(At::Checked),
        Topic::Lpa.at(At::Signed),
        Topic::Lpa.flag(Flag::WaitingPeriodAsked),
        Input::Today,
    ],
    disclosure: Disclosure::N1,
    sources: &[Source::ours("rule book section 3 item 4, and section 6.6")],
    reading: Some(
        "Thirty days, and which stages ask again. It looks at the day of an answer and never at what it says, and only asks of the donor.",
    ),
    sets: RuleSets::All,
    decide: stale,
};

fn stale(view: &View<'_>) -> Decided {
    let today = view.today()?;
    let oldest = today.saturating_sub(Span::new().days(FRESH));
    let reached = view.signing().on(At::Checked)?.max(view.lpa().on(At::Signed)?);
    let since = reached.map_or(oldest, |reached| reached.min(today).max(oldest));
    let given_before = |day| any(SCREENING.map(|question| Ok(view.donor().answered_on(question)? < day)));
    let is_old =
        any([given_before(since), all([given_before(today), view.lpa().is(Flag::WaitingPeriodAsked)])]);
    Ok(if is_old? {
        Verdict::Noted("What OPG's records said is too old to go by. They are asked again.")
    } else {
        Verdict::Satisfied
    })
}
