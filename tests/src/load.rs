//! Callers who write until they are told to stop, and note what they were promised.
//!
//! Each request has a key and is sent again until it is answered, as a careful client does: so nothing has to be forgiven because
//! somebody was cut off.

use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::json;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;

use crate::binary::Client;
use crate::reckoning::Promise;
use crate::samples::{EMAIL, document, lpa_uid};

/// Callers at work, each with an LPA of its own.
#[derive(Debug)]
pub struct Load {
    callers: JoinSet<()>,
    stop: CancellationToken,
    noted: Arc<Noted>,
}

#[derive(Debug, Default)]
struct Noted {
    promises: Mutex<Vec<Promise>>,
    repeats: AtomicUsize,
}

/// A caller who has heard nothing for so long sends it again.
const PATIENCE: Duration = Duration::from_secs(5);

/// Between two attempts of one caller, and after it was told that something is not done yet.
const PAUSE: Duration = Duration::from_millis(25);

impl Load {
    /// One caller for each of these LPAs.
    pub fn begin(client: &Client, lpas: Range<u64>) -> Self {
        let (stop, noted, mut callers) = (CancellationToken::new(), Arc::<Noted>::default(), JoinSet::new());
        for n in lpas {
            let (client, stop, noted) = (client.clone(), stop.clone(), Arc::clone(&noted));
            let caller = Caller { client, uid: lpa_uid(n).to_string(), noted };
            callers.spawn(async move { caller.write_until(&stop).await });
        }
        Self { callers, stop, noted }
    }

    /// How much was promised so far.
    pub fn promised(&self) -> usize {
        self.noted.promises.lock().unwrap().len()
    }

    /// How often a request had to be sent again.
    pub fn repeats(&self) -> usize {
        self.noted.repeats.load(Ordering::SeqCst)
    }

    /// Every caller is answered once more, and stops; what was promised.
    pub async fn end(self) -> Vec<Promise> {
        self.stop.cancel();
        self.callers.join_all().await;
        self.noted.promises.lock().unwrap().clone()
    }
}

struct Caller {
    client: Client,
    uid: String,
    noted: Arc<Noted>,
}

impl Caller {
    /// Creates its LPA and corrects the same field again and again: in another order the corrections would be refused.
    async fn write_until(self, stop: &CancellationToken) {
        let path = format!("/lpas/{}", self.uid);
        self.insist("PUT", &path, "create", &serde_json::to_string(&document()).unwrap()).await;
        let (updates, mut email) = (format!("{path}/updates"), EMAIL.to_owned());
        for n in 0.. {
            if stop.is_cancelled() {
                return;
            }
            let next = format!("{n}@example.com");
            let change = json!({ "key": "/donor/email", "old": email, "new": next });
            let correction = json!({ "type": "CORRECTION", "changes": [change] }).to_string();
            self.insist("POST", &updates, &n.to_string(), &correction).await;
            email = next;
        }
    }

    /// Sends it until it is promised.
    async fn insist(&self, method: &str, path: &str, key: &str, body: &str) {
        let key = format!("{}-{key}", self.uid);
        loop {
            let request = self.client.request(method, path).header("Idempotency-Key", &key);
            let answer = timeout(PATIENCE, self.client.try_send(request.body(body.to_owned()))).await;
            match answer.ok().flatten() {
                Some(answer) if [201, 202].contains(&answer.status) => {
                    let operation = answer.header("causeway-operation").to_owned();
                    let (uid, done) = (self.uid.clone(), answer.status == 201);
                    let promise = Promise { operation, uid, caller: "the only one".to_owned(), done };
                    self.noted.promises.lock().unwrap().push(promise);
                    if !done {
                        sleep(PAUSE).await;
                    }
                    return;
                }
                Some(answer) => assert_eq!(answer.status, 503, "{path}: {}", answer.text()),
                None => {}
            }
            self.noted.repeats.fetch_add(1, Ordering::SeqCst);
            sleep(PAUSE).await;
        }
    }
}
