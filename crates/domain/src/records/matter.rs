//! A matter: what case management knows of a person, or of an LPA, that bears on one that is drafted.

mod read;
#[cfg(test)]
mod tests;
pub mod written;

use jiff::civil::Date;
use serde_json::{Value, json};

use super::subject::Subject;
use crate::LpaUid;
use crate::choice::Words as _;
use crate::document::LpaType;
use crate::rules::Question;

crate::words! {
    /// What kind of matter it is. Each answers one question: [`MatterKind::terms`].
    pub enum MatterKind {
        /// Somebody has died.
        Death = "death",
        /// Somebody's capacity is doubted.
        CapacityDoubt = "capacity-doubt",
        /// Bankruptcy, a debt relief order or a bankruptcy restrictions order.
        Insolvency = "insolvency",
        /// A deputy decides for the donor in matters of this type of LPA.
        Deputy = "deputy",
        /// A live or pending LPA of the donor.
        Lpa = "lpa",
        /// An investigation, open, about a donor.
        DonorInvestigation = "donor-investigation",
        /// An investigation, open or substantiated, of somebody as an attorney.
        AttorneyInvestigation = "attorney-investigation",
        /// Barred from work with vulnerable adults.
        Barring = "barring",
        /// Removed by the court, or named in an LPA revoked for fraud, pressure or conduct.
        CourtRemoval = "court-removal",
        /// A donor revoked or removed this attorney.
        DonorRemoval = "donor-removal",
        /// A marriage or civil partnership with the donor that has ended.
        PartnershipEnd = "partnership-end",
        /// An attorney or replacement on an LPA or EPA that the donor executed.
        Appointment = "appointment",
        /// A certificate set aside, or an answer refused to OPG.
        CertifierConcern = "certifier-concern",
        /// Vouched falsely for somebody.
        FalseVouch = "false-vouch",
        /// A check against fraud ended in *stop* or *refer*.
        FraudDecision = "fraud-decision",
        /// An LPA of the donor ended unregistered.
        EndedUnregistered = "ended-unregistered",
        /// An objection was upheld.
        UpheldObjection = "upheld-objection",
        /// An active warning.
        Warning = "warning",
        /// An open major or security complaint.
        Complaint = "complaint",
        /// An order of the court that restricts somebody's powers.
        CourtOrder = "court-order",
        /// An enduring power of attorney of the donor.
        Epa = "epa",
        /// An open hold of the police or a local authority.
        Hold = "hold",
        /// A factual ground on which the power has ended, established.
        FactualGround = "factual-ground",
        /// An application to the court on a prescribed ground.
        PrescribedGround = "prescribed-ground",
        /// The donor's own objection, open.
        DonorObjection = "donor-objection",
        /// Somebody else's objection, open.
        Objection = "objection",
        /// A severance that no court has ordered yet.
        Severance = "severance",
    }
}

/// Whom or what a kind of matter is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Concerns {
    /// One person, wherever they act.
    Person,
    /// One person and the donor whose LPA it was.
    PersonOfDonor,
    /// One person, or the LPA with this number.
    PersonOrLpa,
    /// The LPA with this number.
    Lpa,
}

/// What a kind of matter says, and of whom.
#[derive(Clone, Copy, Debug)]
pub struct MatterTerms {
    /// The kind.
    pub kind: MatterKind,
    /// Whom or what it is about.
    pub concerns: Concerns,
    /// The question to which it says yes; its rules stand there.
    pub answers: Question,
    /// Whether it is about LPAs of one type.
    pub of_type: bool,
    /// For how many years it counts, from its first day; `None`: until it is over.
    pub years: Option<i16>,
}

const fn of(kind: MatterKind, concerns: Concerns, answers: Question) -> MatterTerms {
    MatterTerms { kind, concerns, answers, of_type: false, years: None }
}

const fn typed(kind: MatterKind, answers: Question) -> MatterTerms {
    MatterTerms { of_type: true, ..of(kind, Concerns::Person, answers) }
}

