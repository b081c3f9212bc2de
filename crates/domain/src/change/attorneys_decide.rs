//! Attorneys lose or regain their part in joint decisions (contract section 5.3, `ATTORNEY_DECISIONS`).
//!
//! An attorney out of range among others, which crashes today's service, is a problem like any other (contract section 9.4).

use super::engine::Fields;
use super::engine::rules::any;
use super::{Case, LegalAct};
use crate::document::{AppointmentType, Attorney, Document, HowDecisions};
use crate::lpa::Lpa;
use crate::problem::Problem;

/// Whether attorneys can take part in joint decisions, where only some decisions are joint.
pub(super) struct AttorneysDecide;

impl LegalAct for AttorneysDecide {
    type Carried = Vec<usize>;

    fn carries(fields: &mut Fields<'_>, lpa: &mut Lpa) -> Option<Vec<usize>> {
        let attorneys = lpa.document.attorneys.as_deref_mut().unwrap_or_default();
        let mut who = Vec::new();
        fields.required_group("attorneys", |fields| {
            who = fields.each_of(attorneys, |fields, attorney| {
                fields
                    .at("cannotMakeJointDecisions")
                    .required(&mut attorney.cannot_make_joint_decisions, any);
            });
        });
        Some(who)
    }

    fn takes_effect(_case: &Case<'_>, lpa: &mut Lpa, who: Vec<usize>) -> Result<(), Problem> {
        for place in who {
            let attorney = lpa.document.attorneys().get(place);
            if !attorney.is_some_and(|attorney| decides_some_jointly(&lpa.document, attorney)) {
                return Err(Problem::new(
                    format!("/attorneys/{place}/cannotMakeJointDecisions"),
                    "The appointment type must be jointly for some and severally for others",
                ));
            }
        }
        Ok(())
    }
}

/// Whether the attorneys of this one's appointment decide some matters jointly.
fn decides_some_jointly(document: &Document, attorney: &Attorney) -> bool {
    let how = match attorney.appointment_type.known() {
        Some(AppointmentType::Original) => &document.how_attorneys_make_decisions,
        Some(AppointmentType::Replacement) => &document.how_replacement_attorneys_make_decisions,
        None => return false,
    };
    how.is(HowDecisions::JointlyForSomeSeverallyForOthers)
}

#[cfg(test)]
mod tests {
    use crate::Lpa;
    use crate::change::sample::{accepted, lpa, refused, update};
    use crate::document::HowDecisions::JointlyForSomeSeverallyForOthers;

    const KIND: &str = "ATTORNEY_DECISIONS";
    const ORIGINAL: (&str, &str, &str) = ("/attorneys/0/cannotMakeJointDecisions", "null", "true");
    const REPLACEMENT: (&str, &str, &str) = ("/attorneys/1/cannotMakeJointDecisions", "false", "true");
    const WHY: &str = "The appointment type must be jointly for some and severally for others";

    fn some_jointly() -> Lpa {
        let mut lpa = lpa();
        lpa.document.how_attorneys_make_decisions = JointlyForSomeSeverallyForOthers.into();
        lpa
    }

    #[test]
    fn where_some_decisions_are_joint_the_flag_is_set() {
        let mut both = some_jointly();
        both.document.how_replacement_attorneys_make_decisions = JointlyForSomeSeverallyForOthers.into();
        let after = accepted(&both, &update(KIND, &[ORIGINAL, REPLACEMENT]));
        assert!(after.document.attorneys().iter().all(|each| each.cannot_make_joint_decisions));
    }

    #[test]
    fn elsewhere_it_is_refused_for_the_first_such_attorney() {
        // contract section 5.2, end: only the first broken rule
        let sent = update(KIND, &[ORIGINAL, REPLACEMENT]);
        refused(&lpa(), &sent, &[("/attorneys/0/cannotMakeJointDecisions", WHY)]);
        refused(&some_jointly(), &sent, &[("/attorneys/1/cannotMakeJointDecisions", WHY)]);
    }

    #[test]
    fn an_attorney_out_of_range_among_others_is_a_problem_only() {
        // contract section 9.4: today's service crashes
        let sent = update(KIND, &[("/attorneys/9/cannotMakeJointDecisions", "null", "true"), ORIGINAL]);
        refused(&some_jointly(), &sent, &[("/changes/0/key", "index out of range")]);
    }

    #[test]
    fn only_a_boolean_will_do() {
        let wrong = update(KIND, &[(ORIGINAL.0, "false", "\"yes\"")]);
        refused(&lpa(), &wrong, &[("/changes/0/new", "unexpected type")]);
        // contract section 9.4: a string for a boolean crashes today's service
        let wrong = update(KIND, &[(ORIGINAL.0, "\"no\"", "true")]);
        refused(&lpa(), &wrong, &[("/changes/0/old", "does not match existing value")]);
        refused(&lpa(), &update(KIND, &[]), &[("/changes", "missing /attorneys/...")]);
    }
}
