//! Who is appointed: first or in replacement, and not removed.

use crate::document::{AppointmentType, AttorneyStatus};
use crate::rules::{About, Input, Missing, Topic, View, Word, all};

/// What has to be declared to count those who are appointed.
pub(super) const READS: [Input; 4] = [
    Topic::Attorney.word_of(Word::Appointment),
    Topic::Attorney.word_of(Word::Status),
    Topic::TrustCorporation.word_of(Word::Appointment),
    Topic::TrustCorporation.word_of(Word::Status),
];

/// Whether somebody is appointed so, and was not removed. Reads the appointment and the status.
pub(super) fn is_appointed(one: About<'_>, so: AppointmentType) -> Result<bool, Missing> {
    let appointed = one.word::<AppointmentType>(Word::Appointment).map(|word| word.is(so));
    let removed = one.word::<AttorneyStatus>(Word::Status).map(|word| word.is(AttorneyStatus::Removed));
    all([appointed, removed.map(|removed| !removed)])
}

/// How many people and companies are appointed first. Reads [`READS`].
pub(super) fn originals(view: &View<'_>) -> Result<usize, Missing> {
    count(view, AppointmentType::Original)
}

/// How many people and companies are appointed so. Reads [`READS`].
pub(super) fn count(view: &View<'_>, so: AppointmentType) -> Result<usize, Missing> {
    let mut count = 0;
    for topic in [Topic::Attorney, Topic::TrustCorporation] {
        for one in view.each(topic)? {
            count += usize::from(is_appointed(one, so)?);
        }
    }
    Ok(count)
}