/// Every kind, in the order of [`MatterKind`] (rule book, section 4, the rules named at each [`Question`]).
pub const MATTERS: [MatterTerms; 27] = {
    use Concerns::{Lpa, Person, PersonOfDonor, PersonOrLpa};
    use MatterKind as Kind;
    [
        of(Kind::Death, Person, Question::Deceased),
        of(Kind::CapacityDoubt, Person, Question::CapacityDoubted),
        of(Kind::Insolvency, Person, Question::Insolvent),
        typed(Kind::Deputy, Question::HasDeputy),
        typed(Kind::Lpa, Question::HasLpaOfThisKind),
        of(Kind::DonorInvestigation, Person, Question::UnderInvestigation),
        of(Kind::AttorneyInvestigation, Person, Question::InvestigatedAsAttorney),
        of(Kind::Barring, Person, Question::Barred),
        of(Kind::CourtRemoval, Person, Question::RemovedByCourt),
        of(Kind::DonorRemoval, PersonOfDonor, Question::DroppedByDonor),
        of(Kind::PartnershipEnd, PersonOfDonor, Question::PartnershipEnded),
        of(Kind::Appointment, PersonOfDonor, Question::AttorneyElsewhere),
        of(Kind::CertifierConcern, Person, Question::CertifierOfConcern),
        // H14: no false vouch in the past five years; whether the last day counts is our reading (T280, [I]).
        MatterTerms { years: Some(5), ..of(Kind::FalseVouch, Person, Question::VouchedFalsely) },
        of(Kind::FraudDecision, Person, Question::FraudDecided),
        of(Kind::EndedUnregistered, Person, Question::UnregisteredBefore),
        of(Kind::UpheldObjection, Person, Question::ObjectionUpheld),
        of(Kind::Warning, Person, Question::Warned),
        of(Kind::Complaint, Person, Question::ComplaintOpen),
        of(Kind::CourtOrder, Person, Question::UnderCourtOrder),
        of(Kind::Epa, Person, Question::HasEpa),
        of(Kind::Hold, PersonOrLpa, Question::OnHold),
        of(Kind::FactualGround, Lpa, Question::FactualGround),
        of(Kind::PrescribedGround, Lpa, Question::PrescribedGround),
        of(Kind::DonorObjection, Lpa, Question::DonorObjects),
        of(Kind::Objection, Lpa, Question::ObjectionOpen),
        of(Kind::Severance, Lpa, Question::SeveranceOutstanding),
    ]
};

impl MatterKind {
    /// What it says, and of whom.
    pub const fn terms(self) -> MatterTerms {
        MATTERS[self as usize]
    }

    /// The kind that answers `question`; `None`: nobody tells it yet.
    pub fn answering(question: Question) -> Option<Self> {
        MATTERS.iter().find(|terms| terms.answers == question).map(|terms| terms.kind)
    }
}

/// A matter, as it is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matter {
    /// What is kept of it in the clear.
    pub said: Said,
    /// Whom it is about, if it is about a person.
    pub of: Option<Subject>,
    /// Whose LPA it was, if that matters.
    pub donor: Option<Subject>,
}

/// What of a matter names nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said {
    /// What kind it is.
    pub kind: MatterKind,
    /// Of which LPA, by its number.
    pub uid: Option<LpaUid>,
    /// Of which type of LPA; `None` of a kind that hangs on it: of either.
    pub lpa_type: Option<LpaType>,
    /// From which day on; `None`: always was.
    pub since: Option<Date>,
    /// From which day on it is over; `None`: it is not.
    pub until: Option<Date>,
}

impl Said {
    /// Whether it holds on a day in London.
    pub fn holds_on(&self, day: Date) -> bool {
        let has_begun = self.since.is_none_or(|since| since <= day);
        let is_over = self.until.is_some_and(|until| until <= day);
        has_begun && !is_over && !self.is_too_old(day)
    }

    fn is_too_old(&self, day: Date) -> bool {
        let (Some(years), Some(since)) = (self.kind.terms().years, self.since) else { return false };
        let last = since.checked_add(jiff::Span::new().years(years));
        last.is_ok_and(|last| last <= day)
    }

    /// All of it but the kind and the number, which a store keeps beside it.
    pub fn written(&self) -> Value {
        json!({
            "lpaType": self.lpa_type.map(LpaType::word),
            "since": self.since.map(|day| day.to_string()),
            "until": self.until.map(|day| day.to_string()),
        })
    }
}

impl Matter {
    /// Everything that it says, as it is told (`docs/records.md`). Personal data.
    pub fn written(&self) -> Value {
        let mut written = self.said.written();
        written["kind"] = self.said.kind.word().into();
        written["uid"] = json!(self.said.uid.map(|uid| uid.to_string()));
        written["of"] = json!(self.of);
        written["donor"] = json!(self.donor);
        written
    }
}
