//! A fee is what was told of it: each payment counts once, what is told is kept in its order, and of decisions the highest version
//! holds.

use std::collections::BTreeSet;

use lpa_domain::fees::{Entry, FeeAccount, FeeDecision, FeeRecord, Invited, Relief, Ruling, told::Told};
use lpa_domain::{Current, Decision, LpaUid, Operation, OperationId, Outcome, Profile, Refusal, decide};

use super::drafts::{Played, done, is_undecided};
use super::register::unlike;
use super::{Invariant, Violation};
use crate::evidence::Evidence;

/// Whatever order it was told in; without asking how it was judged.
pub(super) fn check(evidence: &Evidence) -> Vec<Violation> {
    evidence.fees.iter().flat_map(|(uid, records)| check_one(*uid, records)).collect()
}

fn check_one(uid: LpaUid, records: &[FeeRecord]) -> Vec<Violation> {
    let mut broken = Vec::new();
    let ids: BTreeSet<_> = records.iter().map(|record| record.id).collect();
    let rises = (1..).zip(records).all(|(n, record)| record.version.0 == n);
    if ids.len() != records.len() || !rises {
        let text = format_args!("{uid}: {} operations in {} things told of a fee", ids.len(), records.len());
        broken.push(Violation::new(Invariant::AtMostOnce, text));
    }
    let read: Vec<Told> = records.iter().filter_map(|record| record.act.read(uid).ok()).collect();
    let moved =
        || read.iter().filter_map(|told| if let Told::Money(entry) = told { Some(entry) } else { None });
    let once: BTreeSet<&str> = moved().map(Entry::reference).collect();
    if once.len() != moved().count() {
        let text =
            format_args!("{uid}: {} movements of money under {} references", moved().count(), once.len());
        broken.push(Violation::new(Invariant::AtMostOnce, text));
    }
    if hangs_on_another(uid, records, &read) == Some(true) {
        broken.push(unlike(format_args!("{uid}: another decision holds than that of the highest version")));
    }
    broken
}

/// Whether the fee hangs on another decision on the claim for an exemption than that of the highest version; nothing can be said as
/// long as it was not told what is applied for.
fn hangs_on_another(uid: LpaUid, records: &[FeeRecord], read: &[Told]) -> Option<bool> {
    let account = FeeAccount::of(uid, records.iter().map(|record| &record.act)).ok()?;
    let decisions = account.asking(Invited::NotAsked)?.application.decisions;
    let standing = decisions.standing(Relief::Exemption);
    let holds = standing.map(|decision| (decision.version, matches!(decision.ruling, Ruling::Granted(_))));
    Some(holds != highest(read))
}

fn highest(read: &[Told]) -> Option<(u32, bool)> {
    let decisions = read.iter().filter_map(|told| match told {
        Told::Decision(decision) => Some((decision.version, matches!(decision.ruling, Ruling::Granted(_)))),
        _ => None,
    });
    decisions.max()
}

/// What was told of one fee, played again in the journal's order.
pub(super) struct Replay<'e> {
    uid: LpaUid,
    records: &'e [FeeRecord],
    played: usize,
}

impl<'e> Replay<'e> {
    pub(super) fn of(evidence: &'e Evidence, uid: LpaUid) -> Self {
        let records = evidence.fees.get(&uid).map(Vec::as_slice).unwrap_or_default();
        Self { uid, records, played: 0 }
    }

    /// Plays one thing told.
    pub(super) fn play(&mut self, operation: &Operation, outcome: &Outcome) -> Played {
        let next = self.records.get(self.played).filter(|record| record.id == operation.id);
        let reached = next.is_some();
        match (outcome, self.decide(operation)) {
            (Outcome::Refused { refusal }, Err(expected)) if *refusal == expected && !reached => {
                Played::AsItShould
            }
            (Outcome::Discarded, _) if !reached => Played::GivenUp,
            (Outcome::Superseded, Ok(Decision::Fee(FeeDecision::Known))) if !reached => Played::AsItShould,
            (Outcome::Parked { .. } | Outcome::Held, _) if !reached => Played::Stopped,
            (outcome, Ok(Decision::Fee(FeeDecision::Keep(record)))) if next == Some(&*record) => {
                self.played += 1;
                let told = matches!(outcome, Outcome::Applied { version, .. } if *version == record.version);
                done(told || is_undecided(outcome))
            }
            (outcome, decided) => Played::Otherwise(format!(
                "is {} and told of the fee: {reached}; judged: {}",
                outcome.state(),
                decided.map_or("no", |_| "yes"),
            )),
        }
    }

    fn decide(&self, operation: &Operation) -> Result<Decision, Refusal> {
        let played = self.records[..self.played].iter().map(|record| &record.act);
        let account = FeeAccount::of(self.uid, played).map_err(Refusal::invalid_fee)?;
        decide(Current::Fee(&account), operation, operation.requested_at, Profile::Compatible)
    }

    /// The operation that told the next thing.
    pub(super) fn next(&self) -> Option<OperationId> {
        self.records.get(self.played).map(|record| record.id)
    }

    /// What the register holds of the fee and no operation has told.
    pub(super) fn left(&self) -> usize {
        self.records.len() - self.played
    }
}
