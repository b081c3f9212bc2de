//! How far a draft is approved: every section, and what its approval hangs on.

use jiff::civil::Date;
use serde::Serialize;

use super::asking::Asking;
use super::every_rule;
use crate::choice::Words as _;
use crate::rules::{Answers, Audience, FindingShown, Section, SectionShown};

/// A draft as its audience may see it approved (`docs/drafts.md`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Approval {
    /// The rules that were asked.
    pub rule_set: &'static str,
    /// On which day, in London.
    pub on: Date,
    /// Every section, in the order in which a draft is filled in.
    pub sections: Vec<SectionApproval>,
    /// What is to be done, or known.
    pub findings: Vec<FindingShown>,
    /// What of the draft, and of what is told beside it, no rule reads: JSON pointers.
    pub ignored: Vec<String>,
}

/// A section, and the digest of what it hangs on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SectionApproval {
    /// How it stands.
    #[serde(flatten)]
    pub shown: SectionShown,
    /// SHA-256, in hexadecimal, of everything told that the section hangs on: as long as it is the same, nothing of the section was changed.
    pub digest: String,
}

impl Asking {
    /// How far it is approved on `today`, knowing what the records answered.
    pub fn approval(&self, today: Date, answers: &Answers, audience: Audience) -> Approval {
        let shown = self.assessment(today, answers).shown(audience);
        let digests = self.digests(today);
        let sections = shown.sections.into_iter().zip(digests);
        Approval {
            rule_set: shown.rule_set,
            on: shown.on,
            sections: sections.map(|(shown, digest)| SectionApproval { shown, digest }).collect(),
            findings: shown.findings,
            ignored: self.ignored().to_vec(),
        }
    }

    /// The digest of each section, in the order of [`Section::ALL`].
    fn digests(&self, today: Date) -> Vec<String> {
        let (none, rules) = (Answers::none(), every_rule());
        let Ok(facts) = self.facts(today, &none) else { return Vec::new() };
        Section::ALL.iter().map(|section| facts.digest_of(*section, &rules).to_string()).collect()
    }
}

#[cfg(test)]
mod tests;
