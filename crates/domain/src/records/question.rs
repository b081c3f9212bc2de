//! What may be asked of OPG's records: a closed list, each answered yes, no or cannot say.

mod read;
#[cfg(test)]
mod tests;

use jiff::civil::Date;
use serde_json::{Value, json};

use super::answer::Answer;
use super::drafting::{Drafting, FoundMatter};
use super::subject::{KnownBy, Subject};
use crate::choice::Words as _;
use crate::document::LpaType;
use crate::fees::{Invitation, Terms};
use crate::lpa::reference::Reference;

/// One question to OPG's records. Disclosed as N1 (safeguarding.md section 3): yes or no on the values supplied, and never which of
/// them was wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// Did OPG invite this donor to apply once more so (fees.md, R-04)?
    RepeatInvitation {
        /// The application that could not be registered.
        reference: Reference,
        /// What kind of LPA is applied for now.
        lpa_type: LpaType,
        /// What the applicant says that OPG's letter says.
        terms: Terms,
        /// When the new application is made.
        made_on: Date,
        /// Who gives the power.
        donor: Subject,
    },
    /// Does an application with this reference exist, and is it this donor's (safeguarding.md, K05)?
    ReferenceBelongs {
        /// The application.
        reference: Reference,
        /// Who gives the power.
        donor: Subject,
    },
    /// What a rule asks while an LPA is drafted.
    Drafting(Drafting),
}

/// What an adapter found for one question, among the facts that name its reference and its donor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Whether case management ever told facts of the kind that the question is about, all of which can be compared. Before that,
    /// finding none says nothing.
    pub is_told: bool,
    /// The invitations of this donor under this reference that are not retracted.
    pub invitations: Vec<Invitation>,
    /// What the register itself holds under the reference.
    pub in_register: InRegister,
    /// The matters that may bear on a question of [`Question::Drafting`] and are not retracted.
    pub matters: Vec<FoundMatter>,
}

/// What the register itself holds under a reference.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InRegister {
    /// No LPA and no draft.
    #[default]
    Nothing,
    /// One of this donor.
    Theirs,
    /// One of somebody else, or of somebody of whom too little is known.
    Anothers,
}

impl InRegister {
    /// Whose it is that the register holds.
    pub fn of(held: &Subject, asked: &KnownBy) -> Self {
        if held.known_by().is_some_and(|held| held.agrees(asked)) { Self::Theirs } else { Self::Anothers }
    }
}

impl Question {
    /// The word for [`Question::RepeatInvitation`].
    pub const REPEAT_INVITATION: &'static str = "repeat-invitation";

    /// Which application it names, if it names one.
    pub const fn reference(&self) -> Option<Reference> {
        match self {
            Self::RepeatInvitation { reference, .. } | Self::ReferenceBelongs { reference, .. } => {
                Some(*reference)
            }
            Self::Drafting(_) => None,
        }
    }

    /// Whom it is about.
    pub const fn donor(&self) -> &Subject {
        match self {
            Self::RepeatInvitation { donor, .. } | Self::ReferenceBelongs { donor, .. } => donor,
            Self::Drafting(drafting) => &drafting.donor,
        }
    }

    /// What follows from what was found. Of whom too little is known nobody can tell; that hangs on what the asker typed alone, so
    /// it gives nothing away.
    pub fn answer(&self, found: &Found) -> Answer {
        match self {
            Self::Drafting(drafting) => drafting.answer(&found.matters, found.is_told),
            _ if self.donor().known_by().is_none() => Answer::CannotSay,
            Self::RepeatInvitation { reference, lpa_type, terms, made_on, .. } => {
                let invites = |each: &Invitation| each.invites(*reference, *lpa_type, *terms, *made_on);
                match found.invitations.iter().any(invites) {
                    true => Answer::Yes,
                    false if found.is_told => Answer::No,
                    false => Answer::CannotSay,
                }
            }
            Self::ReferenceBelongs { .. } if !found.invitations.is_empty() => Answer::Yes,
            Self::ReferenceBelongs { reference, .. } => match (reference, found.in_register) {
                (_, InRegister::Theirs) => Answer::Yes,
                // The register holds every modernised LPA; of the older ones it may know nothing.
                (Reference::Modernised(_), _) => Answer::No,
                (Reference::Legacy(_) | Reference::Online(_), _) => Answer::CannotSay,
            },
        }
    }

    /// As it goes from one Causeway to another (`docs/records.md`).
    pub fn written(&self) -> Value {
        match self {
            Self::RepeatInvitation { reference, lpa_type, terms, made_on, donor } => json!({
                "ask": read::Ask::RepeatInvitation.word(), "reference": reference.to_string(), "lpaType": lpa_type.word(),
                "terms": terms.word(), "madeOn": made_on.to_string(), "donor": donor,
            }),
            Self::ReferenceBelongs { reference, donor } => json!({
                "ask": read::Ask::ReferenceBelongs.word(), "reference": reference.to_string(), "donor": donor,
            }),
            Self::Drafting(Drafting { ask, of, donor, uid, lpa_type, on }) => json!({
                "ask": ask.word(), "of": of, "donor": donor, "uid": uid.map(|uid| uid.to_string()),
                "lpaType": lpa_type.map(LpaType::word), "on": on.to_string(),
            }),
        }
    }
}
