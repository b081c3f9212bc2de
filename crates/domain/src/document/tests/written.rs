//! Which keys are written, and which are left out (contract section 3.1).

use serde_json::{Value, json};

use crate::document::{Document, decode::decode, defaults, validate::validate};
use crate::json::Json;

/// Creates the document of a body and writes it out again.
fn round(body: &Value) -> Value {
    let mut document = decode(&Json::parse(body.to_string().as_bytes()).unwrap()).unwrap().document;
    defaults::apply(&mut document);
    serde_json::to_value(document).unwrap()
}

/// An address, and beside it every key that is always written of a person.
fn person(line1: &str) -> Value {
    json!({
        "uid": "5c7a8f3e-1b6d-4d0a-8f57-0a53cf9e0001", "firstNames": "Ingwen", "lastName": "Llanwynfryd",
        "address": { "line1": line1, "country": "GB" }
    })
}

fn with(mut base: Value, more: &Value) -> Value {
    base.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    base
}

#[test]
fn an_lpa_is_written_with_the_keys_it_came_with() {
    let attorney = json!({ "dateOfBirth": "1982-07-24", "status": "active", "appointmentType": "original",
        "channel": "online", "email": "i@example.org", "mobile": "07700 900002" });
    let provider = json!({ "channel": "paper", "phone": "07700 900003" });
    let donor = json!({ "dateOfBirth": "1951-01-24", "contactLanguagePreference": "en" });
    let body = json!({
        "lpaType": "personal-welfare", "channel": "online", "language": "cy",
        "donor": with(person("1 Oat Stile"), &donor),
        "attorneys": [with(person("2 Oat Stile"), &attorney)],
        "certificateProvider": with(person("3 Oat Stile"), &provider),
        "peopleToNotify": [person("4 Oat Stile")],
        "lifeSustainingTreatmentOption": "option-a", "restrictionsAndConditions": "<none> & more",
        "signedAt": "2024-01-10T23:00:00.5+01:00", "witnessedByCertificateProviderAt": "2024-01-11T01:00:00Z"
    });
    assert_eq!(round(&body), body);
}

#[test]
fn defaults_are_written_with_their_flags() {
    let written = round(&json!({ "lpaType": "personal-welfare" }));
    assert_eq!(written["lifeSustainingTreatmentOption"], "option-b");
    assert_eq!(written["lifeSustainingTreatmentOptionIsDefault"], true);
    let written =
        round(&json!({ "lpaType": "personal-welfare", "lifeSustainingTreatmentOption": "option-b" }));
    assert_eq!(written.get("lifeSustainingTreatmentOptionIsDefault"), None);
}

#[test]
fn an_empty_document_is_written_with_exactly_the_keys_that_are_always_there() {
    let address = json!({ "line1": "", "country": "" });
    let nobody = json!({ "uid": "", "firstNames": "", "lastName": "", "address": address });
    let donor = json!({ "dateOfBirth": "", "contactLanguagePreference": "" });
    assert_eq!(
        serde_json::to_value(Document::default()).unwrap(),
        json!({
            "lpaType": "", "channel": "", "language": "", "attorneys": null,
            "donor": with(nobody.clone(), &donor),
            "certificateProvider": with(nobody, &json!({ "phone": "", "channel": "" })),
            "signedAt": "0001-01-01T00:00:00Z", "witnessedByCertificateProviderAt": "0001-01-01T00:00:00Z"
        })
    );
}

#[test]
fn an_empty_actor_is_written_with_exactly_the_keys_that_are_always_there() {
    let body = json!({ "attorneys": [{}], "trustCorporations": [{ "signatories": [{}] }], "peopleToNotify": [{}],
        "independentWitness": {}, "authorisedSignatory": {} });
    let written = round(&body);
    let keys = |pointer: &str| {
        let object = written.pointer(pointer).and_then(Value::as_object).unwrap();
        object.keys().map(String::as_str).collect::<Vec<_>>().join(" ")
    };
    let person = "address firstNames lastName uid";
    assert_eq!(
        keys("/attorneys/0"),
        "address appointmentType channel dateOfBirth firstNames lastName status uid"
    );
    assert_eq!(
        keys("/trustCorporations/0"),
        "address appointmentType channel companyNumber name signatories status uid"
    );
    assert_eq!(keys("/trustCorporations/0/signatories/0"), "firstNames lastName professionalTitle signedAt");
    assert_eq!(keys("/peopleToNotify/0"), person);
    assert_eq!(keys("/independentWitness"), "address firstNames lastName phone uid");
    assert_eq!(keys("/authorisedSignatory"), "firstNames lastName uid");
}

#[test]
fn the_published_example_is_sound_and_comes_back_as_it_was_sent() {
    // Beside the repository when the contracts are checked out there; skipped otherwise.
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/contracts/lpa-store/example-lpa.json");
    let Ok(text) = std::fs::read_to_string(path) else { return };
    let body: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(round(&body), body);
    assert_eq!(validate(&decode(&Json::parse(text.as_bytes()).unwrap()).unwrap().document), []);
}
