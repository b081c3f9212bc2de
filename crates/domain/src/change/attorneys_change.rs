//! Attorneys are removed, or replacements step in (contract section 5.3, `CHANGE_ATTORNEYS`).
//!
//! Stricter than today's service: who has been removed stays removed, also by the detour over inactive
//! (rules/safeguarding.md T184), and an LPA that has ended is left alone (contract section 9, W21).

use super::engine::Fields;
use super::engine::rules::listed;
use super::note::{Said, note};
use super::{Case, LegalAct, note_last_attorney_gone};
use crate::document::{AppointmentType, Attorney, AttorneyStatus};
use crate::lpa::Lpa;
use crate::lpa::status::{Ordinary, Step};
use crate::problem::Problem;

/// Attorneys leave, or replacements step in (Mental Capacity Act 2005 sections 10(8) and 13).
pub(super) struct AttorneysChange;

impl LegalAct for AttorneysChange {
    type Carried = Vec<usize>;

    fn carries(fields: &mut Fields<'_>, lpa: &mut Lpa) -> Option<Vec<usize>> {
        let attorneys = lpa.document.attorneys.as_deref_mut().unwrap_or_default();
        let mut who = Vec::new();
        fields.required_group("attorneys", |fields| {
            who = fields.each_of(attorneys, |fields, attorney| {
                fields.at("status").required(&mut attorney.status, listed);
            });
        });
        Some(who)
    }

    fn takes_effect(case: &Case<'_>, lpa: &mut Lpa, who: Vec<usize>) -> Result<(), Problem> {
        for place in who {
            let (Some(before), Some(after)) =
                (case.before.document.attorneys().get(place), lpa.document.attorneys().get(place))
            else {
                continue;
            };
            if let Some(detail) = forbidden(before, after) {
                return Err(Problem::new(format!("/attorneys/{place}/status"), detail));
            }
            if let Some(said) = said(before, after) {
                note(&mut lpa.notes, case.at, said);
            }
        }
        lpa.status = lpa.status.after(Step::Act(Ordinary::ChangeAttorneys))?;
        note_last_attorney_gone(case.before, lpa);
        Ok(())
    }
}

/// Why an attorney's status cannot change so.
fn forbidden(before: &Attorney, after: &Attorney) -> Option<&'static str> {
    use AttorneyStatus::{Active, Inactive, Removed};
    match (before.status.known()?, after.status.known()?) {
        (Active, Inactive) => Some("An active attorney cannot be made inactive"),
        (Removed, Active) => Some("A removed attorney cannot be made active"),
        (Removed, Inactive) => Some("A removed attorney cannot be made inactive"),
        (Active, Active | Removed) | (Inactive, Active | Inactive | Removed) | (Removed, Removed) => None,
    }
}

