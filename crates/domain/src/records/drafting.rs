//! A question that arises while an LPA is drafted.

use jiff::civil::Date;

use super::subject::Subject;
use crate::LpaUid;
use crate::document::LpaType;
use crate::rules;

/// What a rule asks of one person of a draft, or of the draft as a whole, with all that the records need to know whom it is about
/// (safeguarding.md, the rules that only OPG's records can decide).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drafting {
    /// What is asked.
    pub ask: rules::Question,
    /// Of whom; the donor when it is asked of the whole.
    pub of: Subject,
    /// Whose LPA it is.
    pub donor: Subject,
    /// The number of the draft, if it has one.
    pub uid: Option<LpaUid>,
    /// What kind of LPA it is, if that is told.
    pub lpa_type: Option<LpaType>,
    /// The day of the assessment, in London.
    pub on: Date,
}
