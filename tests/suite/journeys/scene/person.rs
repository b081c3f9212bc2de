//! Someone who uses the service, and notes what was promised.

use std::time::Duration;

use lpa_domain::Document;
use lpa_domain::records::ToldFact;
use lpa_tests::binary::Client;
use lpa_tests::personal;
use lpa_tests::reckoning::Promise;
use lpa_tests::until;
use lpa_tests::world::Answer;
use serde_json::Value;

use super::Scene;
use super::promised::{draft_operation, operation};

/// Someone who uses the service.
#[derive(Clone)]
pub(crate) struct Person<'scene> {
    pub(super) scene: &'scene Scene,
    pub(super) client: Client,
    pub(super) name: String,
}

impl Person<'_> {
    /// Creates an LPA.
    pub(crate) async fn create(&self, uid: &str, document: &Document) -> Answer {
        self.send(("PUT", uid), None, self.document(document)).await
    }

    /// Creates an LPA under a key.
    pub(crate) async fn create_keyed(&self, uid: &str, key: &str, document: &Document) -> Answer {
        self.send(("PUT", uid), Some(key), self.document(document)).await
    }

    /// Changes an LPA.
    pub(crate) async fn update(&self, uid: &str, update: &Value) -> Answer {
        self.send(("POST", uid), None, self.changes(update)).await
    }

    /// Changes an LPA under a key.
    pub(crate) async fn update_keyed(&self, uid: &str, key: &str, update: &Value) -> Answer {
        self.send(("POST", uid), Some(key), self.changes(update)).await
    }

    /// Tells a draft, or deletes it when there is nothing to tell.
    pub(crate) async fn draft(&self, uid: &str, key: Option<&str>, told: Option<&Value>) -> Answer {
        self.scene.crossing.lock().await.step().await;
        let method = if told.is_some() { "PUT" } else { "DELETE" };
        let mut request = self.client.request(method, &format!("/v1/drafts/{uid}"));
        if let Some(told) = told {
            self.scene.personal.lock().unwrap().extend(personal::texts(&told["draft"]));
            request = request.body(told.to_string());
        }
        if let Some(key) = key {
            request = request.header("Idempotency-Key", key);
        }
        let answer = self.client.send(request).await;
        assert!([200, 202, 410, 503].contains(&answer.status), "{}: {}", answer.status, answer.text());
        if let Some(operation) = draft_operation(&answer) {
            let done = answer.json()["state"] == "applied";
            self.promise(uid, operation, done);
        }
        answer
    }

    /// Tells something of a fee.
    pub(crate) async fn fee(&self, uid: &str, about: &str, told: &Value) -> Answer {
        self.scene.crossing.lock().await.step().await;
        let request = self.client.request("POST", &format!("/v1/fees/{uid}/{about}"));
        let answer = self.client.send(request.body(told.to_string())).await;
        assert!([200, 201, 202, 503].contains(&answer.status), "{}: {}", answer.status, answer.text());
        if answer.status != 503 {
            let receipt = answer.json();
            let done = receipt["state"] == "applied";
            self.promise(uid, receipt["id"].as_str().unwrap().to_owned(), done);
        }
        answer
    }

    /// Tells a fact of case management, again and again until it is taken: nothing else keeps it (ADR 0027).
    pub(crate) async fn fact(&self, told: &ToldFact) {
        let mut body = told.says.written();
        self.scene.personal.lock().unwrap().extend(personal::texts(&body["donor"]));
        body["version"] = told.version.into();
        let path = format!("/v1/record-facts/{}", told.id);
        let taken = async || {
            let request = self.client.request("PUT", &path);
            (self.client.send(request.body(body.to_string())).await.status == 200).then_some(())
        };
        until("the fact is taken", Duration::from_secs(30), taken).await;
    }

    fn document(&self, document: &Document) -> String {
        let document = serde_json::to_value(document).unwrap();
        self.scene.personal.lock().unwrap().extend(personal::texts(&document));
        document.to_string()
    }

    fn changes(&self, update: &Value) -> String {
        self.scene.personal.lock().unwrap().extend(personal::texts(&update["changes"]));
        update.to_string()
    }

    async fn send(&self, (method, uid): (&str, &str), key: Option<&str>, body: String) -> Answer {
        self.scene.crossing.lock().await.step().await;
        let path = if method == "PUT" { format!("/lpas/{uid}") } else { format!("/lpas/{uid}/updates") };
        let mut request = self.client.request(method, &path).body(body);
        if let Some(key) = key {
            request = request.header("Idempotency-Key", key);
        }
        let answer = self.client.send(request).await;
        self.note(uid, &answer);
        answer
    }

    fn note(&self, uid: &str, answer: &Answer) {
        let told = [201, 202, 400, 410, 503].contains(&answer.status);
        assert!(told, "{}: {}", answer.status, answer.text());
        if let Some(operation) = operation(answer) {
            self.promise(uid, operation, answer.status == 201);
        }
    }

    fn promise(&self, uid: &str, operation: String, done: bool) {
        let (uid, caller) = (uid.to_owned(), self.name.clone());
        let promise = Promise { operation, uid, caller, done };
        self.scene.promises.lock().unwrap().push(promise);
    }
}
