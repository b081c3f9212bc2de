//! From what the store shows of an LPA to the evidence for and against an operation.

use jiff::{SignedDuration, Timestamp};
use lpa_domain::{Document, Lpa, Operation, Profile, Update, decide_lpa};

use super::effect::shows;
use super::guard::is_what_became_of;
use super::happened::{
    Again, CreationEvidence, Likeness, Recorded, Shown, UpdateEvidence, Verdict, creation, update,
};
use super::standing::Standing;
use super::wire::Entry;

/// How far the store's clock may be behind ours. Wider, an earlier operation just like this one is more often mistaken
/// for it; narrower, our own is not recognised.
const CLOCKS_APART: SignedDuration = SignedDuration::from_secs(5);

/// What became of an operation, and which entry of the history it made (counted from the oldest).
pub(super) struct Found {
    pub(super) verdict: Verdict,
    pub(super) position: Option<usize>,
}

/// Looks for an update in what the store shows.
pub(super) fn of_update(standing: &Standing, operation: &Operation, asked: &Update, now: Timestamp) -> Found {
    let positions = entries_like(standing, operation, asked);
    let recorded = match positions.len() {
        0 => Recorded::Never,
        1 => Recorded::Once,
        _ => Recorded::Several,
    };
    let again = again(&standing.lpa(), operation, now);
    let shown = shown(standing, operation, asked);
    let verdict = update(UpdateEvidence { recorded, again, shown });
    Found { verdict, position: positions.first().copied() }
}

/// Looks for a creation in what the store shows.
pub(super) fn of_creation(standing: &Standing, operation: &Operation, sent: &Document) -> Found {
    let evidence = CreationEvidence {
        in_time: standing.record().updated_at.instant() >= earliest(operation),
        updated: !standing.entries().is_empty(),
        record: likeness(standing.record(), sent),
        static_copy: standing.static_copy().map(|copy| likeness(copy, sent)),
    };
    Found { verdict: creation(evidence), position: None }
}

/// Whether what was just created is what was sent: two creations at once can both be told that they did it (W4).
pub(super) fn likeness(stored: &Lpa, sent: &Document) -> Likeness {
    // As the store gives it back: a date of birth that is none is empty there.
    let sent = serde_json::to_value(sent).and_then(serde_json::from_value::<Document>);
    if sent.is_ok_and(|sent| sent == stored.document) { Likeness::Same } else { Likeness::Other }
}

/// The entry that `operation` made just now: the newest like it that was not there before.
pub(super) fn made_just_now(
    before: &Standing,
    after: &Standing,
    operation: &Operation,
    asked: &Update,
) -> Option<usize> {
    let known = |entry: &Entry| entry.id.is_some() && before.entries().iter().any(|each| each.id == entry.id);
    let entries = after.entries().iter().enumerate().rev();
    let mut new = entries.filter(|(_, entry)| !known(entry) && is_like(entry, operation, asked));
    new.next().map(|(position, _)| position)
}

fn entries_like(standing: &Standing, operation: &Operation, asked: &Update) -> Vec<usize> {
    let earliest = earliest(operation);
    let entries = standing.entries().iter().enumerate();
    entries
        .filter(|(_, entry)| entry.applied >= earliest && is_like(entry, operation, asked))
        .map(|(position, _)| position)
        .collect()
}

/// The store keeps whole seconds, and its clock is not ours.
fn earliest(operation: &Operation) -> Timestamp {
    let second = Timestamp::from_second(operation.requested_at.as_second());
    second.unwrap_or(operation.requested_at).checked_sub(CLOCKS_APART).unwrap_or(Timestamp::MIN)
}

fn is_like(entry: &Entry, operation: &Operation, asked: &Update) -> bool {
    entry.kind == asked.kind.word()
        && entry.author == operation.author.as_str()
        && is_what_became_of(asked, &entry.changes)
}

fn again(lpa: &Lpa, operation: &Operation, now: Timestamp) -> Again {
    match decide_lpa(Some(lpa), operation, now, Profile::Compatible) {
        Err(_) => Again::Refused,
        Ok(made) if made.lpa.document == lpa.document && made.lpa.status == lpa.status => {
            Again::ChangesNothing
        }
        Ok(_) => Again::Changes,
    }
}

fn shown(standing: &Standing, operation: &Operation, asked: &Update) -> Shown {
    let shows = |lpa: &Lpa| shows(lpa, asked, &operation.author);
    if !shows(standing.record()) {
        Shown::No
    } else if standing.accounted_for().is_some_and(shows) {
        Shown::Explained
    } else {
        Shown::Unexplained
    }
}
