//! The only place that says yes.

use jiff::Timestamp;

use crate::change;
use crate::document::{Channel, Document, validate};
use crate::draft::{self, Current, DraftDecision};
use crate::fees::FeeDecision;
use crate::ids::Version;
use crate::lpa::status::Status;
use crate::lpa::uid::LpaUid;
use crate::lpa::{Kept, Lpa};
use crate::moment::Moment;
use crate::operation::{Act, Change, Operation};
use crate::problem::Problem;
use crate::refusal::Refusal;

/// How strictly an operation is judged where today's services are laxer than the law.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Profile {
    /// As today's clients expect; what the strict profile would refuse is kept as a finding.
    #[default]
    Compatible,
    /// As the law has it: `REGISTER` is refused until the statutory waiting period has run (SI 2007/1253 reg. 12).
    Strict,
}

/// A yes.
#[derive(Clone, Debug, PartialEq)]
pub enum Decision {
    /// To an act on an LPA.
    Lpa(Box<LpaDecision>),
    /// To an act on a draft.
    Draft(DraftDecision),
    /// To something told of a fee.
    Fee(FeeDecision),
}

impl Decision {
    /// What the LPA becomes; `None` of an act on a draft, and of what is told of a fee.
    pub fn into_lpa(self) -> Option<LpaDecision> {
        match self {
            Self::Lpa(decision) => Some(*decision),
            Self::Draft(_) | Self::Fee(_) => None,
        }
    }
}

/// What an LPA becomes, and what is to be recorded of it.
#[derive(Clone, Debug, PartialEq)]
pub struct LpaDecision {
    /// The LPA as it will be.
    pub lpa: Lpa,
    /// The changes that took effect, for the history; empty for a creation and for acts that carry none.
    ///
    /// As they were sent, with two exceptions that keep the history true (contract section 9, W15): a change that changed
    /// nothing (`"new": null`) is left out, and `old` is what really was there where the caller was allowed not to say.
    /// What an act erased unasked (decision details that no longer apply) is there as a change of its own.
    pub changes: Vec<Change>,
}

/// Judges one operation on what the register holds under its UID; `None` stands for nothing, an LPA for itself.
///
/// Pure: the same arguments give the same answer, and a refusal leaves nothing behind. On a yes the version is one higher and
/// `updatedAt` has moved (contract section 9, W7): to `at`, or by a microsecond if the clocks of two callers disagree.
pub fn decide<'r>(
    current: impl Into<Current<'r>>,
    operation: &Operation,
    at: Timestamp,
    profile: Profile,
) -> Result<Decision, Refusal> {
    let current = current.into();
    let decided = match (&operation.act, current) {
        (Act::Fee(act), Current::Fee(account)) => return account.decide(operation, act).map(Decision::Fee),
        (Act::Fee(_), _) => Err(Refusal::no_fees()),
        (Act::Draft(act), _) => return draft::decide(current, operation, act).map(Decision::Draft),
        (Act::Create(_) | Act::Update(_), Current::Tombstone) => Err(Refusal::deleted()),
        (Act::Create(_), Current::Lpa(_)) => Err(Refusal::already_exists()),
        (Act::Create(document), Current::Nothing | Current::Fee(_) | Current::Draft(_)) => {
            create(operation, document, at)
        }
        (Act::Update(_), Current::Nothing | Current::Fee(_) | Current::Draft(_)) => {
            Err(Refusal::unknown_lpa())
        }
        (Act::Update(update), Current::Lpa(before)) => {
            let case = change::Case { before, author: &operation.author, at, profile };
            change::decide(&case, update).map_err(Refusal::invalid_update)
        }
    };
    decided.map(|decision| Decision::Lpa(Box::new(decision)))
}

/// Judges for a register that keeps neither drafts nor fees, and refuses what is asked of them.
pub fn decide_lpa(
    current: Option<&Lpa>,
    operation: &Operation,
    at: Timestamp,
    profile: Profile,
) -> Result<LpaDecision, Refusal> {
    decide(current, operation, at, profile)?.into_lpa().ok_or_else(Refusal::no_drafts)
}

/// Judges what can be judged without knowing the LPA: a document to be created, an update's redundant changes, its type, and
/// whether it carries changes at all where its type forbids or demands them. What it refuses of a creation,
/// [`decide`] refuses with the same problems wherever no such LPA exists; of an update, wherever the LPA exists; of what is told of
/// a fee, its account does always.
pub fn examine(uid: LpaUid, act: &Act) -> Result<(), Refusal> {
    match act {
        Act::Create(document) => admissible(document).map(drop),
        Act::Update(update) => change::examine(update).map(drop).map_err(Refusal::invalid_update),
        // Anything may be told of a draft.
        Act::Draft(_) => Ok(()),
        Act::Fee(act) => act.read(uid).map(drop).map_err(Refusal::invalid_fee),
    }
}

/// What is wrong with a document that may be stored all the same, because it was made on paper; an online document must
/// have nothing wrong (contract section 4.1).
fn admissible(document: &Document) -> Result<Vec<Problem>, Refusal> {
    let problems = validate::validate(document);
    if problems.is_empty() || document.channel.is(Channel::Paper) {
        Ok(problems)
    } else {
        Err(Refusal::invalid_document(problems))
    }
}

