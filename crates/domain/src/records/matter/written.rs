//! The kinds of matters as a table for people.

use std::fmt::Write as _;

use super::{Concerns, MATTERS, MatterKind, MatterTerms};
use crate::choice::Words as _;
use crate::rules::Input;
use crate::safeguarding::catalogue;

/// The table of `docs/records.md`, with its name.
pub fn tables() -> Vec<(String, String)> {
    let mut table = String::from("| `kind` | what it says | about | rules |\n|---|---|---|---|\n");
    for terms in MATTERS {
        let (word, says, about) = (terms.kind.word(), says(terms.kind), about(terms));
        let _infallible = writeln!(table, "| `{word}` | {says} | {about} | {} |", rules(terms));
    }
    vec![("matters".to_owned(), table)]
}

fn about(terms: MatterTerms) -> String {
    let whom = match terms.concerns {
        Concerns::Person => "`of`",
        Concerns::PersonOfDonor => "`of` and `donor`",
        Concerns::PersonOrLpa => "`of`, or `uid`",
        Concerns::Lpa => "`uid`",
    };
    let hangs = if terms.of_type { "; LPAs of `lpaType`" } else { "" };
    let counts = terms.years.map(|years| format!("; for {years} years from `since`")).unwrap_or_default();
    format!("{whom}{hangs}{counts}")
}

fn rules(terms: MatterTerms) -> String {
    let asks = |input: &Input| matches!(input, Input::Recorded(_, question) if *question == terms.answers);
    let of_it = catalogue().rules().filter(|rule| rule.reads.iter().any(asks));
    let ids: Vec<&str> = of_it.map(|rule| rule.id).collect();
    ids.join(", ")
}

const fn says(kind: MatterKind) -> &'static str {
    match kind {
        MatterKind::Death => "somebody has died",
        MatterKind::CapacityDoubt => "somebody's capacity is doubted",
        MatterKind::Insolvency => "bankruptcy, a debt relief order or a bankruptcy restrictions order",
        MatterKind::Deputy => "a deputy decides for the donor in matters of this type of LPA",
        MatterKind::Lpa => "a live or pending LPA of the donor",
        MatterKind::DonorInvestigation => "an investigation, open, about a donor",
        MatterKind::AttorneyInvestigation => {
            "an investigation, open or substantiated, of somebody as an attorney"
        }
        MatterKind::Barring => "barred from work with vulnerable adults",
        MatterKind::CourtRemoval => {
            "removed by the court, or named in an LPA revoked for fraud, pressure or conduct"
        }
        MatterKind::DonorRemoval => "a donor revoked or removed this attorney",
        MatterKind::PartnershipEnd => "a marriage or civil partnership with the donor that has ended",
        MatterKind::Appointment => "an attorney or replacement on an LPA or EPA that the donor executed",
        MatterKind::CertifierConcern => "a certificate set aside, or an answer refused to OPG",
        MatterKind::FalseVouch => "vouched falsely for somebody",
        MatterKind::FraudDecision => "a check against fraud ended in *stop* or *refer*",
        MatterKind::EndedUnregistered => "an LPA of the donor ended unregistered",
        MatterKind::UpheldObjection => "an objection was upheld",
        MatterKind::Warning => "an active warning",
        MatterKind::Complaint => "an open major or security complaint",
        MatterKind::CourtOrder => "an order of the court that restricts somebody's powers",
        MatterKind::Epa => "an enduring power of attorney of the donor",
        MatterKind::Hold => "an open hold of the police or a local authority",
        MatterKind::FactualGround => "a factual ground on which the power has ended, established",
        MatterKind::PrescribedGround => "an application to the court on a prescribed ground",
        MatterKind::DonorObjection => "the donor's own objection, open",
        MatterKind::Objection => "somebody else's objection, open",
        MatterKind::Severance => "a severance that no court has ordered yet",
    }
}
