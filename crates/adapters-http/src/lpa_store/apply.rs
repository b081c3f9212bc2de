//! A write: look, judge, send, and look again.
//!
//! 1. One write at a time per LPA, and none within a second of the last (W3).
//! 2. What may have been sent before is looked for. Found: answered. Doubtful: for a person. Not found, but a request to
//!    this LPA may be under way: looked for again when it cannot be any longer.
//! 3. It is judged by the rules on the LPA as it stands; what they refuse is not sent.
//! 4. It is sent, once.
//! 5. Its own entry is looked up in the history, for its version and its second.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use lpa_domain::document::Image;
use lpa_domain::{Act, Document, Lpa, Moment, Operation, Refusal, Update, decide_lpa};
use lpa_ports::{Applied, RegisterError};
use reqwest::Method;
use serde::Serialize;
use tokio::sync::OwnedMutexGuard;

use super::answer::{NotDone, done};
use super::evidence::{Found, likeness, made_just_now, of_creation, of_update};
use super::guard::guarded;
use super::happened::{Doubt, Likeness, Verdict};
use super::lanes::Lane;
use super::register::Inner;
use super::standing::Standing;
use super::store::Reply;
use super::wire::{Record, Updating, Upload, creating};

/// Applies an operation at most once, as far as the store lets us know.
pub(super) async fn apply(register: &Inner, operation: &Operation) -> Result<Applied, RegisterError> {
    let lane = register.lanes.enter(operation.uid).await;
    let sent_before = register.sent.may_hold(operation);
    let mut write = Write { register, operation, lane, sent_before };
    let applied = match &operation.act {
        Act::Create(document) => write.create(document).await,
        Act::Update(update) => write.update(update).await,
        Act::Draft(_) => return Err(RegisterError::Refused(Refusal::no_drafts())),
        Act::Fee(_) => return Err(RegisterError::Refused(Refusal::no_fees())),
    };
    match applied {
        Ok(lpa) => Ok(Applied::from(lpa)),
        // Being away now says nothing about the earlier request whose answer was lost.
        Err(RegisterError::Offline(source)) if sent_before => Err(RegisterError::OutcomeUnknown(source)),
        Err(error) => Err(error),
    }
}

/// What looking for an update found.
enum Look {
    Found(Box<Lpa>),
    /// Not there: the LPA as it stands.
    Nothing(Box<Standing>),
}

/// One call, during its turn.
struct Write<'a> {
    register: &'a Inner,
    operation: &'a Operation,
    lane: OwnedMutexGuard<Lane>,
    /// A request of it may have arrived before this call.
    sent_before: bool,
}

