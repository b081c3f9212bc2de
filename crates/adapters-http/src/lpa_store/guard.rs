//! Keeps today's store from erasing what a correction after registration does not name.
//!
//! There a `POST_REGISTRATION_CORRECTION` empties the restrictions and conditions unless it sets them, and resets an
//! attorney's `cannotMakeJointDecisions` when it corrects anything else of that attorney (contract section 9, W1). What it
//! must not lose is sent along, as it stands. For both fields the store takes only `null` for what was there before.

use std::collections::BTreeSet;

use lpa_domain::{Change, Json, Lpa, Update, UpdateKind};

const RESTRICTIONS: &str = "/restrictionsAndConditions";
const FLAG: &str = "/cannotMakeJointDecisions";

/// The update as it has to be sent, so that it does what `update` says and nothing more.
pub(super) fn guarded(update: &Update, lpa: &Lpa) -> Update {
    if !update.kind.is(UpdateKind::PostRegistrationCorrection) {
        return update.clone();
    }
    let mut changes = update.changes.clone();
    for change in changes.iter_mut().filter(|change| is_field(&change.key)) {
        change.old = Some(Json::Null);
    }
    let restrictions = lpa.document.restrictions_and_conditions.as_str();
    if !restrictions.is_empty() && !names(&changes, RESTRICTIONS) {
        changes.push(as_it_stands(RESTRICTIONS.to_owned(), restrictions.into()));
    }
    let attorneys: BTreeSet<&str> =
        update.changes.iter().filter_map(|change| attorney_of(&change.key)).collect();
    for attorney in attorneys {
        let flag = format!("/attorneys/{attorney}{FLAG}");
        if is_set(lpa, attorney) && !names(&changes, &flag) {
            changes.push(as_it_stands(flag, true.into()));
        }
    }
    Update { kind: update.kind.clone(), changes }
}

/// What a caller asked for, told from an entry of the history: without what was sent along, and with what was there
/// before. `lpa` is the LPA that it changed.
pub(super) fn asked_for(kind: Option<UpdateKind>, changes: &[Change], lpa: &Lpa) -> Vec<Change> {
    if kind != Some(UpdateKind::PostRegistrationCorrection) {
        return changes.to_vec();
    }
    let before = |change: &Change| match attorney_of(&change.key) {
        Some(attorney) => Json::from(is_set(lpa, attorney)),
        None => Json::from(lpa.document.restrictions_and_conditions.as_str()),
    };
    let told = changes.iter().map(|change| {
        let old = if is_field(&change.key) { Some(before(change)) } else { change.old.clone() };
        Change { old, ..change.clone() }
    });
    told.filter(|change| !is_field(&change.key) || change.old != change.new).collect()
}

/// Whether an entry with `recorded` is what became of `asked`: what was sent along does not count, nor, in its fields, what
/// was said to be there before.
pub(super) fn is_what_became_of(asked: &Update, recorded: &[Change]) -> bool {
    let guarding = asked.kind.is(UpdateKind::PostRegistrationCorrection);
    let mut own = recorded
        .iter()
        .filter(|change| !guarding || !is_field(&change.key) || names(&asked.changes, &change.key));
    let alike = |one: &Change, other: &Change| {
        let old = (guarding && is_field(&one.key)) || told(one.old.as_ref()) == told(other.old.as_ref());
        one.key == other.key && old && told(one.new.as_ref()) == told(other.new.as_ref())
    };
    asked.changes.iter().all(|one| own.next().is_some_and(|other| alike(one, other))) && own.next().is_none()
}

/// What was missing reads as `null` in the history.
fn told(value: Option<&Json>) -> &Json {
    value.unwrap_or(&Json::Null)
}

fn as_it_stands(key: String, value: Json) -> Change {
    Change { key, old: Some(Json::Null), new: Some(value) }
}

fn names(changes: &[Change], key: &str) -> bool {
    changes.iter().any(|change| change.key == key)
}

fn is_field(key: &str) -> bool {
    key == RESTRICTIONS || (attorney_of(key).is_some() && key.ends_with(FLAG))
}

/// How a key names its attorney.
fn attorney_of(key: &str) -> Option<&str> {
    key.strip_prefix("/attorneys/")?.split('/').next()
}

/// Whether the attorney can take no part in joint decisions.
fn is_set(lpa: &Lpa, attorney: &str) -> bool {
    let attorneys = lpa.document.attorneys();
    let named = attorneys.iter().find(|each| each.uid.as_str() == attorney);
    let named = named.or_else(|| attorneys.get(attorney.parse::<usize>().ok()?));
    named.is_some_and(|each| each.cannot_make_joint_decisions)
}

#[cfg(test)]
mod tests {
    use lpa_domain::Choice;

    use super::super::effect::tests::lpa;
    use super::*;

    fn correction(changes: &[(&str, Json, Json)]) -> Update {
        let change = |(key, old, new): &(&str, Json, Json)| Change {
            key: (*key).to_owned(),
            old: Some(old.clone()),
            new: Some(new.clone()),
        };
        let kind = Choice::Is(UpdateKind::PostRegistrationCorrection);
        Update { kind, changes: changes.iter().map(change).collect() }
    }

    /// An LPA with restrictions, whose first attorney takes no part in joint decisions.
    fn restricted() -> Lpa {
        let mut lpa = lpa();
        lpa.document.restrictions_and_conditions = "not the house".into();
        lpa.document.attorneys.as_mut().unwrap()[0].cannot_make_joint_decisions = true;
        lpa
    }

    #[test]
    fn what_the_store_would_erase_is_sent_along() {
        let asked = correction(&[("/attorneys/0/email", "a".into(), "b".into())]);
        let sent = guarded(&asked, &restricted());
        let added = correction(&[
            ("/restrictionsAndConditions", Json::Null, "not the house".into()),
            ("/attorneys/0/cannotMakeJointDecisions", Json::Null, true.into()),
        ]);
        assert_eq!(sent.changes, [asked.changes.clone(), added.changes].concat());
        assert!(is_what_became_of(&asked, &sent.changes));
        let kind = Some(UpdateKind::PostRegistrationCorrection);
        assert_eq!(asked_for(kind, &sent.changes, &restricted()), asked.changes);
        assert!(!is_what_became_of(&correction(&[]), &sent.changes));
    }

    #[test]
    fn a_correction_of_these_fields_says_what_the_store_wants_to_hear() {
        let asked = correction(&[
            ("/restrictionsAndConditions", "not the house".into(), "not the car".into()),
            ("/attorneys/0/cannotMakeJointDecisions", true.into(), false.into()),
        ]);
        let sent = guarded(&asked, &restricted());
        assert!(sent.changes.iter().all(|change| change.old == Some(Json::Null)));
        assert_eq!(sent.changes.len(), 2);
        assert!(is_what_became_of(&asked, &sent.changes));
        let kind = Some(UpdateKind::PostRegistrationCorrection);
        assert_eq!(asked_for(kind, &sent.changes, &restricted()), asked.changes);
    }

    #[test]
    fn other_updates_are_sent_as_they_are() {
        let mut asked = correction(&[("/donor/email", "a".into(), "b".into())]);
        assert_eq!(guarded(&asked, &lpa()), asked);
        asked.kind = Choice::Is(UpdateKind::Correction);
        assert_eq!(guarded(&asked, &restricted()), asked);
    }
}
