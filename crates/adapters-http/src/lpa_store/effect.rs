//! Whether an LPA shows what an update would make of it.

use lpa_domain::document::AttorneyStatus;
use lpa_domain::{Author, Change, Json, Lpa, Moment, Status, Update, UpdateKind};
use serde_json::Value;

/// Whether `lpa` stands as `update` by `author` would have left it: every new value is there, or for an act without
/// changes, the status that it leads to.
pub(super) fn shows(lpa: &Lpa, update: &Update, author: &Author) -> bool {
    match update.kind.known() {
        Some(UpdateKind::DonorWithdrawLpa) => lpa.status == Status::Withdrawn,
        Some(UpdateKind::CertificateProviderOptOut) => lpa.status == Status::CannotRegister,
        Some(UpdateKind::Perfect | UpdateKind::StatutoryWaitingPeriod) => {
            lpa.status == Status::StatutoryWaitingPeriod
        }
        Some(UpdateKind::Register) => lpa.status == Status::Registered,
        Some(UpdateKind::AttorneyOptOut | UpdateKind::TrustCorporationOptOut) => is_removed(lpa, author),
        _ => shows_all(lpa, &update.changes),
    }
}

/// Whether the actor who is the author has been removed.
fn is_removed(lpa: &Lpa, author: &Author) -> bool {
    let uid = author.uid().unwrap_or_default();
    let people = lpa.document.attorneys().iter().map(|each| (&each.uid, &each.status));
    let companies = lpa.document.trust_corporations.iter().map(|each| (&each.uid, &each.status));
    people.chain(companies).any(|(own, status)| own.as_str() == uid && status.is(AttorneyStatus::Removed))
}

fn shows_all(lpa: &Lpa, changes: &[Change]) -> bool {
    let Ok(object) = serde_json::to_value(lpa) else { return false };
    let mut told = changes.iter().filter_map(|change| Some((&change.key, change.new.as_ref()?)));
    !changes.is_empty() && told.all(|(key, new)| new.is_null() || is_alike(at(&object, key), new))
}

/// The value at a key of an update, where an actor may be named by index or by uid.
fn at<'v>(object: &'v Value, key: &str) -> &'v Value {
    const ABSENT: &Value = &Value::Null;
    key.split('/').skip(1).fold(object, |value, part| match value {
        Value::Object(members) => members.get(part).unwrap_or(ABSENT),
        Value::Array(items) => {
            let named = items.iter().find(|item| item["uid"] == part);
            named.or_else(|| items.get(part.parse::<usize>().ok()?)).unwrap_or(ABSENT)
        }
        _ => ABSENT,
    })
}

/// As the store compares (contract section 5.2, item 3): nothing, `""` and `false` are one, moments are instants.
fn is_alike(stored: &Value, sent: &Json) -> bool {
    match (stored, sent) {
        (Value::String(stored), Json::String(sent)) => {
            let moments = (stored.parse::<Moment>(), sent.parse::<Moment>());
            stored == sent || matches!(moments, (Ok(stored), Ok(sent)) if stored == sent)
        }
        (Value::Bool(stored), Json::Bool(sent)) => stored == sent,
        (Value::Null, sent) => sent.is_null() || *sent == Json::from("") || *sent == Json::from(false),
        _ => false,
    }
}

#[cfg(test)]
pub(super) mod tests {
    use lpa_domain::document::example;
    use lpa_domain::{Choice, Version};
    use serde_json::json;

    use super::*;

    pub(in super::super) fn lpa() -> Lpa {
        let mut object = serde_json::to_value(example::lpa_document(1)).unwrap();
        object["uid"] = json!("M-3779-9919-9529");
        object["status"] = json!("in-progress");
        object["updatedAt"] = json!("2026-03-02T09:00:00Z");
        Lpa::restore(object.to_string().as_bytes(), Version::FIRST, lpa_domain::lpa::Kept::default()).unwrap()
    }

    fn author() -> Author {
        "urn:opg:sirius:users:34".parse().unwrap()
    }

    fn changing(key: &str, new: Json) -> Update {
        let change = Change { key: key.to_owned(), old: Some(Json::Null), new: Some(new) };
        Update { kind: Choice::Is(UpdateKind::Correction), changes: vec![change] }
    }

    #[test]
    fn a_value_is_found_by_index_and_by_uid() {
        let lpa = lpa();
        let attorney = &lpa.document.attorneys()[0];
        let name = Json::from(attorney.first_names.as_str());
        for way in ["0".to_owned(), attorney.uid.as_str().to_owned()] {
            let key = format!("/attorneys/{way}/firstNames");
            assert!(shows(&lpa, &changing(&key, name.clone()), &author()), "{key}");
            assert!(!shows(&lpa, &changing(&key, "another".into()), &author()), "{key}");
        }
        assert!(!shows(&lpa, &changing("/attorneys/9/firstNames", name), &author()));
    }

    #[test]
    fn moments_are_compared_as_instants_and_nothing_as_empty() {
        let mut lpa = lpa();
        lpa.document.signed_at = Some("2026-01-10T09:00:00Z".parse().unwrap());
        lpa.document.donor.email = "".into();
        assert!(shows(&lpa, &changing("/signedAt", "2026-01-10T10:00:00+01:00".into()), &author()));
        assert!(!shows(&lpa, &changing("/signedAt", "2026-01-10T10:00:00Z".into()), &author()));
        assert!(shows(&lpa, &changing("/donor/email", "".into()), &author()));
    }

    #[test]
    fn an_act_without_changes_is_shown_by_the_status_that_it_leads_to() {
        for (kind, status) in [
            (UpdateKind::DonorWithdrawLpa, Status::Withdrawn),
            (UpdateKind::CertificateProviderOptOut, Status::CannotRegister),
            (UpdateKind::Perfect, Status::StatutoryWaitingPeriod),
            (UpdateKind::StatutoryWaitingPeriod, Status::StatutoryWaitingPeriod),
            (UpdateKind::Register, Status::Registered),
        ] {
            let update = Update { kind: Choice::Is(kind), changes: Vec::new() };
            assert!(!shows(&lpa(), &update, &author()), "{kind:?}");
            assert!(shows(&Lpa { status, ..lpa() }, &update, &author()), "{kind:?}");
        }
    }

    #[test]
    fn opting_out_is_shown_by_the_removal_of_its_author() {
        let mut lpa = lpa();
        let uid = lpa.document.attorneys()[0].uid.as_str().to_owned();
        let author: Author = format!("urn:opg:poas:makeregister:users:{uid}").parse().unwrap();
        let update = Update { kind: Choice::Is(UpdateKind::AttorneyOptOut), changes: Vec::new() };
        assert!(!shows(&lpa, &update, &author));
        lpa.document.attorneys.as_mut().unwrap()[0].status = AttorneyStatus::Removed.into();
        assert!(shows(&lpa, &update, &author));
        assert!(!shows(&lpa, &update, &self::author()));
    }
}
