//! One caller: sends, loses patience, sends again under the same key.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use causeway::use_cases::Causeway;
use causeway::use_cases::issue_uid::IssueError;
use causeway::use_cases::request::Request;
use causeway::use_cases::submit::{SubmitError, Submitted};
use lpa_domain::{Author, Keyed};

use crate::known_windows::Now;
use crate::ledger::{Answer, Asked, From, Ledger, Told, Wish};
use crate::process::{Host, Running};
use crate::world::World;

/// How long after the storm a caller still tries: longer than everything takes to be worked off.
const PERSEVERANCE: Duration = Duration::from_secs(150);

/// Callers, all of whom can reach every machine.
#[derive(Clone, Debug)]
pub(crate) struct Client {
    pub(crate) world: Arc<World>,
    pub(crate) hosts: Arc<Vec<Arc<Host>>>,
    pub(crate) ledger: Arc<Ledger>,
}

impl Client {
    /// Sends a wish until something is known of it; without a key only once.
    pub(crate) async fn insist(&self, asked: Asked) -> Told {
        let is_repeatable = asked.keyed.is_some() || matches!(asked.wish, Wish::Native(_));
        let place = self.ledger.ask(asked);
        loop {
            let told = self.send(place).await;
            let is_known = !matches!(told, Told::NotNow | Told::Nothing);
            if is_known || !is_repeatable || self.has_lost_heart() {
                return told;
            }
            self.world.pause(50..=1_500).await;
        }
    }

    pub(crate) fn has_lost_heart(&self) -> bool {
        self.world.elapsed() > self.world.plan.storm + PERSEVERANCE
    }

    /// Sends a wish once, and enters what came back.
    pub(crate) async fn send(&self, place: usize) -> Told {
        let Some(asked) = self.ledger.at(place) else { return Told::Nothing };
        self.world.note(format_args!("caller #{place} sends {}", label(&asked)));
        let sent = self.world.elapsed();
        let reached = self.reach(|causeway| want(causeway, asked)).await;
        let (told, from) = reached.unwrap_or((Told::Nothing, From::default()));
        let came = self.world.elapsed();
        self.world.note(format_args!("caller #{place}: {}", word(&told)));
        self.ledger.answered(Answer { asked: place, sent, came, told: told.clone(), from });
        told
    }

    /// Calls one of the machines; `None` when nothing comes back: none runs there, it dies, it takes too long, or the
    /// answer is lost on the way. What it says of windows is looked at each time.
    pub(crate) async fn reach<T, F>(&self, call: impl FnOnce(Arc<Causeway>) -> F) -> Option<(T, From)>
    where
        F: Future<Output = T>,
    {
        let host = &self.hosts[self.world.place_in(self.hosts.len())];
        let Running { causeway, life, windows } = host.running()?;
        let is_hasty = self.world.is_stormy() && self.world.chance(200);
        let patience =
            Duration::from_millis(self.world.draw(if is_hasty { 5..=1_500 } else { 30_000..=30_000 }));
        let before = windows.now();
        let answer = tokio::select! {
            biased;
            () = life.end() => None,
            answer = tokio::time::timeout(patience, call(Arc::clone(&causeway))) => answer.ok(),
        };
        if !life.is_over() {
            windows.says(causeway.is_in_window(), causeway.ask_again_secs());
        }
        let in_window = matches!(before, Now::Within(..)) && before == windows.now();
        let from = From { in_window };
        let lost = if self.world.is_stormy() { 20 + self.world.plan.mishaps } else { 0 };
        answer.filter(|_| !self.world.chance(lost)).map(|answer| (answer, from))
    }
}

async fn want(causeway: Arc<Causeway>, asked: Asked) -> Told {
    let Asked { keyed, wish } = asked;
    match wish {
        Wish::Create(uid, body) => of(causeway.create_lpa(uid, request(keyed, body)).await),
        Wish::Update(uid, body) => of(causeway.update_lpa(uid, request(keyed, body)).await),
        Wish::Native(operation) => of(causeway.accept_operation(*operation, Vec::new()).await),
        Wish::Uid(body) => match causeway.issue_uid(keyed, &body).await {
            Ok(uid) => Told::Uid(uid),
            Err(IssueError::Submit(SubmitError::KeyReused)) => Told::KeyReused,
            Err(_) => Told::NotNow,
        },
    }
}

fn of(submitted: Result<Submitted, SubmitError>) -> Told {
    match submitted {
        Ok(Submitted { receipt, lpa }) => Told::Receipt(Box::new(receipt), lpa),
        Err(SubmitError::KeyReused) => Told::KeyReused,
        Err(_) => Told::NotNow,
    }
}

fn request(keyed: Option<Keyed>, body: Vec<u8>) -> Request {
    Request { author: author(), keyed, body: body.into() }
}

/// Who asks for everything: an actor, so that opting out names somebody.
pub(crate) fn author() -> Author {
    const AUTHOR: &str = "urn:opg:poas:makeregister:users:8a2c4b1e-6d9f-4e0b-9c55-1f0a7f3e2d41";
    AUTHOR.parse().unwrap_or_else(|_never| unreachable!("the text above is an author"))
}

/// What is sent, without any of its content.
fn label(asked: &Asked) -> String {
    let key =
        asked.keyed.as_ref().map(|keyed| format!(" under {} of {}", keyed.key.as_str(), keyed.consumer));
    let what = match &asked.wish {
        Wish::Create(uid, body) => format!("a document of {} bytes for {uid}", body.len()),
        Wish::Update(uid, body) => format!("an update of {} bytes for {uid}", body.len()),
        Wish::Native(operation) => {
            format!("{} {} for {}", operation.act.label(), operation.id, operation.uid)
        }
        Wish::Uid(_) => "a request for a UID".to_owned(),
    };
    format!("{what}{}", key.unwrap_or_default())
}

fn word(told: &Told) -> String {
    match told {
        Told::Receipt(receipt, _) => format!("{} {}", receipt.id, receipt.outcome.state()),
        Told::Uid(uid) => uid.to_string(),
        Told::KeyReused => "key reused".to_owned(),
        Told::NotNow => "not now".to_owned(),
        Told::Nothing => "no answer".to_owned(),
    }
}
