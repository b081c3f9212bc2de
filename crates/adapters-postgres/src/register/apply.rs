//! Judges an operation on what the register holds and writes what follows, in one statement; again when others were
//! quicker.

use lpa_domain::fees::FeeDecision;
use lpa_domain::{Act, Decision, DraftAct, DraftDecision, Operation, Refusal, decide};
use lpa_ports::{Applied, RegisterError};

use super::before::{Answer, Before, Standing, before};
use super::{PostgresRegister, rows, write};
use crate::connections::Statement;
use crate::error::Failure;

/// How often an operation is judged anew because others changed the LPA meanwhile. In each round somebody wins.
const ROUNDS: u32 = 64;

/// What came of judging and writing once.
enum Attempt {
    /// This is its answer for good.
    Answered(Answer),
    /// Judged on what was not read, it would make nothing.
    NotRead,
    /// Somebody else was quicker.
    Raced,
    /// The connection broke: it may be written.
    Lost(Failure),
}

/// What a decision comes to.
enum Verdict {
    /// This is to be written, and then this is the answer.
    Write(Box<Statement>, Applied),
    /// Nothing is to be made.
    Nothing(Answer),
}

/// Applies an operation at most once. `lost` is what became of an earlier write of it, if its answer was lost.
pub(super) async fn apply(
    register: &PostgresRegister,
    operation: &Operation,
    mut lost: Option<Failure>,
) -> Result<Applied, RegisterError> {
    let answer = rounds(register, operation, &mut lost).await;
    match (answer, lost) {
        // Being away now says nothing about the earlier write whose answer was lost.
        (Err(RegisterError::Offline(_)), Some(failure)) => Err(Failure::of_write(failure)),
        (answer, _) => answer?.map_err(RegisterError::Refused),
    }
}

async fn rounds(
    register: &PostgresRegister,
    operation: &Operation,
    lost: &mut Option<Failure>,
) -> Result<Answer, RegisterError> {
    // Before a creation there is hardly ever anything, and a deletion is of anything but an LPA: they are tried at once,
    // and what the register holds is read only when that fails.
    let assumed = matches!(operation.act, Act::Create(_) | Act::Draft(DraftAct::Delete));
    let mut known = None;
    if !assumed {
        match before(register, operation).await? {
            Before::Answered(answer) => return Ok(answer),
            Before::Stands(standing) => known = Some(standing),
        }
    }
    for _ in 0..ROUNDS {
        match attempt(register, known.as_ref(), operation).await? {
            Attempt::Answered(answer) => return Ok(answer),
            Attempt::Lost(failure) if lost.is_some() => return Err(failure.of_write()),
            // The same id again is harmless, and the connection may just have lain idle through a restart.
            Attempt::Lost(failure) => *lost = Some(failure),
            Attempt::NotRead | Attempt::Raced => {}
        }
        match before(register, operation).await? {
            Before::Answered(answer) => return Ok(answer),
            Before::Stands(standing) => known = Some(standing),
        }
    }
    Err(RegisterError::Conflict { found: known.unwrap_or_default().version() })
}

/// Judges once, on what is known to be there, or else as if nothing was, and writes what follows.
async fn attempt(
    register: &PostgresRegister,
    known: Option<&Standing>,
    operation: &Operation,
) -> Result<Attempt, RegisterError> {
    let (write, applied) = match judge(register, known.unwrap_or(&Standing::Nothing), operation) {
        Verdict::Write(write, applied) => (write, applied),
        Verdict::Nothing(_) if known.is_none() => return Ok(Attempt::NotRead),
        Verdict::Nothing(answer) => return turn_down(register, operation, answer).await,
    };
    match register.connections.ask(*write).await {
        Ok(rows) if rows.is_empty() => Ok(Attempt::Raced),
        Ok(_) => Ok(Attempt::Answered(Ok(applied))),
        Err(Failure::Raced(_)) => Ok(Attempt::Raced),
        Err(failure @ Failure::Lost(_)) => Ok(Attempt::Lost(failure)),
        Err(failure) => Err(failure.of_write()),
    }
}

fn judge(register: &PostgresRegister, standing: &Standing, operation: &Operation) -> Verdict {
    match decide(standing.current(), operation, operation.requested_at, register.profile) {
        Ok(Decision::Lpa(decision)) => {
            Verdict::Write(Box::new(write::lpa(operation, &decision)), Applied::from(decision.lpa))
        }
        Ok(Decision::Draft(DraftDecision::Keep(kept))) => {
            Verdict::Write(Box::new(write::draft(&kept)), Applied::Draft(kept.version))
        }
        Ok(Decision::Draft(DraftDecision::Bury)) => {
            Verdict::Write(Box::new(write::tombstone(operation)), Applied::Tombstone)
        }
        Ok(Decision::Fee(FeeDecision::Keep(record))) => {
            Verdict::Write(Box::new(write::fee(&record)), Applied::Fee(record.version))
        }
        Ok(Decision::Draft(DraftDecision::Superseded) | Decision::Fee(FeeDecision::Known)) => {
            Verdict::Nothing(Ok(Applied::Superseded))
        }
        Err(refusal) => Verdict::Nothing(Err(refusal)),
    }
}

/// Nobody is told that an operation made nothing before that is remembered: it may come again, to an LPA that has moved
/// on, and must not be applied then.
async fn turn_down(
    register: &PostgresRegister,
    operation: &Operation,
    answer: Answer,
) -> Result<Attempt, RegisterError> {
    let refusal: Option<&Refusal> = answer.as_ref().err();
    let asked = register.connections.ask_again(|| write::turn_down(operation, refusal)).await;
    match asked {
        Ok(told) => {
            let is_remembered = told.first().map_or(Ok(false), |row| rows::column(row, "remembered"))?;
            Ok(if is_remembered { Attempt::Answered(answer) } else { Attempt::Raced })
        }
        Err(Failure::Raced(_)) => Ok(Attempt::Raced),
        // Whatever became of it: the operation made nothing.
        Err(failure) => Err(failure.of_read()),
    }
}
