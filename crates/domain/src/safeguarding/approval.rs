//! How far a draft is approved: every section, and what its approval hangs on.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::asking::Asking;
use super::catalogue;
use crate::LpaUid;
use crate::approval::{Concern, LedgerEntry, ReferralId};
use crate::choice::Words as _;
use crate::rules::{
    Answers, Audience, Digest, Finding, FindingShown, Outcome, Section, SectionShown, Verdict, assess,
};

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
    /// Since when it has stood so, on this; nothing before that was noted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<Timestamp>,
}

impl Approval {
    /// The same, with since when each section has stood so, as far as the ledger knows.
    #[must_use]
    pub fn since(mut self, ledger: &[LedgerEntry]) -> Self {
        for section in &mut self.sections {
            section.since = ledger.iter().find(|entry| entry.is_of(section)).map(|entry| entry.since);
        }
        self
    }
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
            sections: sections
                .map(|(shown, digest)| SectionApproval { shown, digest, since: None })
                .collect(),
            findings: shown.findings,
            ignored: self.ignored().to_vec(),
        }
    }

    /// Why case managers should look at it, as the draft numbered `uid`: every referral, whatever may be told of it. The same concern has
    /// the same id, whenever it is found.
    pub fn concerns(&self, uid: LpaUid, today: Date, answers: &Answers) -> Vec<Concern> {
        let Ok(facts) = self.facts(today, answers) else { return Vec::new() };
        let refers = |finding: &Finding| matches!(finding.outcome, Outcome::Decided(Verdict::Refer(_)));
        let findings = assess(&facts, catalogue()).findings;
        let mut concerns: Vec<Concern> = findings
            .iter()
            .filter(|finding| refers(finding))
            .map(|finding| {
                let source = finding.source();
                let id = id(uid, finding.rule.id, &source, &facts.digest_of_finding(finding));
                Concern { id, rule: finding.rule.id.to_owned(), source }
            })
            .collect();
        concerns.sort_unstable();
        concerns.dedup();
        concerns
    }

    /// The digest of each section, in the order of [`Section::ALL`].
    fn digests(&self, today: Date) -> Vec<String> {
        let (none, rules) = (Answers::none(), catalogue());
        let Ok(facts) = self.facts(today, &none) else { return Vec::new() };
        Section::ALL.iter().map(|section| facts.digest_of(*section, rules).to_string()).collect()
    }
}

/// The first half of a digest of everything that makes a concern another one.
fn id(uid: LpaUid, rule: &str, source: &str, digest: &Digest) -> ReferralId {
    let mut hash = Sha256::new();
    hash.update(format!("causeway referral 1|{uid}|{rule}|{source}|"));
    hash.update(digest.bytes());
    let whole: [u8; 32] = hash.finalize().into();
    let mut half = [0; 16];
    half.copy_from_slice(&whole[..16]);
    ReferralId(uuid::Builder::from_custom_bytes(half).into_uuid())
}

#[cfg(test)]
mod tests;