/// An executed LPA enters the register. A paper LPA's problems are kept beside it, never lost (W6).
fn create(operation: &Operation, document: &Document, at: Timestamp) -> Result<LpaDecision, Refusal> {
    let findings = admissible(document)?;
    let mut document = document.clone();
    if !document.channel.is(Channel::Paper) {
        document.restrictions_and_conditions_images.clear();
        document.how_attorneys_make_decisions_details_images.clear();
    }
    let lpa = Lpa {
        document,
        uid: operation.uid,
        status: Status::InProgress,
        registration_date: None,
        updated_at: Moment::from(at),
        notes: Vec::new(),
        version: Version::FIRST,
        kept: Kept { waiting_since: None, findings },
    };
    Ok(LpaDecision { lpa, changes: Vec::new() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::sample::{self, CREATED, NOW, instant, lpa, moment, signed, update};
    use crate::document::Image;

    fn creation(document: Document) -> Operation {
        Operation { act: Act::Create(Box::new(document)), ..update("", &[]) }
    }

    fn images(mut document: Document) -> Document {
        let image = Image { path: "x".to_owned(), hash: "y".to_owned() };
        document.restrictions_and_conditions_images = vec![image.clone()];
        document.how_attorneys_make_decisions_details_images = vec![image];
        document
    }

    #[test]
    fn a_paper_lpa_is_created_as_it_was_written() {
        // contract sections 3.3, 4.1
        let paper = images(Document { channel: Channel::Paper.into(), ..Document::default() });
        let decision = decide(None, &creation(paper.clone()), instant(NOW), Profile::Strict).unwrap();
        let decision = decision.into_lpa().unwrap();
        assert_eq!(decision.changes, []);
        let lpa = decision.lpa;
        assert_eq!(lpa.kept.findings, validate::validate(&paper));
        assert_eq!(lpa.document, paper);
        assert_eq!((lpa.status, lpa.version), (Status::InProgress, Version::FIRST));
        assert_eq!((lpa.updated_at, lpa.registration_date), (moment(NOW), None));
    }

    #[test]
    fn an_online_lpa_with_problems_is_refused_with_all_of_them() {
        let problems = validate::validate(&Document::default());
        let answer = decide(None, &creation(Document::default()), instant(NOW), Profile::Compatible);
        // contract section 4.3: `PUT {}` has 22 problems, all at once
        assert_eq!(problems.len(), 22);
        assert_eq!(answer, Err(Refusal::invalid_document(problems)));
    }

    #[test]
    fn a_uid_is_created_once() {
        // contract section 4.4: whatever the body
        let again = creation(Document::default());
        let answer = decide(Some(&lpa()), &again, instant(NOW), Profile::Compatible);
        assert_eq!(answer, Err(Refusal::already_exists()));
    }

    #[test]
    fn an_lpa_that_is_not_there_cannot_be_updated() {
        let answer = decide(None, &update("nonsense", &[]), instant(NOW), Profile::Compatible);
        assert_eq!(answer, Err(Refusal::unknown_lpa()));
    }

    #[test]
    fn every_yes_is_a_new_version_and_a_later_time() {
        // W7: also when the caller's clock is behind
        let lpa = signed();
        let sent = update("PERFECT", &[]);
        let after = |at| {
            let decision = decide(Some(&lpa), &sent, instant(at), Profile::Compatible).unwrap();
            decision.into_lpa().unwrap().lpa
        };
        assert_eq!(after(NOW).version, Version(2));
        assert_eq!(after(NOW).updated_at, moment(NOW));
        assert_eq!(after(CREATED).updated_at, moment("2026-01-10T09:00:00.000001Z"));
        assert_eq!(after("2020-01-01T00:00:00Z").updated_at, moment("2026-01-10T09:00:00.000001Z"));
    }

    #[test]
    fn redundant_changes_are_reported_first_and_alone() {
        // contract sections 1.2 and 5.2
        let same = [("/a", "1", "1"), ("/b", "null", "\"\""), ("/c", "-", "-"), ("/d", "1", "2")];
        let redundant = [
            ("/changes/0", "redundant change for /a"),
            ("/changes/1", "redundant change for /b"),
            ("/changes/2", "redundant change for /c"),
        ];
        for kind in ["nonsense", "CORRECTION", "REGISTER"] {
            sample::refused(&lpa(), &update(kind, &same), &redundant);
        }
        for kind in ["", "nonsense"] {
            sample::refused(&lpa(), &update(kind, &same[3..]), &[("/type", "invalid value")]);
        }
    }

    #[test]
    fn what_is_refused_unseen_is_refused_in_every_state() {
        for sent in [update("", &[]), update("CORRECTION", &[]), update("REGISTER", &[("/a", "1", "2")])] {
            let refusal = examine(sent.uid, &sent.act).unwrap_err();
            for status in [Status::InProgress, Status::Registered, Status::Expired] {
                let lpa = Lpa { status, ..lpa() };
                let answer = decide(Some(&lpa), &sent, instant(NOW), Profile::Strict);
                assert_eq!(answer, Err(refusal.clone()));
            }
        }
        let registers = update("REGISTER", &[]);
        assert_eq!(examine(registers.uid, &registers.act), Ok(()));
    }
}
