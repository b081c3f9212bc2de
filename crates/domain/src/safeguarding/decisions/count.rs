//! How many act, and how many stand ready to replace them, as the LPA Store counts (rule book section 2.4).

use crate::choice::Choice;
use crate::document::{AppointmentType, AttorneyStatus, HowDecisions};
use crate::rules::{About, Input, Missing, Topic, View, Word, all, any};

/// What counting reads, and how attorneys decide.
pub(super) const COUNTED: &[Input] = &[
    Topic::Lpa.word_of(Word::How),
    Topic::Attorney.word_of(Word::Status),
    Topic::Attorney.word_of(Word::Appointment),
    Topic::TrustCorporation.word_of(Word::Status),
    Topic::TrustCorporation.word_of(Word::Appointment),
];

/// Whether this one acts.
pub(super) fn acts(who: About<'_>) -> Result<bool, Missing> {
    Ok(who.word::<AttorneyStatus>(Word::Status)?.is(AttorneyStatus::Active))
}

/// Whether this one is a replacement who has not stepped in.
pub(super) fn replaces(who: About<'_>) -> Result<bool, Missing> {
    all([
        who.word(Word::Status).map(|status| status.is(AttorneyStatus::Inactive)),
        who.word(Word::Appointment).map(|appointment| appointment.is(AppointmentType::Replacement)),
    ])
}

/// What is so of each who is appointed; of a list that is not known, twice that it is not known: it may hold any number, and
/// nothing here asks for more than two.
pub(super) fn of_each<'v>(
    view: &'v View<'v>,
    so: impl Fn(About<'v>) -> Result<bool, Missing>,
) -> Vec<Result<bool, Missing>> {
    let mut each = Vec::new();
    for topic in [Topic::Attorney, Topic::TrustCorporation] {
        match view.each(topic) {
            Ok(list) => each.extend(list.into_iter().map(&so)),
            Err(missing) => each.extend([Err(missing.clone()), Err(missing)]),
        }
    }
    each
}

/// Whether more than one acts.
pub(super) fn several_act<'v>(view: &'v View<'v>) -> Result<bool, Missing> {
    more_than_one(of_each(view, acts))
}

/// Whether exactly one acts.
pub(super) fn one_acts<'v>(view: &'v View<'v>) -> Result<bool, Missing> {
    all([any(of_each(view, acts)), several_act(view).map(|several| !several)])
}

/// Whether there is a replacement.
pub(super) fn any_replaces<'v>(view: &'v View<'v>) -> Result<bool, Missing> {
    any(of_each(view, replaces))
}

/// Whether there is more than one replacement.
pub(super) fn several_replace<'v>(view: &'v View<'v>) -> Result<bool, Missing> {
    more_than_one(of_each(view, replaces))
}

/// Whether attorneys decide so.
pub(super) fn decide(view: &View<'_>, so: HowDecisions) -> Result<bool, Missing> {
    Ok(view.lpa().word::<HowDecisions>(Word::How)?.is(so))
}

/// Whether several decide jointly: it is said, or nothing is said (Mental Capacity Act 2005 section 10(5)).
pub(super) fn several_decide_jointly<'v>(view: &'v View<'v>) -> Result<bool, Missing> {
    let how: Result<Choice<HowDecisions>, Missing> = view.lpa().word(Word::How);
    all([how.map(|how| how.is_unset() || how.is(HowDecisions::Jointly)), several_act(view)])
}

/// Yes when two surely are so, no when one at most can be.
fn more_than_one(each: Vec<Result<bool, Missing>>) -> Result<bool, Missing> {
    let sure = each.iter().filter(|one| **one == Ok(true)).count();
    let open = each.iter().filter(|one| one.is_err()).count();
    if sure > 1 || sure + open < 2 {
        return Ok(sure > 1);
    }
    // One may be so for sure; what decides is among those that are not known.
    any(each.into_iter().filter(Result::is_err)).map(|_| false)
}
