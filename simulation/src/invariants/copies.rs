//! What was last known was so, is dated truly, and is the newest of what was kept.

use std::time::Duration;

use causeway::use_cases::last_known::Standing;
use jiff::{SignedDuration, Timestamp};
use lpa_domain::{LastKnown, LpaUid};

use super::{Invariant, Violation};
use crate::clock;
use crate::evidence::Evidence;
use crate::ledger::{Seen, Sight};

pub(super) fn check(evidence: &Evidence) -> Vec<Violation> {
    let mut broken = Vec::new();
    for sight in &evidence.sights {
        let Seen::Standings(standings, asked_at) = &sight.seen else { continue };
        for (uid, standing) in standings {
            broken.extend(untrue(evidence, sight, (*uid, standing), *asked_at));
            broken.extend(outdated(evidence, sight, (*uid, standing)));
        }
    }
    broken
}

fn untrue(
    evidence: &Evidence,
    sight: &Sight,
    (uid, standing): (LpaUid, &Standing),
    asked_at: Timestamp,
) -> Option<Violation> {
    let wrong = match standing {
        Standing::Now(known) if !is_so(evidence, uid, known) => "was never like this",
        Standing::Now(known) if !is_now(evidence, sight, known) => "is not like this any more",
        Standing::Now(known) | Standing::LastKnown(known) if !is_dated(evidence, sight, known) => {
            "was not like this at that date any more"
        }
        Standing::LastKnown(known) if !is_so(evidence, uid, known) => "was never like this",
        Standing::LastKnown(known)
            if asked_at.duration_since(known.at) > evidence.plan.pace.last_known_age =>
        {
            "is told as it was too long ago"
        }
        Standing::Gone(_) if evidence.deleted.get(&uid).is_none_or(|gone| *gone > sight.came) => {
            "is not gone"
        }
        _ => return None,
    };
    Some(Violation::new(Invariant::CopiesAreTrue, format_args!("{uid} {wrong}")))
}

/// Whether the LPA had this version, and it was like this.
fn is_so(evidence: &Evidence, uid: LpaUid, known: &LastKnown) -> bool {
    let made = evidence.version(uid, known.version.0);
    made.is_some_and(|made| LastKnown::of(&made.lpa, known.at) == *known)
}

/// Whether it was so at some moment while somebody asked.
fn is_now(evidence: &Evidence, sight: &Sight, known: &LastKnown) -> bool {
    let made = evidence.version(known.uid, known.version.0);
    made.is_some_and(|made| made.at <= sight.came)
        && over(evidence, known).is_none_or(|over| sight.sent <= over)
}

/// Whether it was still so at its date, as far as clocks can be trusted.
fn is_dated(evidence: &Evidence, sight: &Sight, known: &LastKnown) -> bool {
    let latest = over(evidence, known).unwrap_or(sight.came).min(sight.came);
    let ahead = SignedDuration::try_from(evidence.furthest_ahead).unwrap_or(SignedDuration::MAX);
    known.at <= clock::at(latest) + ahead
}

/// When a version was over: replaced by the next, or deleted.
fn over(evidence: &Evidence, known: &LastKnown) -> Option<Duration> {
    let next = evidence.version(known.uid, known.version.0 + 1).map(|made| made.at);
    next.or_else(|| evidence.deleted.get(&known.uid).copied())
}

/// Something greater had been kept when this was asked for.
fn outdated(evidence: &Evidence, sight: &Sight, (uid, standing): (LpaUid, &Standing)) -> Option<Violation> {
    let (Standing::LastKnown(told) | Standing::Gone(told)) = standing else { return None };
    // What is kept in the moment of the question may come after it.
    let before = evidence.copies_kept.iter().filter(|(at, kept)| *at < sight.sent && kept.uid == uid);
    // A tombstone is dated anew each time that it is found.
    let is_greater = |kept: &&LastKnown| match standing {
        Standing::Gone(_) => kept.version > told.version,
        _ => kept.rank() > told.rank(),
    };
    let greater = before.map(|(_, kept)| kept).find(is_greater)?;
    let text = format_args!(
        "{uid}: version {} as at {} was told, {} as at {} was kept, gone: {}",
        told.version,
        told.at,
        greater.version,
        greater.at,
        greater.is_tombstone()
    );
    Some(Violation::new(Invariant::NewestIsTold, text))
}
