//! OPG sets a final status by hand (contract section 5.3, `OPG_STATUS_CHANGE`).
//!
//! Which status can be set from where is said by [`Status::after`].

use super::engine::Fields;
use super::engine::rules::listed;
use super::{Case, LegalAct};
use crate::choice::Choice;
use crate::lpa::Lpa;
use crate::lpa::status::{Status, Step};
use crate::problem::Problem;

/// OPG ends an LPA, or what was to become one.
pub(super) struct OpgChangesStatus;

impl LegalAct for OpgChangesStatus {
    type Carried = Status;

    fn carries(fields: &mut Fields<'_>, lpa: &mut Lpa) -> Option<Status> {
        let mut target = Choice::Is(lpa.status);
        fields.at("status").required(&mut target, listed);
        target.known()
    }

    fn takes_effect(_case: &Case<'_>, lpa: &mut Lpa, target: Status) -> Result<(), Problem> {
        lpa.status = lpa.status.after(Step::Set(target))?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::Status;
    use crate::change::sample::{accepted, lpa, refused, standing, update};
    use crate::choice::Words;

    const KIND: &str = "OPG_STATUS_CHANGE";

    #[test]
    fn a_final_status_is_set() {
        let sent = update(KIND, &[("/status", "\"in-progress\"", "\"cannot-register\"")]);
        assert_eq!(accepted(&lpa(), &sent).status, Status::CannotRegister);
    }

    #[test]
    fn what_the_status_forbids_is_refused_with_the_reason() {
        // contract section 5.3, items 1 to 6; withdrawn: rules/safeguarding.md T181
        for (from, to, why) in [
            ("in-progress", "registered", "Lpa cannot be manually updated to this status"),
            (
                "registered",
                "cannot-register",
                "Lpa status cannot be registered while changing to cannot register",
            ),
            (
                "cancelled",
                "cannot-register",
                "Lpa status cannot be cancelled while changing to cannot register",
            ),
            (
                "withdrawn",
                "cannot-register",
                "Lpa status cannot be withdrawn while changing to cannot register",
            ),
            ("in-progress", "cancelled", "Lpa status has to be registered while changing to cancelled"),
            (
                "in-progress",
                "do-not-register",
                "Lpa status has to be statutory waiting period while changing to do not register",
            ),
            (
                "registered",
                "expired",
                "Lpa status has to be in progress, statutory waiting period or do not register while changing to expired",
            ),
        ] {
            let quoted = |word| format!("\"{word}\"");
            let lpa = standing(Status::from_word(from).unwrap());
            let sent = update(KIND, &[("/status", &quoted(from), &quoted(to))]);
            refused(&lpa, &sent, &[("/status", why)]);
        }
    }

    #[test]
    fn what_is_missing_or_wrong_is_named() {
        refused(&lpa(), &update(KIND, &[]), &[("/changes", "missing /status")]);
        let suspended = update(KIND, &[("/status", "\"in-progress\"", "\"suspended\"")]); // contract section 3.2
        refused(&lpa(), &suspended, &[("/changes/0/new", "invalid value")]);
        let stale = update(KIND, &[("/status", "\"registered\"", "\"cancelled\"")]);
        refused(&lpa(), &stale, &[("/changes/0/old", "does not match existing value")]);
    }
}
