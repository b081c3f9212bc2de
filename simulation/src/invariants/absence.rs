//! Absence is never said of an LPA whose creation was acknowledged. One that was held behind a deletion of its draft is
//! refused in the end, and there is no LPA.

use causeway::use_cases::last_known::Standing;
use lpa_domain::{LpaUid, Outcome, Refusal};

use super::{Invariant, Violation};
use crate::evidence::Evidence;
use crate::ledger::{Seen, Sight};
use crate::load::is_outsider;

pub(super) fn check(evidence: &Evidence) -> Vec<Violation> {
    let absent = evidence.sights.iter().flat_map(|sight| absent(sight).map(move |uid| (sight, uid)));
    absent.filter_map(|(sight, uid)| untrue(evidence, sight, uid)).collect()
}

/// The LPAs that were said to be absent.
fn absent(sight: &Sight) -> impl Iterator<Item = LpaUid> {
    let unknown = match &sight.seen {
        Seen::Standings(standings, _) => standings.as_slice(),
        _ => &[],
    };
    let unknown = unknown.iter().filter(|(_, standing)| *standing == Standing::Unknown).map(|(uid, _)| *uid);
    let alone = matches!(sight.seen, Seen::Absent).then_some(sight.uid);
    unknown.chain(alone)
}

fn untrue(evidence: &Evidence, sight: &Sight, uid: LpaUid) -> Option<Violation> {
    let broken = |text: std::fmt::Arguments<'_>| Some(Violation::new(Invariant::AbsenceIsTrue, text));
    if is_outsider(uid) {
        let gone = evidence.deleted.get(&uid).is_some_and(|gone| *gone <= sight.came);
        let never = evidence.version(uid, 1).is_none_or(|made| made.at > sight.sent);
        return if gone || never {
            None
        } else {
            broken(format_args!("{uid} was there and said to be absent"))
        };
    }
    let (_, creation) = evidence.told().find(|(answer, receipt)| {
        receipt.uid == uid
            && receipt.label == "CREATE"
            && answer.came <= sight.sent
            && !was_given_up(evidence, receipt)
    })?;
    broken(format_args!("{uid} was acknowledged by {} and said to be absent", creation.id))
}

/// Whether nothing has come of it: by the rules, by a person's word, or because its UID was retired before its turn.
fn was_given_up(evidence: &Evidence, receipt: &lpa_domain::Receipt) -> bool {
    let ended = evidence.kept(receipt.id).map(|kept| &kept.outcome);
    let is_retired = matches!(ended, Some(Outcome::Refused { refusal }) if *refusal == Refusal::deleted());
    let is_refused = matches!(receipt.outcome, Outcome::Refused { .. });
    is_refused || is_retired || matches!(ended, Some(Outcome::Discarded))
}
