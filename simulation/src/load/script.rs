//! What is done to one LPA after it was created: bodies as today's clients send them.

use lpa_domain::Document;
use lpa_domain::document::Channel;
use serde_json::{Value, json};

const SIGNED: &str = "2026-03-02T10:30:00Z";

/// Everything that is still to be done until the LPA is registered, in order.
pub(crate) fn until_registered(document: &Document) -> Vec<Vec<u8>> {
    let mut steps = Vec::new();
    if document.donor.identity_check.is_none() {
        steps.push(confirms_identity("DONOR_CONFIRM_IDENTITY", "donor"));
    }
    if document.certificate_provider.signed_at.is_none() {
        steps.push(signs("CERTIFICATE_PROVIDER_SIGN", "/certificateProvider/signedAt"));
    }
    steps.push(confirms_identity("CERTIFICATE_PROVIDER_CONFIRM_IDENTITY", "certificateProvider"));
    let unsigned = document.attorneys().iter().enumerate().filter(|(_, each)| each.signed_at.is_none());
    steps.extend(unsigned.map(|(index, _)| signs("ATTORNEY_SIGN", &format!("/attorneys/{index}/signedAt"))));
    if document.channel.is(Channel::Online) {
        steps.push(moves_to(document, "Exampleton"));
    }
    steps.push(plain("STATUTORY_WAITING_PERIOD"));
    steps.push(plain("REGISTER"));
    steps
}

/// A correction that competes with others of its kind: each believes that the donor still lives where the document says.
pub(crate) fn moves_to(document: &Document, town: &str) -> Vec<u8> {
    let old = document.donor.address.town.as_str();
    update("CORRECTION", &[("/donor/address/town".to_owned(), json!(old), json!(town))])
}

/// An update that carries nothing.
pub(crate) fn plain(kind: &str) -> Vec<u8> {
    update(kind, &[])
}

/// What a caller sends to be given a UID; `nth` tells two requests apart.
pub(crate) fn asks_for_a_uid(document: &Document, nth: usize) -> Vec<u8> {
    let name = format!("{} {nth}", document.donor.last_name.as_str());
    let donor = json!({ "name": name, "dob": "1980-02-01", "postcode": "B14 7ED" });
    json!({ "source": "APPLICANT", "type": "personal-welfare", "donor": donor }).to_string().into_bytes()
}

fn signs(kind: &str, field: &str) -> Vec<u8> {
    update(kind, &[(field.to_owned(), Value::Null, json!(SIGNED))])
}

fn confirms_identity(kind: &str, actor: &str) -> Vec<u8> {
    let field = |name: &str| format!("/{actor}/identityCheck/{name}");
    let checked = [("type", "one-login"), ("checkedAt", SIGNED)];
    let changes = checked.map(|(name, value)| (field(name), Value::Null, json!(value)));
    update(kind, &changes)
}

fn update(kind: &str, changes: &[(String, Value, Value)]) -> Vec<u8> {
    let change = |(key, old, new): &(String, Value, Value)| json!({ "key": key, "old": old, "new": new });
    let changes: Vec<Value> = changes.iter().map(change).collect();
    json!({ "type": kind, "changes": changes }).to_string().into_bytes()
}
