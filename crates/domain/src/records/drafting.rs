//! A question that arises while an LPA is drafted.

#[cfg(test)]
mod tests;

use jiff::civil::Date;

use super::answer::Answer;
use super::matter::{Concerns, MatterKind, MatterTerms, Said};
use super::subject::Subject;
use crate::LpaUid;
use crate::document::LpaType;
use crate::matching::{Agreement, Circle, Class};
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

/// A matter that was found, and how far it is about those who are asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FoundMatter {
    /// What it says.
    pub said: Said,
    /// What whom it is about shares with whom is asked about.
    pub of: Agreement,
    /// What its donor shares with the donor.
    pub donor: Agreement,
}

impl Drafting {
    /// The kind of matter that answers it; `None`: nobody tells it yet.
    pub fn kind(&self) -> Option<MatterKind> {
        MatterKind::answering(self.ask)
    }

    /// What follows from the matters that were found, where `is_told` says whether any of their kind was ever told. Yes on a strong
    /// match, probable on a probable one (rule book, section 5.4).
    pub fn answer(&self, found: &[FoundMatter], is_told: bool) -> Answer {
        let Some(terms) = self.kind().map(MatterKind::terms).filter(|terms| self.says_enough(*terms)) else {
            return Answer::CannotSay;
        };
        let classes = found.iter().filter(|each| self.bears(terms, &each.said));
        match classes.map(|each| self.class(terms, each)).min() {
            Some(Class::Strong) => Answer::Yes,
            Some(Class::Probable) => Answer::Probable,
            _ if is_told => Answer::No,
            _ => Answer::CannotSay,
        }
    }

    /// Whether enough is known to look; that hangs on what the asker typed alone.
    fn says_enough(&self, terms: MatterTerms) -> bool {
        let knows = |person: &Subject| person.compared().can_be_sought();
        let knows_whom = match terms.concerns {
            Concerns::Person => knows(&self.of),
            Concerns::PersonOfDonor => knows(&self.of) && knows(&self.donor),
            Concerns::PersonOrLpa => knows(&self.of) || self.uid.is_some(),
            Concerns::Lpa => self.uid.is_some(),
        };
        knows_whom && (!terms.of_type || self.lpa_type.is_some())
    }

    /// Whether the matter bears on this draft, on this day.
    fn bears(&self, terms: MatterTerms, said: &Said) -> bool {
        let is_of_type = !terms.of_type || said.lpa_type.is_none() || said.lpa_type == self.lpa_type;
        // The draft's own application is no other LPA (A15).
        let is_itself = said.kind == MatterKind::Lpa && said.uid.is_some() && said.uid == self.uid;
        said.kind == terms.kind && is_of_type && !is_itself && said.holds_on(self.on)
    }

    fn class(&self, terms: MatterTerms, found: &FoundMatter) -> Class {
        let is_of_lpa = found.said.uid.is_some() && found.said.uid == self.uid;
        let by_number = if is_of_lpa { Class::Strong } else { Class::None };
        let register = found.of.class(Circle::Register);
        match terms.concerns {
            Concerns::Person => register,
            Concerns::PersonOrLpa => register.min(by_number),
            Concerns::Lpa => by_number,
            // No surer than that it is the same donor.
            Concerns::PersonOfDonor => {
                found.donor.class(Circle::Register).max(found.of.class(Circle::OneDonor))
            }
        }
    }
}
