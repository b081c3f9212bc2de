//! The way of one process to the register: messages that are lost, late or doubled, and a register that fails in every
//! way it can.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use lpa_domain::fees::FeeRecord;
use lpa_domain::{HistoryEntry, Lpa, LpaUid, Operation, Version};
use lpa_ports::{Applied, Drafted, Register, RegisterError, Retry};
use tokio::sync::oneshot;
use tokio::task::JoinSet;

use super::SimulatedRegister;
use super::attempts::{Attempt, Step};
use super::illness::Illnesses;
use super::shelf::{Judged, Verdict, Wrote};
use crate::known_windows::KnownWindows;
use crate::life::Life;
use crate::plan::RegisterKind;
use crate::planted::Plant;
use crate::weather::{Mode, Weather};
use crate::world::World;

/// How long an adapter waits for an answer before it gives the call up.
pub(crate) const PATIENCE: Duration = Duration::from_secs(8);
/// How long a message may be under way at most, in milliseconds.
const LATEST_MS: u64 = 12_000;
/// How often what was judged is judged anew when the LPA has moved on.
const TRIES: usize = 4;

/// The register as one process sees it.
#[derive(Clone, Debug)]
pub(crate) struct RegisterLink {
    pub(crate) world: Arc<World>,
    pub(crate) life: Life,
    pub(crate) weather: Arc<Weather>,
    pub(crate) register: Arc<SimulatedRegister>,
    pub(crate) illnesses: Arc<Illnesses>,
    /// What the process has been told of windows.
    pub(crate) windows: Arc<KnownWindows>,
}

type Answer = Result<Applied, RegisterError>;

impl RegisterLink {
    /// One conversation about one operation. It goes on when the caller gives up; a message that was sent arrives when its
    /// process is dead, too.
    async fn converse(self, operation: Operation, reply: oneshot::Sender<Answer>) {
        self.travel().await;
        let mode = self.weather.mode();
        match mode {
            Mode::Refuses => return self.answer(&operation, reply, Err(offline("connection refused"))),
            Mode::Hangs => return reply_never(reply).await,
            Mode::Sick => return self.answer(&operation, reply, Err(self.broken_off())),
            Mode::Errs if self.world.chance(500) => {
                return self.answer(&operation, reply, Err(unknown("error 500, before anything was done")));
            }
            Mode::Slow => self.world.pause(1_000..=6_000).await,
            _ => {}
        }
        let illness = self.illnesses.of(&self.world, operation.id);
        if let Some(illness) = illness.filter(|illness| !illness.applies()) {
            return self.answer(&operation, reply, Err(illness.answer()));
        }
        let answer = self.carry_out(&operation, &reply).await;
        let Some(answer) = answer else { return };
        // What the rules refuse comes to nothing that could fail.
        if let Some(illness) = illness.filter(|_| answer.is_ok()) {
            return self.answer(&operation, reply, Err(illness.answer()));
        }
        self.world.pause(0..=2).await;
        self.reply(&operation, reply, answer, mode).await;
    }

    async fn reply(&self, operation: &Operation, reply: oneshot::Sender<Answer>, answer: Answer, mode: Mode) {
        let lost = match mode {
            Mode::LosesAnswers => 600,
            _ if self.world.is_stormy() => self.world.plan.mishaps,
            _ => 0,
        };
        if mode == Mode::Errs {
            return self.answer(operation, reply, Err(unknown("error 500, after it was done")));
        }
        if self.world.chance(lost) {
            self.world.reach("answer of register.apply lost".to_owned());
            if self.world.chance(500) {
                return reply_never(reply).await;
            }
            return self.answer(operation, reply, Err(unknown("connection reset")));
        }
        if self.world.plan.garbles && self.world.is_stormy() && self.world.chance(15) {
            self.world.reach("answer of register.apply garbled".to_owned());
            return self.answer(operation, reply, Err(RegisterError::Unreadable("no LPA in it".into())));
        }
        self.answer(operation, reply, answer);
    }

