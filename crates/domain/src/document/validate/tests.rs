//! Rules of contract section 4.3: a sound document, one thing changed, and what is then said.

mod rules_1_to_7;
mod rules_8_to_15;

use super::validate;
use crate::document::{Document, decode, defaults};
use crate::json::Json;

/// One thing changed in a sound document, and every problem that it makes, as `pointer detail`.
type Case = (fn(&mut Document), &'static [&'static str]);

/// An online LPA with one attorney and nothing that can be left out: no problem at all.
fn sound() -> Document {
    let body = r#"{
      "lpaType": "property-and-affairs", "channel": "online", "language": "en",
      "donor": {
        "uid": "3f0a9a52-6c53-4d38-9a20-6d0f1f1f0a01", "firstNames": "Sefina", "lastName": "Quenby",
        "dateOfBirth": "1950-02-03", "address": { "line1": "1 Oat Stile", "country": "GB" },
        "contactLanguagePreference": "cy"
      },
      "certificateProvider": {
        "uid": "3f0a9a52-6c53-4d38-9a20-6d0f1f1f0a02", "firstNames": "Jorrit", "lastName": "Marrowick",
        "address": { "line1": "2 Oat Stile", "country": "GB" }, "channel": "paper", "phone": "07700 900001"
      },
      "attorneys": [{
        "uid": "3f0a9a52-6c53-4d38-9a20-6d0f1f1f0a03", "firstNames": "Maelys", "lastName": "Umberling",
        "dateOfBirth": "1980-02-03", "address": { "line1": "3 Oat Stile", "country": "ZZ" },
        "status": "active", "channel": "paper", "appointmentType": "original"
      }],
      "whenTheLpaCanBeUsed": "when-capacity-lost",
      "signedAt": "2025-03-01T10:00:00Z", "witnessedByCertificateProviderAt": "2025-03-01T10:05:00Z"
    }"#;
    decode::decode(&Json::parse(body.as_bytes()).unwrap()).unwrap().document
}

#[track_caller]
fn hold(rule: &str, cases: &[Case]) {
    for (number, (change, expected)) in cases.iter().enumerate() {
        let mut document = sound();
        change(&mut document);
        let found: Vec<String> = validate(&document).iter().map(said).collect();
        assert_eq!(found, *expected, "{rule}, case {number}");
    }
}

fn said(problem: &crate::Problem) -> String {
    format!("{} {}", problem.source, problem.detail)
}

#[test]
fn a_sound_document_has_no_problem() {
    hold("contract section 4.3", &[(|_| {}, &[])]);
}

fn judged(body: &str) -> Vec<String> {
    let mut document = decode::decode(&Json::parse(body.as_bytes()).unwrap()).unwrap().document;
    defaults::apply(&mut document);
    validate(&document).iter().map(said).collect()
}

#[test]
fn an_empty_object_has_exactly_the_22_problems_of_the_contract() {
    // contract section 4.3, "PUT {} therefore yields exactly 22 errors, in this order"
    let expected = [
        "/lpaType field is required",
        "/channel field is required",
        "/language field is required",
        "/donor/uid field is required",
        "/donor/firstNames field is required",
        "/donor/lastName field is required",
        "/donor/dateOfBirth field is required",
        "/donor/address/line1 field is required",
        "/donor/address/country field is required",
        "/donor/address/country must be a valid ISO-3166-1 country code",
        "/donor/contactLanguagePreference field is required",
        "/certificateProvider/uid field is required",
        "/certificateProvider/firstNames field is required",
        "/certificateProvider/lastName field is required",
        "/certificateProvider/address/line1 field is required",
        "/certificateProvider/address/country field is required",
        "/certificateProvider/address/country must be a valid ISO-3166-1 country code",
        "/certificateProvider/channel field is required",
        "/certificateProvider/phone field is required",
        "/attorneys at least one attorney is required",
        "/signedAt field is required",
        "/witnessedByCertificateProviderAt field is required",
    ];
    assert_eq!(judged("{}"), expected);
}
