//! What comes of an answer of the records (rule book section 5.4): refuse on a strong match alone, refer on a probable one.

use crate::rules::{Recorded, Verdict};

/// The one thing that is said when OPG's records stop an LPA: no ground is given (class N4).
pub(super) const STOP: &str =
    "This LPA cannot go on as it is. Stop here and contact the Office of the Public Guardian.";

/// The one thing that is said when somebody cannot take a role: no ground is given (class N2).
pub(super) const NOT_IN_THIS_ROLE: &str = "This person cannot take this role here. Choose somebody else, or contact the Office of the Public Guardian.";

/// A referral when the records say so, surely or probably.
pub(super) const fn refer(answer: Recorded, why: &'static str) -> Verdict {
    match answer {
        Recorded::Strong | Recorded::Probable => Verdict::Refer(why),
        Recorded::No | Recorded::CannotSay => Verdict::Satisfied,
    }
}

/// A refusal when the records surely say so, a referral when they probably do.
pub(super) const fn refuse(answer: Recorded, cure: &'static str, why: &'static str) -> Verdict {
    match answer {
        Recorded::Strong => Verdict::Violated(cure),
        Recorded::Probable => Verdict::Refer(why),
        Recorded::No | Recorded::CannotSay => Verdict::Satisfied,
    }
}
