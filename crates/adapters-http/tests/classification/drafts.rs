//! What answers about drafts mean.

use lpa_domain::{Act, Beside, DraftAct, DraftOrder, KeptDraft, Operation, RefusalCode, Version};
use lpa_ports::{Applied, Drafted, Register as _, RegisterError};

use super::script::{Script, reply};
use super::{name, operation, register, uid};

const KEPT: &str = r#"{"uid":"M-3779-9919-9529","version":7,"asAt":"2026-03-02T08:59:59.123456789Z",
    "requestedAt":"2026-03-02T09:00:00.000000001Z","operationId":"01900000-0000-4000-8000-000000000002",
    "author":"urn:opg:poas:sirius:users:34","draft":{"donor":{"email":null,"lastName":"Quenby"}}}"#;

fn deletion() -> Operation {
    Operation { act: Act::Draft(DraftAct::Delete), ..operation() }
}

fn receipt(label: &str, state: &str) -> String {
    let receipt = format!(
        r#""id":"01900000-0000-4000-8000-000000000001","uid":"M-3779-9919-9529","type":"{label}","requestedAt":"2026-03-02T09:00:00Z""#
    );
    format!(r#"{{"receipt":{{{receipt},"state":{state}}}}}"#)
}

async fn applied(answer: Vec<u8>) -> Result<Applied, RegisterError> {
    let script = Script::answering([answer]).await;
    register(&script).apply(&deletion()).await
}

async fn asked(answer: Vec<u8>) -> Result<Option<Drafted>, RegisterError> {
    let script = Script::answering([answer]).await;
    register(&script).draft(uid()).await
}

#[tokio::test]
async fn what_became_of_an_act_on_a_draft_is_read_from_its_receipt() {
    let kept = applied(reply(201, &receipt("DRAFT", r#""applied","version":7"#))).await.unwrap();
    assert_eq!(kept, Applied::Draft(Version(7)));
    let deleted = applied(reply(201, &receipt("DELETE_DRAFT", r#""applied","version":0"#))).await.unwrap();
    assert_eq!(deleted, Applied::Tombstone);
    let late = applied(reply(200, &receipt("DRAFT", r#""superseded""#))).await.unwrap();
    assert_eq!(late, Applied::Superseded);
}

#[tokio::test]
async fn two_hundred_means_superseded_only_when_the_receipt_says_so() {
    for body in [receipt("DRAFT", r#""applied","version":7"#), receipt("DRAFT", r#""held""#), "{}".into()] {
        let error = applied(reply(200, &body)).await.unwrap_err();
        assert_eq!(name(&error), "OutcomeUnknown", "{body}");
    }
}

#[tokio::test]
async fn a_refused_act_on_a_draft_is_refused_in_the_same_words() {
    for code in ["executed", "deleted", "no-drafts"] {
        let state = format!(r#""refused","refusal":{{"code":"{code}","errors":[]}}"#);
        let body = receipt("DRAFT", &state).replacen('{', &format!(r#"{{"code":"{code}","#), 1);
        match applied(reply(422, &body)).await.unwrap_err() {
            RegisterError::Refused(refusal) => assert_eq!(refusal.code.word(), code),
            other => panic!("refused, not {other:?}"),
        }
    }
}

#[tokio::test]
async fn a_draft_comes_back_whole_with_its_place_among_the_others() {
    let told = lpa_domain::Json::parse(br#"{"donor":{"email":null,"lastName":"Quenby"}}"#).unwrap();
    let order = DraftOrder::new(
        "2026-03-02T08:59:59.123456789Z".parse().unwrap(),
        "2026-03-02T09:00:00.000000001Z".parse().unwrap(),
        "01900000-0000-4000-8000-000000000002".parse().unwrap(),
    );
    let draft = lpa_domain::Draft::from_json(&told).unwrap();
    let kept = KeptDraft {
        uid: uid(),
        version: Version(7),
        order,
        author: operation().author,
        draft,
        beside: Beside::default(),
    };
    assert_eq!(asked(reply(200, KEPT)).await.unwrap(), Some(Drafted::Draft(Box::new(kept))));
}

#[tokio::test]
async fn gone_and_absent_and_not_kept_are_only_what_the_register_says() {
    assert_eq!(asked(reply(410, r#"{"code":"deleted"}"#)).await.unwrap(), Some(Drafted::Tombstone));
    assert_eq!(asked(reply(404, r#"{"code":"unknown-draft"}"#)).await.unwrap(), None);
    match asked(reply(422, r#"{"code":"no-drafts"}"#)).await.unwrap_err() {
        RegisterError::Refused(refusal) => assert_eq!(refusal.code, RefusalCode::NoDrafts),
        other => panic!("refused, not {other:?}"),
    }
    for (status, body, means) in [
        (410, r#"{"code":"gone"}"#, "Offline"),
        (410, "<html>", "Offline"),
        (404, r#"{"code":"unknown-lpa"}"#, "Offline"),
        (404, r#"{"code":"NOT_FOUND"}"#, "Offline"),
        (422, r#"{"code":"id-reused"}"#, "Unreadable"),
        (403, r#"{"code":"forbidden"}"#, "Offline"),
        (503, r#"{"code":"held"}"#, "TakenOver"),
        (503, r#"{"code":"register-away"}"#, "NotNow"),
        (200, "{}", "Unreadable"),
    ] {
        assert_eq!(name(&asked(reply(status, body)).await.unwrap_err()), means, "{status} {body}");
    }
    let mangled =
        KEPT.replace(r#"{"donor":{"email":null,"lastName":"Quenby"}}"#, r#"{"attorneys":"Quenby"}"#);
    assert_ne!(mangled, KEPT);
    let error = asked(reply(200, &mangled)).await.unwrap_err();
    assert_eq!(name(&error), "Unreadable");
    assert!(!format!("{error:?}").contains("Quenby"));
}

#[tokio::test]
async fn a_draft_is_asked_for_at_its_address_and_an_act_on_it_is_sent_as_an_operation() {
    let script = Script::answering([reply(503, ""), reply(503, "")]).await;
    register(&script).draft(uid()).await.unwrap_err();
    assert!(script.request().starts_with("GET /v1/drafts/M-3779-9919-9529 HTTP/1.1\r\n"));
    let script = Script::answering([reply(503, "")]).await;
    register(&script).apply(&deletion()).await.unwrap_err();
    assert!(
        script.request().contains(r#""kind":"draft","content":{"act":"delete"}"#),
        "{}",
        script.request()
    );
}
