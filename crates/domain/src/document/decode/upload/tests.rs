//! Scans as they are sent (contract section 3.4).

use crate::document::decode::{Decoded, decode};
use crate::json::Json;
use crate::problem::Problem;

fn sent(channel: &str, uploads: &str) -> Result<Decoded, Vec<Problem>> {
    let body = format!(r#"{{"channel":"{channel}","restrictionsAndConditionsImages":{uploads}}}"#);
    decode(&Json::parse(body.as_bytes()).unwrap())
}

#[test]
fn standard_base64_with_padding_is_read_and_line_breaks_are_ignored() {
    let scans =
        r#"[{"filename":"a.png","data":"+/8A"},{"filename":"b","data":"aGV\r\nsbG8\n="},{"filename":"c"}]"#;
    let images = sent("paper", scans).unwrap().restrictions_images;
    let bytes: Vec<&[u8]> = images.iter().map(|image| image.bytes.as_slice()).collect();
    assert_eq!(bytes, [&b"\xfb\xff\x00"[..], b"hello", b""]);
    assert_eq!(images[0].filename, "a.png");
    assert_eq!(format!("{:?}", images[1]), "Upload { bytes: 5, .. }");
}

#[test]
fn bad_base64_is_named_by_its_place() {
    for bad in ["%", "aGVsbG8", "-_8A", "aGVs bG8=", "aGVsbG8=="] {
        let scans = format!(r#"[{{"filename":"a","data":""}},{{"filename":"b","data":"{bad}"}}]"#);
        let expected = Problem::new("/restrictionsAndConditionsImages/1/data", "must be base64");
        assert_eq!(sent("paper", &scans), Err(vec![expected]), "{bad}");
    }
}

#[test]
fn file_names_that_could_lead_astray_are_refused() {
    // W22: today `../../x.png` is accepted and goes into the object key
    let long = "x".repeat(256);
    for name in ["", ".", "..", "../../x.png", "a/b", r"a\\b", r"a\u0000", r"a\n", r"\u0085", long.as_str()] {
        let scans = format!(r#"[{{"filename":"{name}","data":""}}]"#);
        let expected = Problem::new("/restrictionsAndConditionsImages/0/filename", "invalid value");
        assert_eq!(sent("paper", &scans), Err(vec![expected]), "{name}");
    }
    for name in ["a..b", "...", "tudalen ŵ.png", &long[1..]] {
        assert!(sent("paper", &format!(r#"[{{"filename":"{name}"}}]"#)).is_ok(), "{name}");
    }
}

#[test]
fn scans_of_an_lpa_that_is_not_on_paper_are_checked_and_dropped() {
    // contract section 3.4
    let decoded = sent("online", r#"[{"filename":"a","data":"AAAA"}]"#).unwrap();
    assert!(decoded.restrictions_images.is_empty());
    assert!(sent("online", r#"[{"filename":"a","data":"%"}]"#).is_err());
    assert!(sent("online", "{}").is_err());
}

#[test]
fn scans_of_the_decision_details_are_kept_apart() {
    let body =
        br#"{"channel":"paper","howAttorneysMakeDecisionsDetailsImages":[{"filename":"d","data":"AA=="}]}"#;
    let decoded = decode(&Json::parse(body).unwrap()).unwrap();
    assert_eq!((decoded.restrictions_images.len(), decoded.decisions_images.len()), (0, 1));
    assert!(decoded.document.how_attorneys_make_decisions_details_images.is_empty());
}