/// The note of a change.
fn said(before: &Attorney, after: &Attorney) -> Option<Said> {
    let full_name = || super::note::full_name(&after.first_names, &after.last_name);
    if before.status == after.status {
        None
    } else if after.status.is(AttorneyStatus::Removed) {
        Some(Said::AttorneyRemoved { full_name: full_name() })
    } else if after.status.is(AttorneyStatus::Active)
        && after.appointment_type.is(AppointmentType::Replacement)
    {
        Some(Said::ReplacementEnabled { full_name: full_name() })
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::AttorneyStatus::{self, Active, Removed};
    use crate::change::sample::{ATTORNEY, REPLACEMENT, accepted, lpa, refused, standing, update};
    use crate::{Lpa, Status};

    const KIND: &str = "CHANGE_ATTORNEYS";
    const REMOVE: (&str, &str, &str) = ("/attorneys/0/status", "\"active\"", "\"removed\"");

    fn with(status: AttorneyStatus) -> Lpa {
        let mut lpa = lpa();
        lpa.document.attorneys.as_mut().unwrap()[0].status = status.into();
        lpa
    }

    #[test]
    fn one_leaves_another_steps_in_and_notes_say_so() {
        let second = format!("/attorneys/{REPLACEMENT}/status");
        let after = accepted(&lpa(), &update(KIND, &[(&second, "\"inactive\"", "\"active\""), REMOVE]));
        assert!(after.document.attorneys()[0].status.is(Removed));
        assert!(after.document.attorneys()[1].status.is(Active));
        assert!(after.kept.findings.is_empty());
        // contract section 3.1; 5.3: in the order of first appearance
        let notes = serde_json::to_value(&after.notes).unwrap();
        let at = "2026-02-01T12:30:45Z";
        assert_eq!(
            notes,
            serde_json::json!([
                {"type": "REPLACEMENT_ATTORNEY_ENABLED_V1", "datetime": at, "values": {"fullName": "Mabel Seakrest"}},
                {"type": "ATTORNEY_REMOVED_V1", "datetime": at, "values": {"fullName": "Herman Seakrest"}},
            ])
        );
    }

    #[test]
    fn the_forbidden_ways_are_refused() {
        // contract section 5.3; the last is ours (rules/safeguarding.md T184)
        for (from, old, new, why) in [
            (Active, "\"active\"", "\"inactive\"", "An active attorney cannot be made inactive"),
            (Removed, "\"removed\"", "\"active\"", "A removed attorney cannot be made active"),
            (Removed, "\"removed\"", "\"inactive\"", "A removed attorney cannot be made inactive"),
        ] {
            let key = format!("/attorneys/{ATTORNEY}/status");
            refused(&with(from), &update(KIND, &[(&key, old, new)]), &[("/attorneys/0/status", why)]);
        }
    }

    #[test]
    fn every_problem_of_every_attorney_is_reported() {
        // contract section 5.2; negative index: 9.4
        let sent = update(
            KIND,
            &[
                ("/attorneys/7/status", "null", "\"active\""),
                ("/attorneys/-1/status", "null", "\"active\""),
                ("/attorneys/0/status", "\"inactive\"", "\"active\""),
                ("/attorneys/1/status", "\"inactive\"", "\"\""),
                ("/attorneys/1/status", "\"inactive\"", "\"removed\""),
                ("/attorneys//status", "\"inactive\"", "\"active\""),
                ("/attorneys/0", "\"inactive\"", "\"active\""),
                ("/attorneys", "\"inactive\"", "\"active\""),
            ],
        );
        let problems = [
            ("/changes/5/key", "require index or actor UID"),
            ("/changes/6/key", "require index or actor UID"),
            ("/changes/0/key", "index out of range"),
            ("/changes/1/key", "index out of range"),
            ("/changes/2/old", "does not match existing value"),
            ("/changes/3/new", "invalid value"),
            ("/changes/4", "unexpected change provided"),
            ("/changes/7", "unexpected change provided"),
        ];
        refused(&lpa(), &sent, &problems);
        refused(&lpa(), &update(KIND, &[]), &[("/changes", "missing /attorneys/...")]);
    }

    #[test]
    fn an_attorney_is_named_once() {
        // W11
        let by_uid = format!("/attorneys/{ATTORNEY}/status");
        let sent = update(
            KIND,
            &[REMOVE, (&by_uid, REMOVE.1, REMOVE.2), ("/attorneys/00/status", REMOVE.1, REMOVE.2)],
        );
        let out = |source| (source, "index out of range");
        refused(&lpa(), &sent, &[out("/changes/1/key"), out("/changes/2/key")]);
    }

    #[test]
    fn when_nobody_is_left_a_finding_is_kept() {
        // rules/safeguarding.md T190: not refused, and the status stays
        let mut alone = lpa();
        alone.document.trust_corporations.clear();
        alone.document.attorneys.as_mut().unwrap().pop();
        let after = accepted(&alone, &update(KIND, &[("/attorneys/00/status", REMOVE.1, REMOVE.2)]));
        assert_eq!(after.status, Status::InProgress);
        let why = "no attorney is active any more, and no replacement is left";
        assert_eq!(after.kept.findings[0].detail, why);
    }

    #[test]
    fn an_lpa_that_has_ended_is_left_alone() {
        // W21
        let why = "cannot change attorneys: the lpa is cancelled";
        refused(&standing(Status::Cancelled), &update(KIND, &[REMOVE]), &[("/type", why)]);
        let after = accepted(&standing(Status::Registered), &update(KIND, &[REMOVE]));
        assert!(after.document.attorneys()[0].status.is(Removed));
    }
}
