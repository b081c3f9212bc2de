//! What people read.

use lpa_domain::{Dossier, Outcome, Reason, Standing, TrailEntry};

/// One operation in a line, and the trouble with it in the next.
pub(super) fn standing(standing: &Standing) -> String {
    let Standing { receipt, since, attempts, failures, ahead, behind, .. } = standing;
    let state = receipt.outcome.state();
    let (id, uid, label) = (receipt.id, receipt.uid, &receipt.label);
    let mut lines = vec![format!(
        "{id}  {state:<6}  {uid}  {label}  since {since}  attempts {attempts}  counted {failures}  ahead {ahead}  behind {behind}"
    )];
    if let Outcome::Parked { reason, .. } = &receipt.outcome {
        lines.push(format!("  parked because: {}", plain(reason)));
    }
    lines.extend(standing.last_cause.as_deref().map(|cause| format!("  last cause: {}", plain(cause))));
    lines.extend(doubt(standing).map(str::to_owned));
    lines.join("\n")
}

/// What else is to be known of an operation that may have been applied, as long as nobody knows whether it was.
const fn doubt(standing: &Standing) -> Option<&'static str> {
    match &standing.receipt.outcome {
        Outcome::Held | Outcome::Parked { .. } if standing.may_have_been_applied => {
            Some("  MAY HAVE BEEN APPLIED: look at the LPA in the register before you discard it")
        }
        Outcome::Discarded if standing.may_have_been_applied => {
            Some("  may have been applied all the same: the LPA in the register says")
        }
        _ => None,
    }
}

/// A dossier.
pub(super) fn dossier(dossier: &Dossier) -> String {
    let mut lines = vec![standing(&dossier.standing)];
    if let Some(author) = &dossier.standing.author {
        lines.push(format!("  asked for by {author} at {}", dossier.standing.receipt.requested_at));
    }
    lines.push("failed attempts:".to_owned());
    lines.extend(dossier.history.iter().map(|failed| format!("  {}  {}", failed.at, plain(&failed.cause))));
    lines.push("what became of it:".to_owned());
    lines.extend(dossier.trail.iter().map(trail_entry));
    lines.join("\n")
}

fn trail_entry(entry: &TrailEntry) -> String {
    let by = entry.by.as_ref().map(|by| format!(" by {by}")).unwrap_or_default();
    let reason = entry.reason.as_ref().map(Reason::expose);
    let reason = reason.map(|reason| format!(": {}", plain(reason))).unwrap_or_default();
    format!("  {}  {}{by}{reason}", entry.at, entry.event.word())
}

/// Text from elsewhere, on one line and without what would steer a terminal.
fn plain(text: &str) -> String {
    text.chars().map(|each| if each.is_control() { ' ' } else { each }).collect()
}
