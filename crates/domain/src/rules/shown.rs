//! What of an assessment somebody may see: which sections are approved so far, and what is to be done.
//!
//! The only place that turns findings into an answer. A caller never learns what only OPG knows: a finding of class N3 leaves no trace
//! here, whatever came of it, and N2 and N4 leave one fixed sentence without a ground (rule book section 3).

mod section;
mod words;

use jiff::civil::Date;
use serde::Serialize;

use super::engine::{Assessment, Finding};
use super::missing::At;
use super::rule::{Disclosure, Section};
use super::verdict::{Outcome, Verdict};
use crate::choice::Words as _;

pub use section::{SectionShown, State};

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// A service on whose pages somebody drafts.
    Caller,
    /// Case managers, inside OPG.
    Opg,
}

/// An assessment as its audience may see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Shown {
    /// The rules that were asked.
    pub rule_set: &'static str,
    /// On which day.
    pub on: Date,
    /// Every section, in the order in which a draft is filled in.
    pub sections: Vec<SectionShown>,
    /// What is to be done, or known; what is in order and what is not decided yet is only counted in the sections.
    pub findings: Vec<FindingShown>,
}

/// One finding as its audience may see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FindingShown {
    /// The rule; not named where it would tell the ground.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<&'static str>,
    /// The section that it is about.
    pub section: &'static str,
    /// Where in the draft: a JSON pointer; `""` is the whole.
    pub source: String,
    /// What came of it, in one word.
    pub state: &'static str,
    /// How much it weighs.
    pub severity: &'static str,
    /// What it means and what to do, for people.
    pub detail: &'static str,
    /// From when on it is in order, if nothing else changes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// What to send back so as to confirm.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
    /// What of it is our reading, which OPG has still to confirm.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reading: Option<&'static str>,
}

const N2: &str = "This person cannot take this role here. Choose somebody else, or contact the Office of the Public Guardian.";
const N4: &str = "Stop here, and contact the Office of the Public Guardian.";

impl Assessment {
    /// What `audience` may see of it.
    pub fn shown(&self, audience: Audience) -> Shown {
        let visible: Vec<&Finding> =
            self.findings.iter().filter(|finding| finding.is_visible(audience)).collect();
        let mut findings: Vec<FindingShown> = Vec::new();
        for shown in visible.iter().filter_map(|finding| finding.shown(audience)) {
            if !findings.contains(&shown) {
                findings.push(shown);
            }
        }
        let sections =
            Section::ALL.iter().map(|section| SectionShown::of(*section, &visible, audience)).collect();
        Shown { rule_set: self.rule_set.name(), on: self.on, sections, findings }
    }
}

impl Finding {
    fn is_visible(&self, audience: Audience) -> bool {
        audience == Audience::Opg
            || self.disclosure() != Disclosure::N3
            || self.rule.disclosure != Disclosure::N3
    }

    /// Whether what came of it, and what it would need, hangs on answers that this audience may not learn. All that it may be told
    /// then is a refusal, or that the answers are not there.
    fn is_veiled(&self, audience: Audience) -> bool {
        audience == Audience::Caller && matches!(self.rule.disclosure, Disclosure::N2 | Disclosure::N4)
    }

    /// Where in the draft: a JSON pointer; `""` is the whole.
    pub fn source(&self) -> String {
        self.about.map(|(topic, index)| At(topic, index).to_string()).unwrap_or_default()
    }

    fn is_refusal(&self) -> bool {
        matches!(self.outcome, Outcome::Decided(Verdict::Violated(_)))
    }

    /// The section under which it is shown: that of its rule, but where that would tell the ground.
    fn section_for(&self, audience: Audience) -> Section {
        match (audience, self.rule.disclosure) {
            (Audience::Caller, Disclosure::N4) => Section::Instrument,
            _ => self.rule.section,
        }
    }

    fn shown(&self, audience: Audience) -> Option<FindingShown> {
        let severity = self.outcome.severity()?;
        if self.is_veiled(audience) && !self.is_refusal() {
            return None;
        }
        let whole = FindingShown {
            rule: Some(self.rule.id),
            section: self.section_for(audience).word(),
            source: self.source(),
            state: self.outcome.word(),
            severity: severity.word(),
            detail: words::detail(self),
            from: match self.outcome {
                Outcome::Decided(Verdict::NotYet(from)) => Some(from),
                _ => None,
            },
            digest: match self.outcome {
                Outcome::NeedsConfirmation(_, digest) => Some(digest.to_string()),
                _ => None,
            },
            reading: self.rule.reading,
        };
        Some(match (audience, self.rule.disclosure) {
            (Audience::Caller, Disclosure::N2) => without_ground(whole, N2),
            (Audience::Caller, Disclosure::N4) => {
                let instrument =
                    FindingShown { section: Section::Instrument.word(), source: String::new(), ..whole };
                without_ground(instrument, N4)
            }
            _ => whole,
        })
    }
}

/// The same sentence for whatever ground there is.
fn without_ground(finding: FindingShown, detail: &'static str) -> FindingShown {
    FindingShown { rule: None, state: "violated", detail, from: None, digest: None, reading: None, ..finding }
}
