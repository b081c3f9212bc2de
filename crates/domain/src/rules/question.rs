//! What only OPG's records, or another register, can say.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::topic::Topic;
use crate::choice::Words as _;

crate::words! {
    /// A question about one topic. Its answer says whether and how surely, and nothing else.
    pub enum Question {
        /// Is a death recorded? (A10, B10)
        Deceased = "deceased",
        /// Is a doubt about capacity recorded? (A08, B27)
        CapacityDoubted = "capacity-doubted",
        /// Bankrupt, or under a debt relief or bankruptcy restrictions order? (A09, B08)
        Insolvent = "insolvent",
        /// Is there a deputy with powers that conflict with this LPA? (A14)
        HasDeputy = "has-deputy",
        /// Is there a live or pending LPA of the same kind? (A15)
        HasLpaOfThisKind = "has-lpa-of-this-kind",
        /// An open investigation or hold? (A16)
        UnderInvestigation = "under-investigation",
        /// A substantiated or open investigation on any donor? (B16)
        InvestigatedAsAttorney = "investigated-as-attorney",
        /// Was an earlier LPA revoked, or an attorney removed from one, within the window, with more attorneys than this one has? (A17)
        NarrowedLately = "narrowed-lately",
        /// Does the verified identity of the account holder differ from the donor? (A18)
        AccountOfAnother = "account-of-another",
        /// Does the register of companies hold another name for this number or name? (B06)
        NotTheRegisteredName = "not-the-registered-name",
        /// Wound up, dissolved, or being wound up? (B07)
        WoundUp = "wound-up",
        /// On the list of those barred from work with vulnerable adults? (B09)
        Barred = "barred",
        /// Removed by the court, or named in an LPA that was revoked for fraud, pressure or conduct? (B15)
        RemovedByCourt = "removed-by-court",
        /// Did this donor revoke or remove this person before? (B17)
        DroppedByDonor = "dropped-by-donor",
        /// A lay attorney of more donors who are not related than the threshold? (B18)
        AttorneyOfMany = "attorney-of-many",
        /// Is the end of a marriage or civil partnership with the donor recorded? (B21)
        PartnershipEnded = "partnership-ended",
        /// An attorney, or replacement, on any LPA or EPA that the donor ever executed? (D06)
        AttorneyElsewhere = "attorney-elsewhere",
        /// A director or employee of an appointed trust corporation? (D10)
        OfTrustCorporation = "of-trust-corporation",
        /// A lay certificate provider of more donors in a year than the threshold? (D21)
        CertifierOfMany = "certifier-of-many",
        /// A certificate set aside before, or an answer refused to OPG? (D22)
        CertifierOfConcern = "certifier-of-concern",
        /// A false vouch within five years? (H14)
        VouchedFalsely = "vouched-falsely",
        /// Did the check against fraud end in *stop* or *refer*? (H17)
        FraudDecided = "fraud-decided",
        /// Does one verified identity act in two roles, here or elsewhere? (H19)
        SameIdentityElsewhere = "same-identity-elsewhere",
        /// Do people vouch for each other, or one for many? (H20)
        VouchesInTurn = "vouches-in-turn",
        /// Did an earlier LPA of this donor end unregistered? (K01)
        UnregisteredBefore = "unregistered-before",
        /// Was an objection upheld before? (K02)
        ObjectionUpheld = "objection-upheld",
        /// An active warning? (K03)
        Warned = "warned",
        /// An open major or security complaint? (K04)
        ComplaintOpen = "complaint-open",
        /// Does the reference of the earlier application belong to somebody else? (K05)
        ReferenceOfAnother = "reference-of-another",
        /// Is the same name at the same address recorded with another date of birth? (K06)
        OtherBirthDate = "other-birth-date",
        /// Is the same donor drafted for under another account? (K07)
        DraftedTwice = "drafted-twice",
        /// Does one account, device, card or organisation draft for many? (K08)
        AccountOfMany = "account-of-many",
        /// Is the person one of several merged records, of which not all were asked? (K09)
        GroupNotWhole = "group-not-whole",
        /// A court order that restricts the powers of the donor or an attorney? (K10)
        UnderCourtOrder = "under-court-order",
        /// A registered or known enduring power of attorney? (K11)
        HasEpa = "has-epa",
        /// An open hold of the police or a local authority? (J12)
        OnHold = "on-hold",
        /// A ground on which the power has ended in law, established by OPG? (J05)
        FactualGround = "factual-ground",
        /// An application to the court on a prescribed ground? (J06)
        PrescribedGround = "prescribed-ground",
        /// The donor's own objection, open? (J07)
        DonorObjects = "donor-objects",
        /// Somebody else's objection, open? (J04, J08)
        ObjectionOpen = "objection-open",
        /// Is a severance needed that no court has ordered yet? (J09)
        SeveranceOutstanding = "severance-outstanding",
    }
}