impl Write<'_> {
    async fn create(&mut self, document: &Document) -> Result<Lpa, RegisterError> {
        if let Some(lpa) = self.creation_found(document).await? {
            return Ok(lpa);
        }
        let judged = decide_lpa(None, self.operation, self.now(), self.register.store.profile);
        let made = match judged {
            Ok(decision) => decision.lpa,
            Err(refusal) => return Err(self.refused_unseen(refusal).await),
        };
        let restrictions = self.scans(&made.document.restrictions_and_conditions_images).await?;
        let decisions = self.scans(&made.document.how_attorneys_make_decisions_details_images).await?;
        let body = creating(&made.document, &restrictions, &decisions);
        let body = body.map_err(|error| RegisterError::Unreadable(error.into()))?;
        match self.send(Method::PUT, "", &body).await {
            Ok(reply) => self.created(made, &reply).await,
            Err(NotDone::Refused(refusal)) if self.sent_before => {
                let found = self.look_for_creation(document).await?;
                found.ok_or(RegisterError::Refused(refusal))
            }
            Err(not_done) => Err(failure(not_done)),
        }
    }

    async fn update(&mut self, update: &Update) -> Result<Lpa, RegisterError> {
        self.lane.be_quiet(self.register.store.quiet).await;
        let before = match self.update_found(update).await? {
            Look::Found(lpa) => return Ok(*lpa),
            Look::Nothing(before) => before,
        };
        let judged = decide_lpa(Some(&before.lpa()), self.operation, self.now(), self.register.store.profile);
        let decision = judged.map_err(RegisterError::Refused)?;
        self.await_next_second(&before).await;
        let sent = guarded(update, before.record());
        match self.send(Method::POST, "/updates", &Updating::of(&sent)).await {
            Ok(reply) => self.updated(&before, update, decision.lpa, &reply).await,
            Err(NotDone::Refused(refusal)) if self.sent_before => {
                let found = self.look_for_update(&self.standing().await?, update)?;
                found.ok_or(RegisterError::Refused(refusal))
            }
            Err(not_done) => Err(failure(not_done)),
        }
    }

    /// The LPA that an earlier request of it created, looked for as long as that may change.
    async fn creation_found(&self, document: &Document) -> Result<Option<Lpa>, RegisterError> {
        if !self.sent_before {
            self.awaited_what_is_under_way().await;
            return Ok(None);
        }
        match self.look_for_creation(document).await {
            Ok(None) if !self.awaited_what_is_under_way().await => Ok(None),
            Ok(None) | Err(RegisterError::InDoubt { .. }) => {
                self.settled().await;
                self.look_for_creation(document).await
            }
            told => told,
        }
    }

    /// The LPA as an earlier request of it made it, looked for in the same way; or how the LPA stands without it.
    async fn update_found(&self, update: &Update) -> Result<Look, RegisterError> {
        let before = self.standing().await?;
        match self.look_for_update(&before, update) {
            Ok(Some(lpa)) => return Ok(Look::Found(Box::new(lpa))),
            Ok(None) if !self.awaited_what_is_under_way().await => {
                return Ok(Look::Nothing(Box::new(before)));
            }
            Ok(None) | Err(RegisterError::InDoubt { .. }) => self.settled().await,
            Err(error) => return Err(error),
        }
        let before = self.standing().await?;
        let found = self.look_for_update(&before, update)?;
        Ok(found.map_or(Look::Nothing(Box::new(before)), |lpa| Look::Found(Box::new(lpa))))
    }

    /// Waits until no request to this LPA can be under way any more; whether one was. It might have arrived after we looked.
    async fn awaited_what_is_under_way(&self) -> bool {
        self.lane.await_arrival(self.register.store.under_way).await
    }

    /// Waits until what the store shows fits together: LPA and history are read one beside the other, and may lag behind.
    async fn settled(&self) {
        if !self.awaited_what_is_under_way().await {
            tokio::time::sleep(self.register.store.quiet).await;
        }
    }

    fn now(&self) -> Timestamp {
        self.register.clock.now()
    }

    async fn standing(&self) -> Result<Standing, RegisterError> {
        let standing = self.register.standing(self.operation.uid).await?;
        standing.ok_or_else(|| RegisterError::Refused(Refusal::unknown_lpa()))
    }

    /// The LPA that it created, if it did; an error where another did, or where that cannot be told.
    async fn look_for_creation(&self, document: &Document) -> Result<Option<Lpa>, RegisterError> {
        let Some(standing) = self.register.standing(self.operation.uid).await? else { return Ok(None) };
        match of_creation(&standing, self.operation, document).verdict {
            Verdict::Applied => Ok(standing.created().or_else(|| Some(standing.lpa()))),
            Verdict::NotApplied => Err(RegisterError::Refused(Refusal::already_exists())),
            Verdict::CannotSay(doubt) => Err(in_doubt(doubt)),
        }
    }

    /// The LPA as it made it, if it did; an error where that cannot be told.
    fn look_for_update(&self, standing: &Standing, update: &Update) -> Result<Option<Lpa>, RegisterError> {
        if !self.sent_before {
            return Ok(None);
        }
        let Found { verdict, position } = of_update(standing, self.operation, update, self.now());
        match verdict {
            Verdict::Applied => Ok(position.map(|position| standing.made_by(position))),
            Verdict::NotApplied => Ok(None),
            Verdict::CannotSay(doubt) => Err(in_doubt(doubt)),
        }
    }

    /// The store keeps one entry per LPA and second (W3): waits until the second of the last one has passed there.
    async fn await_next_second(&self, before: &Standing) {
        if before.last_written().is_some_and(|last| last.as_second() >= self.now().as_second()) {
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    }

    /// Sends it once. Dropped on the way, it counts as sent.
    async fn send(
        &mut self,
        method: Method,
        below: &str,
        body: &(impl Serialize + Sync),
    ) -> Result<Reply, NotDone> {
        let path = format!("lpas/{}{below}", self.operation.uid);
        self.register.sent.note(self.operation);
        self.lane.begin();
        let reply = self.register.caller.write(method, &path, self.operation.author.as_str(), body).await;
        let answer = done(&self.operation.act, reply);
        match &answer {
            Ok(_) => self.lane.wrote(),
            // Not given back before it is over: whoever takes over, in this process or another, finds what came of it.
            Err(NotDone::Cut(_)) => drop(self.awaited_what_is_under_way().await),
            Err(NotDone::TurnedAway(_)) if !self.sent_before => self.register.sent.forget(self.operation),
            Err(_) => {}
        }
        self.lane.end();
        answer
    }

    /// The store says that it created the LPA. It says so to each of two at once (W4).
    async fn created(&self, made: Lpa, reply: &Reply) -> Result<Lpa, RegisterError> {
        let Ok(Some(standing)) = self.register.standing(self.operation.uid).await else {
            let updated_at = reply.at.map_or(made.updated_at, Moment::from);
            return Ok(Lpa { updated_at, ..made });
        };
        let same = |lpa: &Lpa| likeness(lpa, &made.document) == Likeness::Same;
        let updated = !standing.entries().is_empty();
        let ours = standing.static_copy().is_none_or(same) && (updated || same(standing.record()));
        if ours { Ok(standing.created().unwrap_or(made)) } else { Err(in_doubt(Doubt::Collided)) }
    }

    /// The store says that it applied the update, and shows the LPA.
    async fn updated(
        &self,
        before: &Standing,
        update: &Update,
        made: Lpa,
        reply: &Reply,
    ) -> Result<Lpa, RegisterError> {
        let Ok(Record(record)) = serde_json::from_slice(&reply.answer.body) else {
            tracing::error!("the LPA Store answered 201 in a form that cannot be read; looking again");
            return Err(RegisterError::OutcomeUnknown("the LPA in the answer is not one".into()));
        };
        let entries = self.register.entries(self.operation.uid).await.unwrap_or_default();
        let after = Standing::new(record.clone(), before.static_copy().cloned(), entries);
        Ok(match made_just_now(before, &after, self.operation, update) {
            Some(position) => after.marked(record, position),
            // The history cannot be asked, or another entry took the place of ours.
            None => Lpa {
                version: made.version,
                updated_at: later(before.lpa().updated_at, reply.at),
                kept: made.kept,
                ..record
            },
        })
    }

    /// A document that the rules refuse is still answered "exists already" when it does (contract section 1.2).
    async fn refused_unseen(&self, refusal: Refusal) -> RegisterError {
        match self.register.record(self.operation.uid).await {
            Ok(Some(_)) => RegisterError::Refused(Refusal::already_exists()),
            Ok(None) => RegisterError::Refused(refusal),
            Err(error) => error,
        }
    }

    /// The scans of a paper LPA, to be sent with it.
    async fn scans(&self, images: &[Image]) -> Result<Vec<Upload>, RegisterError> {
        let missing = || RegisterError::Unreadable("a scan that the document names is not kept here".into());
        let mut scans = Vec::with_capacity(images.len());
        for image in images {
            let hash = image.hash.parse().map_err(|_not_a_hash| missing())?;
            let kept = self.register.documents.get(hash).await;
            let kept = kept.map_err(|error| RegisterError::Offline(error.into()))?.ok_or_else(missing)?;
            scans.push(Upload::new(&image.path, &kept));
        }
        Ok(scans)
    }
}

fn failure(not_done: NotDone) -> RegisterError {
    match not_done {
        NotDone::Refused(refusal) => RegisterError::Refused(refusal),
        NotDone::TurnedAway(error) => error,
        NotDone::Cut(source) | NotDone::Unclear(source) => RegisterError::OutcomeUnknown(source),
    }
}

const fn in_doubt(doubt: Doubt) -> RegisterError {
    RegisterError::InDoubt { why: doubt.reason() }
}

/// When the store answered, but later than before.
fn later(before: Moment, at: Option<Timestamp>) -> Moment {
    let next = before.instant().checked_add(SignedDuration::from_micros(1)).unwrap_or(before.instant());
    Moment::from(at.unwrap_or(next).max(next))
}