    /// Does what the kind of register does; `None` when the process died, or gave up, before it had sent its write.
    async fn carry_out(&self, operation: &Operation, reply: &oneshot::Sender<Answer>) -> Option<Answer> {
        if self.world.plan.register == RegisterKind::Upstream {
            if self.late() {
                self.world.pause(0..=LATEST_MS).await;
            }
            self.repeat_later(operation, None);
            return Some(self.register.apply_at_once(operation));
        }
        let mut found = Version(0);
        for _try in 0..TRIES {
            let judged = self.register.shelf().judge(operation);
            let verdict = match judged {
                Judged::Known(answer) => return Some(answer.map_err(RegisterError::Refused)),
                Judged::New(verdict) => verdict,
            };
            if self.life.is_over() || reply.is_closed() {
                return None;
            }
            if self.late() {
                self.world.reach("a write under way for long".to_owned());
                self.world.pause(0..=LATEST_MS).await;
            } else {
                self.travel().await;
            }
            self.repeat_later(operation, Some(&verdict));
            match self.register.shelf().write(operation, &verdict) {
                Wrote::Done(answer) => return Some(answer.map_err(RegisterError::Refused)),
                Wrote::Moved(version) => found = version,
            }
        }
        Some(Err(RegisterError::Conflict { found }))
    }

    fn late(&self) -> bool {
        self.world.is_stormy() && self.world.chance(self.world.plan.mishaps)
    }

    /// The network delivers the same request again.
    fn repeat_later(&self, operation: &Operation, verdict: Option<&Verdict>) {
        if !self.late() {
            return;
        }
        self.world.reach("a request delivered twice".to_owned());
        let (link, operation, verdict) = (self.clone(), operation.clone(), verdict.cloned());
        tokio::spawn(async move {
            link.world.pause(0..=LATEST_MS).await;
            link.world.note(format_args!("register: {} delivered again", operation.id));
            match verdict {
                Some(verdict) => drop(link.register.shelf().write(&operation, &verdict)),
                None => drop(link.register.apply_at_once(&operation)),
            }
        });
    }

    fn answer(&self, operation: &Operation, reply: oneshot::Sender<Answer>, answer: Answer) {
        let word = match &answer {
            Ok(Applied::Lpa(lpa)) => format!("applied as version {}", lpa.version),
            Ok(applied) => format!("{applied:?}"),
            Err(RegisterError::Refused(refusal)) => format!("refused, {}", refusal.code.word()),
            Err(error) => error.to_string(),
        };
        self.world.note(format_args!("{} register.apply {}: {word}", self.life.name(), operation.id));
        // Who asked may be gone.
        drop(reply.send(answer));
    }

    /// One call with one operation, until its answer or the end of the adapter's patience.
    async fn call(&self, operation: &Operation) -> Answer {
        self.life.crash_point(|| "before register.apply".to_owned()).await;
        self.windows.calls("apply");
        let (uid, label) = (operation.uid, operation.act.label());
        self.world.note(format_args!("{} register.apply {} {label} {uid}", self.life.name(), operation.id));
        let (reply, answer) = oneshot::channel();
        tokio::spawn(self.clone().converse(operation.clone(), reply));
        let answer = match tokio::time::timeout(PATIENCE, answer).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(_dropped)) => Err(unknown("the connection ended")),
            Err(elapsed) => Err(RegisterError::OutcomeUnknown(elapsed.into())),
        };
        self.life.crash_point(|| "after register.apply".to_owned()).await;
        answer
    }

    fn notes(&self, operation: &Operation, step: Step) {
        let process = self.life.name().to_owned();
        self.register.attempts.note(Attempt { process, id: operation.id, uid: operation.uid, step });
    }

    fn broken_off(&self) -> RegisterError {
        if self.world.chance(500) { offline("statement timeout") } else { unknown("statement timeout") }
    }

    async fn travel(&self) {
        self.world.pause(0..=4).await;
    }

    async fn ask<T>(
        &self,
        name: &str,
        question: impl Future<Output = Result<T, RegisterError>> + Send,
    ) -> Result<T, RegisterError> {
        self.life.crash_point(|| format!("before register.{name}")).await;
        self.windows.calls(name);
        self.travel().await;
        let mode = self.weather.mode();
        match mode {
            Mode::Refuses => return Err(offline("connection refused")),
            Mode::Errs => return Err(unknown("error 500")),
            Mode::LosesAnswers if self.world.chance(300) => return Err(unknown("connection reset")),
            Mode::Hangs => {
                tokio::time::sleep(PATIENCE).await;
                return Err(offline("no answer"));
            }
            Mode::Slow => self.world.pause(100..=3_000).await,
            _ => {}
        }
        let answer = question.await;
        self.travel().await;
        self.life.crash_point(|| format!("after register.{name}")).await;
        answer
    }

    fn takes_absence_for_silence(&self) -> bool {
        self.world.has(Plant::RegisterSaysAbsentWhenAway) && self.weather.mode() != Mode::Fine
    }
}