crate::words! {
    /// What the records answer.
    pub enum Recorded {
        /// They do not say so.
        No = "no",
        /// They say so of somebody who is probably the one meant: enough to look, never to refuse.
        Probable = "probable",
        /// They say so of the one meant (rule book section 5.4, match class Strong).
        Strong = "strong",
        /// They cannot be asked now. It counts against nobody.
        CannotSay = "cannot-say",
    }
}

/// What was answered, each to a question about one of a topic, and when. What was not asked is not in it.
#[derive(Clone, Debug, Default)]
pub struct Answers(BTreeMap<(Topic, usize), OfOne>);

/// What was answered to each question about one.
type OfOne = Box<[Option<(Recorded, Option<Date>)>; QUESTIONS]>;

const QUESTIONS: usize = Question::ALL.len();

impl Answers {
    /// Nothing was asked.
    pub const fn none() -> Self {
        Self(BTreeMap::new())
    }

    /// The same, and what was answered to `question` about the one at `index` of `topic`, on the day of the assessment. A later
    /// answer takes the place of an earlier one.
    #[must_use]
    pub fn with(mut self, question: Question, topic: Topic, index: usize, answer: Recorded) -> Self {
        let of_one = self.0.entry((topic, index)).or_insert_with(|| Box::new([None; QUESTIONS]));
        of_one[question as usize] = Some((answer, None));
        self
    }

    /// The same, but that the answer, if there is one, was given on `day` (rule I10).
    #[must_use]
    pub fn given_on(mut self, day: Date, question: Question, topic: Topic, index: usize) -> Self {
        let of_one = self.0.get_mut(&(topic, index)).and_then(|of_one| of_one[question as usize].as_mut());
        if let Some((_, given)) = of_one {
            *given = Some(day);
        }
        self
    }

    /// What was answered, if it was asked.
    pub fn to(&self, question: Question, topic: Topic, index: usize) -> Option<Recorded> {
        self.of(question, topic, index).map(|(answer, _)| answer)
    }

    /// On which day, when it was not that of the assessment.
    pub fn day_of(&self, question: Question, topic: Topic, index: usize) -> Option<Date> {
        self.of(question, topic, index).and_then(|(_, given)| given)
    }

    fn of(&self, question: Question, topic: Topic, index: usize) -> Option<(Recorded, Option<Date>)> {
        self.0.get(&(topic, index)).and_then(|of_one| of_one[question as usize])
    }

    /// The questions to which anybody's answer in `other` is another one, or of another day.
    pub(super) fn differing(&self, other: &Self) -> Vec<(Topic, Question)> {
        let mut differing = Vec::new();
        let either = self.0.keys().chain(other.0.keys());
        for (topic, index) in either.filter(|of| self.0.get(of) != other.0.get(of)) {
            let differs = |question: &&Question| {
                self.of(**question, *topic, *index) != other.of(**question, *topic, *index)
            };
            differing.extend(Question::ALL.iter().filter(differs).map(|question| (*topic, *question)));
        }
        differing.sort_unstable();
        differing.dedup();
        differing
    }
}
