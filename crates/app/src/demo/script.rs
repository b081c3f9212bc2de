//! What happens to one LPA in the demo: a creation, signatures, and how it ends.

use lpa_domain::document::{Channel, TrustCorporation, example};
use lpa_domain::lpa::sequence::uid_of;
use lpa_domain::{Document, LpaUid};
use serde_json::{Value, json};

/// One request.
#[derive(Clone, Debug)]
pub(super) enum Step {
    /// The LPA is created with this document.
    Create(Vec<u8>),
    /// The LPA is updated.
    Update(Value),
}

/// Everything that happens to one LPA, in order.
#[derive(Clone, Debug)]
pub(super) struct Play {
    /// The LPA.
    pub(super) uid: LpaUid,
    /// Its steps.
    pub(super) steps: Vec<Step>,
}

/// The made-up plays: every LPA of another shape, most registered, some withdrawn or declined, some with mistakes.
pub(super) fn plays(lpas: u32) -> Vec<Play> {
    (1..=u64::from(lpas)).filter_map(|n| uid_of(n).map(|uid| Play { uid, steps: steps(n) })).collect()
}

fn steps(n: u64) -> Vec<Step> {
    let document = example::lpa_document(n);
    let mut updates = match n % 10 {
        3 => vec![certificate_provider_declines(), registers()],
        6 => vec![donor_withdraws(), waiting_period_begins()],
        _ => everyone_signs(&document),
    };
    if n.is_multiple_of(7) {
        // A form sent twice by a person in doubt.
        updates.extend(updates.first().cloned());
    }
    let mut steps = vec![Step::Create(example::bytes(n))];
    if n.is_multiple_of(11) {
        steps.insert(0, Step::Create(b"{\"lpaType\":\"property\"}".to_vec()));
        steps.push(Step::Create(example::bytes(n)));
    }
    steps.extend(updates.into_iter().map(Step::Update));
    steps
}

/// What is still to be done for this document: paper LPAs arrive signed, some donors with their identity confirmed.
fn everyone_signs(document: &Document) -> Vec<Value> {
    let mut updates = Vec::new();
    if document.donor.identity_check.is_none() {
        updates.push(confirms_identity("donor"));
    }
    if document.certificate_provider.signed_at.is_none() {
        updates.push(certificate_provider_signs());
    }
    updates.push(confirms_identity("certificateProvider"));
    let unsigned =
        document.attorneys().iter().enumerate().filter(|(_, attorney)| attorney.signed_at.is_none());
    updates.extend(unsigned.map(|(index, _)| attorney_signs(index)));
    let unsigned =
        document.trust_corporations.iter().enumerate().filter(|(_, each)| each.signatories.is_empty());
    updates.extend(unsigned.map(|(index, each)| trust_corporation_signs(index, each)));
    if document.channel.is(Channel::Online) {
        updates.push(corrects_town(document));
    }
    updates.extend([waiting_period_begins(), registers()]);
    updates
}

fn update(kind: &str, changes: &[(String, Value, Value)]) -> Value {
    let changes: Vec<Value> =
        changes.iter().map(|(key, old, new)| json!({ "key": key, "old": old, "new": new })).collect();
    json!({ "type": kind, "changes": changes })
}

const SIGNED: &str = "2026-03-02T10:30:00Z";

fn certificate_provider_signs() -> Value {
    update(
        "CERTIFICATE_PROVIDER_SIGN",
        &[("/certificateProvider/signedAt".to_owned(), Value::Null, json!(SIGNED))],
    )
}

fn certificate_provider_declines() -> Value {
    update("CERTIFICATE_PROVIDER_OPT_OUT", &[])
}

fn attorney_signs(index: usize) -> Value {
    update("ATTORNEY_SIGN", &[(format!("/attorneys/{index}/signedAt"), Value::Null, json!(SIGNED))])
}

fn trust_corporation_signs(index: usize, company: &TrustCorporation) -> Value {
    let field = |name: &str| format!("/trustCorporations/{index}/{name}");
    let signatory =
        |name: &str, value: &str| (field(&format!("signatories/0/{name}")), Value::Null, json!(value));
    let mut changes = vec![
        (field("mobile"), Value::Null, json!("07700 900000")),
        (field("contactLanguagePreference"), Value::Null, json!("en")),
        signatory("firstNames", "Example"),
        signatory("lastName", "Signatory"),
        signatory("professionalTitle", "Director"),
        signatory("signedAt", SIGNED),
    ];
    if company.company_number.is_empty() {
        changes.push((field("companyNumber"), Value::Null, json!("00000001")));
    }
    update("TRUST_CORPORATION_SIGN", &changes)
}

fn confirms_identity(actor: &str) -> Value {
    let kind =
        if actor == "donor" { "DONOR_CONFIRM_IDENTITY" } else { "CERTIFICATE_PROVIDER_CONFIRM_IDENTITY" };
    let field = |name: &str| format!("/{actor}/identityCheck/{name}");
    let changes =
        [(field("type"), Value::Null, json!("one-login")), (field("checkedAt"), Value::Null, json!(SIGNED))];
    update(kind, &changes)
}

fn corrects_town(document: &Document) -> Value {
    let old = document.donor.address.town.as_str();
    update("CORRECTION", &[("/donor/address/town".to_owned(), json!(old), json!("Exampleton"))])
}

fn donor_withdraws() -> Value {
    update("DONOR_WITHDRAW_LPA", &[])
}

fn waiting_period_begins() -> Value {
    update("STATUTORY_WAITING_PERIOD", &[])
}

fn registers() -> Value {
    update("REGISTER", &[])
}