#[async_trait]
impl Register for RegisterLink {
    async fn apply(&self, operation: &Operation) -> Answer {
        self.notes(operation, Step::Begun);
        let answer = self.call(operation).await;
        self.notes(operation, step_of(&answer));
        answer
    }

    /// As many conversations as there are operations: their answers may differ, also in whether there is one. What came of them
    /// is learnt when the last has ended.
    async fn apply_together(&self, operations: &[Operation]) -> Vec<Answer> {
        let mut running = JoinSet::new();
        for (place, operation) in operations.iter().cloned().enumerate() {
            self.notes(&operation, Step::Begun);
            let link = self.clone();
            running.spawn(async move { (place, link.call(&operation).await) });
        }
        let mut answers = running.join_all().await;
        answers.sort_by_key(|(place, _)| *place);
        let answers: Vec<Answer> = answers.into_iter().map(|(_, answer)| answer).collect();
        for (operation, answer) in operations.iter().zip(&answers) {
            self.notes(operation, step_of(answer));
        }
        answers
    }

    async fn lpa(&self, uid: LpaUid) -> Result<Option<Lpa>, RegisterError> {
        if self.takes_absence_for_silence() {
            return Ok(None);
        }
        self.ask("lpa", self.register.lpa(uid)).await
    }

    async fn lpas(&self, uids: &[LpaUid]) -> Result<Vec<Lpa>, RegisterError> {
        self.ask("lpas", self.register.lpas(uids)).await
    }

    async fn history(&self, uid: LpaUid) -> Result<Option<Vec<HistoryEntry>>, RegisterError> {
        self.ask("history", self.register.history(uid)).await
    }

    async fn static_copy(&self, uid: LpaUid) -> Result<Option<Lpa>, RegisterError> {
        self.ask("static_copy", self.register.static_copy(uid)).await
    }

    async fn draft(&self, uid: LpaUid) -> Result<Option<Drafted>, RegisterError> {
        self.ask("draft", self.register.draft(uid)).await
    }

    async fn fees(&self, uid: LpaUid) -> Result<Vec<FeeRecord>, RegisterError> {
        self.ask("fees", self.register.fees(uid)).await
    }
}

/// Keeps the caller waiting until it gives up.
async fn reply_never(reply: oneshot::Sender<Answer>) {
    tokio::time::sleep(PATIENCE * 2).await;
    drop(reply);
}

/// What a process learns from an answer.
fn step_of(answer: &Answer) -> Step {
    match answer {
        Ok(_) | Err(RegisterError::Refused(_)) => Step::Done,
        Err(error) if error.retry() == Retry::Never => Step::Strange,
        Err(_) => Step::Failed,
    }
}

fn offline(why: &'static str) -> RegisterError {
    RegisterError::Offline(why.into())
}

fn unknown(why: &'static str) -> RegisterError {
    RegisterError::OutcomeUnknown(why.into())
}
