//! Any bytes as the body of a creation: read or refused, judged the same twice, and unchanged by a trip through the
//! store. Cases found here are kept in `seeds/document`, which an ordinary test of lpa-domain replays.

#![no_main]

use libfuzzer_sys::fuzz_target;
use lpa_domain::document::{decode::decode, defaults, validate::validate};
use lpa_domain::{Draft, Json};

fuzz_target!(|bytes: &[u8]| {
    let Ok(json) = Json::parse(bytes) else { return };
    drop(Draft::from_json(&json).map(Draft::complete));
    let Ok(decoded) = decode(&json) else { return };
    let mut document = decoded.document;
    defaults::apply(&mut document);
    assert_eq!(validate(&document), validate(&document));

    let written = written_out(&document);
    let again = decode(&Json::parse(written.as_bytes()).expect("we wrote JSON")).expect("we wrote a document");
    assert_eq!(written_out(&again.document), written);
});

fn written_out(document: &lpa_domain::Document) -> String {
    serde_json::to_string(document).expect("a document can be written")
}
