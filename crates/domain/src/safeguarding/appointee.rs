//! Whether somebody who is appointed may act: what the rules about attorneys say of each, asked here of one, so that the rules about
//! decisions (C05 to C07) can say what it does to the whole.
//!
//! Mental Capacity Act 2005 sections 10(1) and (2) and 13(6). A pure function of what [`READS`] holds.

use jiff::civil::Date;

use crate::document::LpaType;
use crate::rules::{
    About, At, Day, Flag, Input, Missing, Question, Recorded, Text, Topic, View, Word, all, any,
};
use crate::safeguarding::attorneys::spouse_stays;
use crate::safeguarding::years::eighteen_on;

/// How somebody stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// Nothing is against them.
    Eligible,
    /// The records say something of somebody who is probably the one meant.
    InDoubt,
    /// They are under 18, the donor has not signed, and from this day on nothing is against them for that.
    TooYoungUntil(Date),
    /// They cannot act.
    Ineligible,
}

/// Everything that [`standing`] reads, of attorneys and trust corporations. A rule that calls it declares all of this.
pub(super) const READS: &[Input] = &[
    Topic::Lpa.word_of(Word::LpaType),
    Topic::Lpa.at(At::Signed),
    Topic::Lpa.text(Text::Restrictions),
    Topic::Lpa.flag(Flag::SpouseStays),
    Topic::Attorney.day(Day::Birth),
    Topic::Attorney.at(At::OptedOut),
    Topic::Attorney.recorded(Question::Deceased),
    Topic::Attorney.recorded(Question::Insolvent),
    Topic::Attorney.recorded(Question::PartnershipEnded),
    Topic::TrustCorporation.at(At::OptedOut),
    Topic::TrustCorporation.recorded(Question::WoundUp),
    Input::Today,
];

/// How `who` stands: ineligible as soon as one ground surely is, eligible only when none is (Kleene's logic).
pub(super) fn standing(view: &View<'_>, who: About<'_>) -> Result<Standing, Missing> {
    let is_company = who.topic() == Topic::TrustCorporation;
    let (barred, doubted) = if is_company {
        (company_is_barred(view, who), company_is_doubted(who))
    } else {
        (person_is_barred(view, who), person_is_doubted(view, who))
    };
    if barred? {
        return Ok(Standing::Ineligible);
    }
    if let Some(birthday) = too_young_until(view, who)? {
        return Ok(Standing::TooYoungUntil(birthday));
    }
    Ok(if doubted? { Standing::InDoubt } else { Standing::Eligible })
}

fn person_is_barred(view: &View<'_>, who: About<'_>) -> Result<bool, Missing> {
    any([
        has_opted_out(who),
        was_under_age(view, who),
        is_recorded(who, Question::Deceased, Recorded::Strong),
        all([is_property(view), is_recorded(who, Question::Insolvent, Recorded::Strong)]),
        all([is_recorded(who, Question::PartnershipEnded, Recorded::Strong), marriage_counts(view)]),
    ])
}

fn person_is_doubted(view: &View<'_>, who: About<'_>) -> Result<bool, Missing> {
    any([
        is_recorded(who, Question::Deceased, Recorded::Probable),
        all([is_property(view), is_recorded(who, Question::Insolvent, Recorded::Probable)]),
        all([is_recorded(who, Question::PartnershipEnded, Recorded::Probable), marriage_counts(view)]),
    ])
}

fn company_is_barred(view: &View<'_>, who: About<'_>) -> Result<bool, Missing> {
    any([
        has_opted_out(who),
        is_of_kind(view, LpaType::PersonalWelfare),
        is_recorded(who, Question::WoundUp, Recorded::Strong),
    ])
}

fn company_is_doubted(who: About<'_>) -> Result<bool, Missing> {
    is_recorded(who, Question::WoundUp, Recorded::Probable)
}

/// Whether they opted out (rule B22). Reads [`At::OptedOut`].
pub(super) fn has_opted_out(who: About<'_>) -> Result<bool, Missing> {
    Ok(who.at(At::OptedOut)?.is_some())
}

/// Whether they were under 18 on the day on which the donor signed (rule B02).
fn was_under_age(view: &View<'_>, who: About<'_>) -> Result<bool, Missing> {
    let Some(born) = who.day(Day::Birth)? else { return Ok(false) };
    Ok(view.lpa().on(At::Signed)?.is_some_and(|signed| eighteen_on(born) > signed))
}

/// The 18th birthday of somebody who is younger, while the donor has not signed (rule B02).
fn too_young_until(view: &View<'_>, who: About<'_>) -> Result<Option<Date>, Missing> {
    if who.topic() != Topic::Attorney || view.lpa().on(At::Signed)?.is_some() {
        return Ok(None);
    }
    let Some(born) = who.day(Day::Birth)? else { return Ok(None) };
    let birthday = eighteen_on(born);
    Ok((birthday > view.today()?).then_some(birthday))
}

fn is_recorded(who: About<'_>, question: Question, sure: Recorded) -> Result<bool, Missing> {
    Ok(who.recorded(question)? == sure)
}

fn is_property(view: &View<'_>) -> Result<bool, Missing> {
    is_of_kind(view, LpaType::PropertyAndAffairs)
}

fn is_of_kind(view: &View<'_>, kind: LpaType) -> Result<bool, Missing> {
    Ok(view.lpa().word::<LpaType>(Word::LpaType)?.is(kind))
}

/// Whether the end of a marriage ends the appointment: not when the restrictions keep the attorney (section 13(11); rule B21).
fn marriage_counts(view: &View<'_>) -> Result<bool, Missing> {
    spouse_stays(view).map(|stays| !stays)
}
