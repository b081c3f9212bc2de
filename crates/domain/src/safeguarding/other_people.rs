//! Group E: people to notify (Mental Capacity Act 2005 Schedule 1 paragraph 2, regulation 6), who signs for a donor who cannot, who
//! sees it (regulation 9), and who gets the letters.

mod control;
mod notified;
mod signatory;

use crate::rules::Rule;

/// The rules of the group.
pub(super) const RULES: &[Rule] = &[
    notified::E01,
    notified::E02,
    notified::E03,
    notified::E04,
    notified::E05,
    signatory::E06,
    signatory::E07,
    signatory::E08,
    signatory::E09,
    notified::E10,
    control::E11,
    control::E12,
];
