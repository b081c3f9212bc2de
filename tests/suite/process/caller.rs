//! A caller with one LPA, who corrects the same field again and again and notes what was promised.

use std::sync::atomic::{AtomicUsize, Ordering};

use lpa_tests::binary::Client;
use lpa_tests::samples::{EMAIL, lpa_uid};
use lpa_tests::world::Answer;

use super::{correction, creation};

/// A caller with one LPA.
pub(crate) struct Caller {
    uid: String,
    promised: Vec<String>,
}

impl Caller {
    /// So many callers, each with an LPA of its own.
    pub(crate) fn some(count: u64) -> Vec<Self> {
        let caller = |n| Self { uid: lpa_uid(n).to_string(), promised: Vec::new() };
        (1..=count).map(caller).collect()
    }

    /// Writes until the service is gone, or so many operations are promised. Each correction is of what the one before it
    /// made, so in another order it would be refused. Each promise is counted.
    pub(crate) async fn write(&mut self, client: Client, enough: usize, promises: &AtomicUsize) {
        let (lpa, updates) = (format!("/lpas/{}", self.uid), format!("/lpas/{}/updates", self.uid));
        let mut email = if self.promised.is_empty() {
            let request = client.request("PUT", &lpa).body(creation());
            self.note(client.try_send(request).await, promises);
            EMAIL.to_owned()
        } else {
            client.get(&lpa).await.json()["donor"]["email"].as_str().unwrap().to_owned()
        };
        for n in self.promised.len()..enough {
            let next = format!("{n}@example.com");
            let request = client.request("POST", &updates).body(correction("/donor/email", &email, &next));
            if !self.note(client.try_send(request).await, promises) {
                return;
            }
            email = next;
        }
    }

    fn note(&mut self, answer: Option<Answer>, promises: &AtomicUsize) -> bool {
        let Some(answer) = answer else { return false };
        assert!([201, 202].contains(&answer.status), "{}: {}", self.uid, answer.text());
        self.promised.push(answer.header("causeway-operation").to_owned());
        promises.fetch_add(1, Ordering::SeqCst);
        true
    }

    /// What was promised is in the register, once each and in the order of the promises; and nothing else, but for at most
    /// so many that were under way when the service was gone. Those become part of what must stay.
    pub(crate) async fn reckon(&mut self, client: &Client, unanswered: usize) {
        let history = client.history(&self.uid).await;
        let kept: Vec<_> = history.iter().filter(|id| self.promised.contains(id)).cloned().collect();
        assert_eq!(kept, self.promised, "{}", self.uid);
        assert!(history.len() <= self.promised.len() + unanswered, "{}: {history:?}", self.uid);
        self.promised = history;
    }
}
