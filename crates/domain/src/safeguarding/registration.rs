//! Group J: registration and objections.
//!
//! What must be so before the Public Guardian lets an LPA wait, and registers it, and what forbids it: Mental Capacity Act 2005 Schedule 1
//! paragraphs 3 to 14, SI 2007/1253 regulations 12 to 15. What only OPG or the Court knows is asked of the records; that a court has
//! directed registration all the same is for the records to know, which then say *no*.

mod attorneys;
mod court;
mod form;
mod ground;
mod notice;
mod objection;
mod ready;
mod reason;
mod statement;

use crate::rules::Rule;

/// The rules of the group.
pub(super) const RULES: &[Rule] = &[
    ready::J01,
    notice::J02,
    notice::J03_2007,
    notice::J03_2023,
    objection::J04,
    ground::J05,
    court::J06,
    objection::J07,
    objection::J08,
    court::J09,
    form::J10,
    form::J11,
    objection::J12,
    court::J13,
    reason::J14,
    attorneys::J15,
    statement::J16,
];
