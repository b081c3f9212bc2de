//! The days on which somebody signed.

use jiff::civil::Date;

use crate::rules::{About, At, Missing, Topic, View, any};

/// The days on which the one signed: the first, and that of a second who signs for a company. Reads [`At::Signed`], of a company
/// [`At::SecondSigned`] too.
pub(in crate::safeguarding) fn signed(one: About<'_>) -> Result<[Option<Date>; 2], Missing> {
    let second = if one.topic() == Topic::TrustCorporation { one.on(At::SecondSigned)? } else { None };
    Ok([one.on(At::Signed)?, second])
}

/// The first of these days.
pub(in crate::safeguarding) fn first(days: [Option<Date>; 2]) -> Option<Date> {
    days.into_iter().flatten().min()
}

/// Whether any of `topic` signed after `day`.
pub(super) fn any_after(view: &View<'_>, topic: Topic, day: Date) -> Result<bool, Missing> {
    let after = |one: About<'_>| Ok(signed(one)?.into_iter().flatten().any(|signed| signed > day));
    any(view.each(topic)?.map(after))
}
