//! An actor declines before signing: what an attorney and a trust corporation have in common.
//!
//! Who declines is the author, compared byte for byte. Stricter than today's service: declining when removed
//! already is refused, where today's writes another history entry that says nothing (W10b; a repeat after a lost answer is
//! recognised by its operation id before it gets here), and so is declining an LPA that has ended (W21).

use super::{Case, note_last_attorney_gone};
use crate::choice::Choice;
use crate::document::AttorneyStatus;
use crate::lpa::Lpa;
use crate::lpa::status::{Ordinary, Step};
use crate::problem::Problem;

/// Removes who declines: where its status is kept, and whether it has signed. `kind` names it in what is refused.
pub(super) fn remove(
    who: Option<(&mut Choice<AttorneyStatus>, bool)>,
    kind: &'static str,
) -> Result<(), Problem> {
    let refuse = |why: &str| Err(Problem::new("/type", format!("{kind} {why}")));
    match who {
        None => refuse("not found"),
        Some((_, true)) => refuse("cannot opt out after signing"),
        Some((status, _)) if status.is(AttorneyStatus::Removed) => refuse("has already been removed"),
        Some((status, _)) => {
            *status = AttorneyStatus::Removed.into();
            Ok(())
        }
    }
}

/// What follows for the LPA.
pub(super) fn carry_on(case: &Case<'_>, lpa: &mut Lpa) -> Result<(), Problem> {
    lpa.status = lpa.status.after(Step::Act(Ordinary::OptOut))?;
    note_last_attorney_gone(case.before, lpa);
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::change::sample::{ATTORNEY, CORPORATION, accepted, actor, by, lpa, refused, signed};
    use crate::document::AttorneyStatus;
    use crate::{Lpa, Status};

    /// Each update type, who may decline by it, and what it is called.
    const WAYS: [(&str, &str, &str); 2] = [
        ("ATTORNEY_OPT_OUT", ATTORNEY, "attorney"),
        ("TRUST_CORPORATION_OPT_OUT", CORPORATION, "trust corporation"),
    ];

    fn statuses(lpa: &Lpa) -> [Option<AttorneyStatus>; 2] {
        let document = &lpa.document;
        [document.attorneys()[0].status.known(), document.trust_corporations[0].status.known()]
    }

    #[test]
    fn the_author_is_removed_and_nothing_else_changes() {
        for (place, (kind, who, _)) in WAYS.into_iter().enumerate() {
            let mut expected = statuses(&lpa());
            expected[place] = Some(AttorneyStatus::Removed);
            let after = accepted(&lpa(), &by(&actor(who), kind, &[]));
            assert_eq!(statuses(&after), expected);
            assert_eq!(after.status, Status::InProgress);
            assert!(after.notes.is_empty());
        }
    }

    #[test]
    fn the_author_must_be_an_actor_with_a_uuid() {
        // contract section 5.3 (opt-outs), 2.2: five parts give no uid
        for (kind, who, name) in WAYS {
            let says = |author: &str, source, why: &str| {
                refused(&lpa(), &by(author, kind, &[]), &[(source, why)]);
            };
            let unknown = format!("{name} not found");
            says("urn:opg:sirius:users:34", "/author", "field is required");
            says("urn:opg:poas:makeregister:users:34", "/author", "invalid format");
            says(&actor("00000000-0000-4000-0000-000000000000"), "/type", &unknown);
            says(&actor(&who.to_uppercase()), "/type", &unknown);
        }
    }

    #[test]
    fn after_signing_it_is_too_late() {
        for (kind, who, name) in WAYS {
            let why = format!("{name} cannot opt out after signing");
            refused(&signed(), &by(&actor(who), kind, &[]), &[("/type", &why)]);
        }
    }

    #[test]
    fn a_second_time_is_refused() {
        // W10b: today each repeat is another history entry
        for (kind, who, name) in WAYS {
            let once = accepted(&lpa(), &by(&actor(who), kind, &[]));
            let why = format!("{name} has already been removed");
            refused(&once, &by(&actor(who), kind, &[]), &[("/type", &why)]);
        }
    }

    #[test]
    fn an_lpa_that_has_ended_is_left_alone() {
        // W21
        let ended = Lpa { status: Status::Withdrawn, ..lpa() };
        for (kind, who, _) in WAYS {
            let why = "cannot opt out: the lpa is withdrawn";
            refused(&ended, &by(&actor(who), kind, &[]), &[("/type", why)]);
        }
    }

    #[test]
    fn when_the_last_one_goes_a_finding_is_kept() {
        // rules/safeguarding.md T189: the replacement has to be enabled; the status does not change
        let (mut attorney_alone, mut corporation_alone) = (lpa(), lpa());
        attorney_alone.document.trust_corporations.clear();
        corporation_alone.document.attorneys.as_mut().unwrap().remove(0);
        for (before, (kind, who, _)) in [attorney_alone, corporation_alone].iter().zip(WAYS) {
            let after = accepted(before, &by(&actor(who), kind, &[]));
            let why = "no attorney is active any more: a replacement attorney has to be enabled";
            assert_eq!(after.kept.findings[0].detail, why);
            assert_eq!(after.status, Status::InProgress);
        }
    }

    #[test]
    fn it_carries_no_changes() {
        for (kind, who, _) in WAYS {
            let sent = by(&actor(who), kind, &[("/x", "null", "1")]);
            refused(&lpa(), &sent, &[("/changes", "expected empty")]);
        }
    }
}
