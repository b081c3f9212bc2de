//! What was acknowledged is there, and what was told of it stays so.

use causeway::use_cases::last_known::Standing;
use lpa_domain::choice::Choice;
use lpa_domain::{AuditEvent, Outcome, Receipt};

use super::{Invariant, Violation};
use crate::evidence::Evidence;
use crate::ledger::Seen;

pub(super) fn check(evidence: &Evidence) -> Vec<Violation> {
    let told = evidence.told().filter(|(answer, receipt)| {
        evidence.kept(receipt.id).is_some() || !evidence.was_refused_unrecorded(answer, receipt)
    });
    let read = evidence.sights.iter().filter_map(|sight| match &sight.seen {
        Seen::Receipt(_, receipt) => receipt.as_deref(),
        Seen::Held(receipt) => Some(&**receipt),
        Seen::Standings(standings, _) => standings.iter().find_map(|(_, standing)| match standing {
            Standing::Held(receipt) => Some(&**receipt),
            _ => None,
        }),
        _ => None,
    });
    let known = told.map(|(_, receipt)| receipt).chain(read);
    let mut broken: Vec<Violation> = known.filter_map(|receipt| stands(evidence, receipt)).collect();
    broken.extend(forgotten(evidence));
    broken.extend(went_back(evidence));
    broken.extend(agrees(evidence));
    broken
}

/// What was told of an operation, compared with what the journal holds of it in the end.
fn stands(evidence: &Evidence, told: &Receipt) -> Option<Violation> {
    let lost = |what: &str| {
        Some(Violation::new(Invariant::NothingLost, format_args!("{} was told and is {what}", told.id)))
    };
    let Some(kept) = evidence.kept(told.id) else { return lost("not in the journal") };
    let Some(held) = evidence.receipts.get(&told.id) else { return lost("not found in the journal") };
    if (held.uid, &held.label, held.requested_at) != (told.uid, &told.label, told.requested_at) {
        return lost("in the journal with other content");
    }
    let broke = |what: &str| {
        let text = format_args!("{} was told {} and is {what}", told.id, told.outcome.state()).to_string();
        Some(Violation::new(Invariant::ReceiptsStand, format_args!("{text}")))
    };
    let was_parked = matches!(told.outcome, Outcome::Parked { .. });
    if told.outcome == Outcome::Held || (was_parked && was_repaired(evidence, told)) {
        return None;
    }
    // A settlement that a power cut undid is made again, later; if the register's answer is garbled then, a person looks,
    // and a person may give it up before.
    let is_settled_anew = evidence.lost_power && matches!(told.outcome, Outcome::Applied { .. });
    let ends_otherwise =
        is_settled_anew && matches!(kept.outcome, Outcome::Parked { .. } | Outcome::Discarded);
    if !same(&told.outcome, &kept.outcome) && !ends_otherwise {
        return broke(kept.outcome.state());
    }
    (told.settled_at != held.settled_at && !is_settled_anew)
        .then(|| broke("settled at another time"))
        .flatten()
}

/// Whether a person has done something about it.
fn was_repaired(evidence: &Evidence, told: &Receipt) -> bool {
    let by_people = [AuditEvent::Released, AuditEvent::Discarded].map(Choice::Is);
    let dossier = evidence.dossiers.get(&told.id);
    dossier.is_some_and(|dossier| dossier.trail.iter().any(|line| by_people.contains(&line.event)))
}

/// A refusal of no use to be asked for again keeps no body.
fn same(told: &Outcome, kept: &Outcome) -> bool {
    match (told, kept) {
        (Outcome::Applied { version: told, .. }, Outcome::Applied { version: kept, .. }) => told == kept,
        (told, kept) => told == kept,
    }
}

/// A receipt that a caller had in hand and that was not there when it was asked for.
fn forgotten(evidence: &Evidence) -> impl Iterator<Item = Violation> {
    let missing = evidence.sights.iter().filter_map(|sight| match &sight.seen {
        Seen::Receipt(id, None) => Some(*id),
        _ => None,
    });
    let recorded = missing.filter(|id| {
        let told = evidence.told().find(|(_, receipt)| receipt.id == *id);
        told.is_some_and(|(answer, receipt)| !evidence.was_refused_unrecorded(answer, receipt))
    });
    recorded
        .map(|id| Violation::new(Invariant::NothingLost, format_args!("{id} was told and has no receipt")))
}

/// Settled, and later held again.
fn went_back(evidence: &Evidence) -> Vec<Violation> {
    if evidence.lost_power {
        return Vec::new();
    }
    let settled = |told: &Receipt| told.outcome.is_settled();
    let held_later = |(first, told): &(&crate::ledger::Answer, &Receipt)| {
        let later = evidence.told().any(|(again, receipt)| {
            receipt.id == told.id && again.sent > first.came && receipt.outcome == Outcome::Held
        });
        let seen = evidence.sights.iter().any(|sight| match &sight.seen {
            Seen::Receipt(id, Some(receipt)) => {
                *id == told.id && sight.sent > first.came && receipt.outcome == Outcome::Held
            }
            _ => false,
        });
        later || seen
    };
    let told = evidence.told().filter(|(_, told)| settled(told)).filter(held_later);
    told.map(|(_, told)| {
        Violation::new(Invariant::ReceiptsStand, format_args!("{} was settled and held again", told.id))
    })
    .collect()
}

/// What the journal says is what was written.
fn agrees(evidence: &Evidence) -> impl Iterator<Item = Violation> {
    evidence.kept.iter().filter_map(|kept| {
        let id = kept.entry.id;
        let says = evidence.receipts.get(&id);
        let is_same = says.is_some_and(|receipt| {
            receipt.outcome == kept.outcome
                && receipt.settled_at == kept.settled_at
                && receipt.uid == kept.entry.uid
        });
        (!is_same).then(|| {
            Violation::new(
                Invariant::NothingLost,
                format_args!("{id}: the journal does not say what was written"),
            )
        })
    })
}
