//! Changes that change nothing (contract section 5.2).

use crate::json::Json;
use crate::operation::{Change, UpdateKind};
use crate::problem::Problem;

/// Refuses redundant changes: all of them at once, and nothing else beside them.
pub(super) fn check(kind: Option<UpdateKind>, changes: &[Change]) -> Result<(), Vec<Problem>> {
    let tolerant = changes.iter().any(|change| !is_redundant(change));
    let problems: Vec<Problem> = changes
        .iter()
        .enumerate()
        .filter(|(_, change)| is_redundant(change))
        .filter(|(_, change)| !(tolerant && kind.is_some_and(|kind| is_tolerated(kind, &change.key))))
        .map(|(index, change)| {
            Problem::new(format!("/changes/{index}"), format!("redundant change for {}", change.key))
        })
        .collect();
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

/// The changes that [`check`] lets pass and that change something, with their places in what was sent.
pub(super) fn kept(kind: UpdateKind, changes: &[Change]) -> impl Iterator<Item = (usize, &Change)> {
    changes.iter().enumerate().filter(move |(_, change)| counts(kind, change))
}

/// Whether a change is more than a repetition that is let pass.
fn counts(kind: UpdateKind, change: &Change) -> bool {
    !(is_tolerated(kind, &change.key) && is_redundant(change))
}

/// Whether `old` and `new` say the same: both nothing, or equal JSON; timestamps are compared as text.
fn is_redundant(change: &Change) -> bool {
    match (change.old.as_ref(), change.new.as_ref()) {
        (Some(old), Some(new)) if old == new => true,
        (old, new) => says_nothing(old) && says_nothing(new),
    }
}

fn says_nothing(value: Option<&Json>) -> bool {
    value.is_none_or(|json| json.is_null() || json.as_str() == Some(""))
}

/// Whether a redundant change of this field is dropped instead of refusing the update.
///
/// Today's service refuses a signature because the signer kept the stored phone number (contract section 9, W13). A lost
/// signature is worse than a repeated phone number, so in the three acts of signing a redundant change of a contact detail (and of the
/// company number, which today's clients always send, W12) is dropped. An update of redundant changes only is refused as today.
fn is_tolerated(kind: UpdateKind, key: &str) -> bool {
    let contact = ["mobile", "email", "contactLanguagePreference", "channel"];
    match kind {
        UpdateKind::AttorneySign => {
            field_of_actor(key, "/attorneys/").is_some_and(|field| contact.contains(&field))
        }
        UpdateKind::TrustCorporationSign => field_of_actor(key, "/trustCorporations/")
            .is_some_and(|field| contact.contains(&field) || field == "companyNumber"),
        UpdateKind::CertificateProviderSign => {
            key.strip_prefix("/certificateProvider/").is_some_and(|rest| {
                let line = rest.strip_prefix("address/");
                contact.contains(&rest) || line.is_some_and(|line| ADDRESS.contains(&line))
            })
        }
        _ => false,
    }
}

const ADDRESS: [&str; 6] = ["line1", "line2", "line3", "town", "postcode", "country"];

/// The field in `/prefix/<actor>/<field>`.
fn field_of_actor<'k>(key: &'k str, prefix: &str) -> Option<&'k str> {
    let (_, field) = key.strip_prefix(prefix)?.split_once('/')?;
    Some(field)
}
