//! An attorney declines before signing (contract section 5.3, `ATTORNEY_OPT_OUT`).
//!
//! Who declines is the author, compared byte for byte. Stricter than today's service: declining when removed
//! already is refused, where today's writes another history entry that says nothing (W10b; a repeat after a lost answer is
//! recognised by its operation id before it gets here), and so is declining an LPA that has ended (W21).

use super::engine::Fields;
use super::{Case, LegalAct, acting, note_last_attorney_gone};
use crate::document::AttorneyStatus;
use crate::lpa::Lpa;
use crate::lpa::status::{Ordinary, Step};
use crate::problem::Problem;

/// An attorney will not act.
pub(super) struct AttorneyOptsOut;

impl LegalAct for AttorneyOptsOut {
    type Carried = ();

    fn carries(_fields: &mut Fields<'_>, _lpa: &mut Lpa) -> Option<()> {
        Some(())
    }

    fn takes_effect(case: &Case<'_>, lpa: &mut Lpa, (): ()) -> Result<(), Problem> {
        let uid = acting(case.author)?;
        let mut actors = lpa.document.attorneys.iter_mut().flatten();
        let actor = actors
            .find(|each| each.uid.as_str() == uid)
            .ok_or_else(|| Problem::new("/type", "attorney not found"))?;
        if actor.signed_at.is_some() {
            return Err(Problem::new("/type", "attorney cannot opt out after signing"));
        }
        if actor.status.is(AttorneyStatus::Removed) {
            return Err(Problem::new("/type", "attorney has already been removed"));
        }
        actor.status = AttorneyStatus::Removed.into();
        lpa.status = lpa.status.after(Step::Act(Ordinary::OptOut))?;
        note_last_attorney_gone(case.before, lpa);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::change::sample::{ATTORNEY, accepted, actor, by, lpa, refused, signed};
    use crate::document::AttorneyStatus;
    use crate::{Lpa, Status};

    const KIND: &str = "ATTORNEY_OPT_OUT";

    fn status(lpa: &Lpa) -> Option<AttorneyStatus> {
        lpa.document.attorneys()[0].status.known()
    }

    #[test]
    fn the_author_is_removed_and_nothing_else_changes() {
        let after = accepted(&lpa(), &by(&actor(ATTORNEY), KIND, &[]));
        assert_eq!(status(&after), Some(AttorneyStatus::Removed));
        assert_eq!(after.status, Status::InProgress);
        assert!(after.notes.is_empty());
    }

    #[test]
    fn the_author_must_be_an_actor_with_a_uuid() {
        // contract section 5.3 (opt-outs), 2.2: five parts give no uid
        let says = |author: &str, source, why| refused(&lpa(), &by(author, KIND, &[]), &[(source, why)]);
        says("urn:opg:sirius:users:34", "/author", "field is required");
        says("urn:opg:poas:makeregister:users:34", "/author", "invalid format");
        says(&actor("00000000-0000-4000-0000-000000000000"), "/type", "attorney not found");
        says(&actor(&ATTORNEY.to_uppercase()), "/type", "attorney not found");
    }

    #[test]
    fn after_signing_it_is_too_late() {
        let why = "attorney cannot opt out after signing";
        refused(&signed(), &by(&actor(ATTORNEY), KIND, &[]), &[("/type", why)]);
    }

    #[test]
    fn a_second_time_is_refused() {
        // W10b: today each repeat is another history entry
        let once = accepted(&lpa(), &by(&actor(ATTORNEY), KIND, &[]));
        let why = "attorney has already been removed";
        refused(&once, &by(&actor(ATTORNEY), KIND, &[]), &[("/type", why)]);
    }

    #[test]
    fn an_lpa_that_has_ended_is_left_alone() {
        // W21
        let ended = Lpa { status: Status::Withdrawn, ..lpa() };
        let why = "cannot opt out: the lpa is withdrawn";
        refused(&ended, &by(&actor(ATTORNEY), KIND, &[]), &[("/type", why)]);
    }

    #[test]
    fn when_the_last_one_goes_a_finding_is_kept() {
        // rules/safeguarding.md T189: the replacement has to be enabled; the status does not change
        let mut alone = lpa();
        alone.document.trust_corporations.clear();
        let after = accepted(&alone, &by(&actor(ATTORNEY), KIND, &[]));
        let why = "no attorney is active any more: a replacement attorney has to be enabled";
        assert_eq!(after.kept.findings[0].detail, why);
        assert_eq!(after.status, Status::InProgress);
    }

    #[test]
    fn it_carries_no_changes() {
        let sent = by(&actor(ATTORNEY), KIND, &[("/x", "null", "1")]);
        refused(&lpa(), &sent, &[("/changes", "expected empty")]);
    }
}
