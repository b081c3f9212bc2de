//! Ineffective restrictions are severed (contract section 5.3, `SEVER_RESTRICTIONS_AND_CONDITIONS`).
//!
//! Stricter than today's service: an update that leaves the text as it is (`"new": null`) is refused, where today's changes
//! nothing and still empties the scans and writes the note (contract section 9, W15); and an LPA that has ended is left
//! alone (W21).

use super::engine::Fields;
use super::engine::rules::any;
use super::note::{Said, note};
use super::{Case, LegalAct, NO_CHANGES};
use crate::lpa::Lpa;
use crate::lpa::status::{Ordinary, Step};
use crate::problem::Problem;

/// Words that a power cannot hold are taken out of it (Mental Capacity Act 2005 Schedule 1 paragraph 11).
pub(super) struct RestrictionsSevered;

impl LegalAct for RestrictionsSevered {
    type Carried = ();

    fn carries(fields: &mut Fields<'_>, lpa: &mut Lpa) -> Option<()> {
        fields.at("restrictionsAndConditions").optional(&mut lpa.document.restrictions_and_conditions, any);
        Some(())
    }

    fn takes_effect(case: &Case<'_>, lpa: &mut Lpa, (): ()) -> Result<(), Problem> {
        let text = &lpa.document.restrictions_and_conditions;
        if *text == case.before.document.restrictions_and_conditions {
            return Err(Problem::new("/changes", NO_CHANGES));
        }
        lpa.status = lpa.status.after(Step::Act(Ordinary::Sever))?;
        let left = match text.as_str() {
            "" => "All restrictions have been severed from the LPA",
            some => some,
        };
        note(&mut lpa.notes, case.at, Said::Severed { text: left.to_owned() });
        lpa.document.restrictions_and_conditions_images.clear();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::change::sample::{accepted, lpa, refused, standing, update};
    use crate::document::Image;
    use crate::{Lpa, Status};

    const KIND: &str = "SEVER_RESTRICTIONS_AND_CONDITIONS";
    const KEY: &str = "/restrictionsAndConditions";
    const OLD: &str = "\"no house sale\"";

    fn scanned() -> Lpa {
        let mut lpa = lpa();
        lpa.document.restrictions_and_conditions_images = vec![Image::default()];
        lpa
    }

    #[test]
    fn the_text_changes_the_scans_go_and_a_note_says_so() {
        // contract section 5.3
        for (new, noted) in [("no sale", "no sale"), ("", "All restrictions have been severed from the LPA")]
        {
            let after = accepted(&scanned(), &update(KIND, &[(KEY, OLD, &format!("\"{new}\""))]));
            assert_eq!(after.document.restrictions_and_conditions.as_str(), new);
            assert!(after.document.restrictions_and_conditions_images.is_empty());
            assert_eq!(after.notes[0].kind, "SEVER_RESTRICTIONS_AND_CONDITIONS_V1");
            assert_eq!(after.notes[0].values["updatedRestrictionsAndConditions"], noted);
        }
    }

    #[test]
    fn severing_nothing_is_refused() {
        // contract section 5.3; `null`: W15
        let nothing = [("/changes", "no changes provided")];
        refused(&scanned(), &update(KIND, &[]), &nothing);
        refused(&scanned(), &update(KIND, &[(KEY, OLD, "null")]), &nothing);
    }

    #[test]
    fn an_lpa_that_has_ended_is_left_alone() {
        // W21
        let why = "cannot sever restrictions and conditions: the lpa is do-not-register";
        let sent = update(KIND, &[(KEY, OLD, "\"\"")]);
        refused(&standing(Status::DoNotRegister), &sent, &[("/type", why)]);
    }

    #[test]
    fn nothing_else_is_carried() {
        let sent = update(KIND, &[("/donor/email", "null", "\"x\"")]);
        refused(&lpa(), &sent, &[("/changes/0", "unexpected change provided")]);
    }
}
