//! How a section of the draft stands.

use jiff::civil::Date;
use serde::Serialize;

use super::Audience;
use crate::choice::Words as _;
use crate::rules::engine::Finding;
use crate::rules::missing::Need;
use crate::rules::rule::Section;
use crate::rules::verdict::{Outcome, Verdict};

crate::words! {
    /// How a section stands, the best first.
    pub enum State {
        /// Nothing in it needs anybody.
        Approved = "approved-so-far",
        /// It may go on, and a person at OPG will look at it.
        Referred = "referred",
        /// OPG's records were not asked, or cannot be asked now. It hinders no drafting.
        WaitsForRecords = "waits-for-records",
        /// Something is not told yet.
        Waits = "waits",
        /// Somebody must confirm something.
        NeedsConfirmation = "needs-confirmation",
        /// Something is not so yet, and will be with time alone.
        NotYet = "not-yet",
        /// Something in it cannot stand.
        CannotStand = "cannot-stand",
    }
}

/// A section as its audience may see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SectionShown {
    /// Which.
    pub section: &'static str,
    /// How it stands: as the worst of its findings.
    pub state: &'static str,
    /// What it waits for: JSON pointers to what is not told yet.
    pub waits_for: Vec<String>,
    /// Up to which day that is so, when time alone changes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Date>,
}

impl SectionShown {
    /// The section, out of the findings that its audience may see.
    pub(super) fn of(section: Section, visible: &[&Finding], audience: Audience) -> Self {
        let own = || visible.iter().filter(|finding| finding.section_for(audience) == section);
        let state = own().map(|finding| state_for(finding, audience)).max().unwrap_or(State::Approved);
        let open = own().filter(|finding| !finding.is_veiled(audience));
        let mut waits_for: Vec<String> =
            open.flat_map(|finding| finding.needs()).filter_map(Need::pointer).collect();
        waits_for.sort_unstable();
        waits_for.dedup();
        let open = own().filter(|finding| !finding.is_veiled(audience));
        let valid_until = open.filter_map(|finding| until(&finding.outcome)).min();
        Self { section: section.word(), state: state.word(), waits_for, valid_until }
    }
}

/// Where the answers of the records are veiled, only a refusal is told, or that they are not there: else a caller would learn from what
/// is still missing what they say.
fn state_for(finding: &Finding, audience: Audience) -> State {
    if !finding.is_veiled(audience) {
        return state(finding);
    }
    match (finding.is_refusal(), finding.waits_for_records) {
        (true, _) => State::CannotStand,
        (false, true) => State::WaitsForRecords,
        (false, false) => State::Approved,
    }
}

fn state(finding: &Finding) -> State {
    match &finding.outcome {
        Outcome::Decided(
            Verdict::NotApplicable | Verdict::Satisfied | Verdict::SatisfiedUntil(_) | Verdict::Noted(_),
        )
        | Outcome::Confirmed(..) => State::Approved,
        Outcome::Decided(Verdict::Refer(_)) => State::Referred,
        Outcome::Decided(Verdict::NeedsConfirmation(_)) | Outcome::NeedsConfirmation(..) => {
            State::NeedsConfirmation
        }
        Outcome::Decided(Verdict::NotYet(_)) => State::NotYet,
        Outcome::Decided(Verdict::Violated(_)) => State::CannotStand,
        Outcome::Unavailable(_) => State::WaitsForRecords,
        Outcome::Undetermined(missing) => {
            let only_records =
                missing.needs().all(|need| matches!(need, Need::NotAsked(..) | Need::CannotSay(..)));
            if only_records { State::WaitsForRecords } else { State::Waits }
        }
    }
}

fn until(outcome: &Outcome) -> Option<Date> {
    match outcome {
        Outcome::Decided(Verdict::SatisfiedUntil(day)) => Some(*day),
        _ => None,
    }
}
